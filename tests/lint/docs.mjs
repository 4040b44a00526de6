// What the documents say about the code must be true of the code.
//
//   node tests/lint/docs.mjs        (make check runs it with the other checks)
//
// docs/diagnostics.md has every code of src/base/diag_codes.def, in its order, with severity, exit status and remedy;
// docs/where-is.md names functions that stand in the files it names; docs/limits.md gives every constant of
// src/base/limits.h its value; links between documents lead to files that exist.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const read = name => fs.readFileSync(path.join(root, name), 'utf8');
const exists = name => fs.existsSync(path.join(root, name));

const severities = { DIAG_ERROR: 'error', DIAG_WARNING: 'warning', DIAG_NOTE: 'note' };
const statuses = { DIAG_INPUT: 1, DIAG_USAGE: 2, DIAG_WORLD: 3 };

/** Headings `### M101 · error · exit 1` followed by a line `Remedy: …`, as they must be. */
export function checkDiagnostics() {
  const wanted = [...read('src/base/diag_codes.def').matchAll(/^DIAG\(\w+, "(M\d+)", (\w+), (\w+), "((?:[^"\\]|\\.)*)"\)$/gm)]
    .map(([, code, severity, domain, help]) => ({
      code, remedy: JSON.parse(`"${help}"`),
      heading: `### ${code} · ${severities[severity]}${severity === 'DIAG_ERROR' ? ` · exit ${statuses[domain]}` : ''}`,
    })).sort((a, b) => (a.code < b.code ? -1 : 1));
  const document = read('docs/diagnostics.md');
  const sections = document.split(/^(?=### )/m).slice(1);
  const found = [];
  wanted.forEach(({ code, heading, remedy }, index) => {
    const section = sections[index] ?? '';
    if (section.split('\n')[0] !== heading) found.push(`docs/diagnostics.md: section ${index + 1} must begin: ${heading}`);
    else if (!section.includes(`\nRemedy: ${remedy}.\n`)) found.push(`docs/diagnostics.md: ${code} wants the line: Remedy: ${remedy}.`);
  });
  if (sections.length !== wanted.length) found.push(`docs/diagnostics.md: ${sections.length} sections for ${wanted.length} codes`);
  return { count: `${wanted.length} codes`, found };
}

/** Every `path:function` in backquotes names a definition in that file. */
export function checkPlaces() {
  const places = [...read('docs/where-is.md').matchAll(/`([\w./-]+\.(?:c|h|def|mjs|sh)):(\w+)`/g)];
  const found = [];
  for (const [, file, name] of places) {
    if (!exists(file)) {
      found.push(`docs/where-is.md: there is no ${file}`);
      continue;
    }
    const defined = file.endsWith('.c')
      ? new RegExp(`^(?:[a-z][\\w *]*[ *])${name}\\([^;]*?\\)\\s*\\{|^(?:static )?const [\\w *]*\\b${name}\\b.*=`, 'm')
      : new RegExp(`\\b${name}\\b`);
    if (!defined.test(read(file))) found.push(`docs/where-is.md: ${file} defines no ${name}`);
  }
  if (places.length < 40) found.push(`docs/where-is.md: only ${places.length} places`);
  return { count: `${places.length} places`, found };
}

/** Every constant of limits.h stands in docs/limits.md as `NAME` with its value in the same table row. */
export function checkLimits() {
  const found = [];
  const text = read('docs/limits.md');
  const limits = [...read('src/base/limits.h').matchAll(/^ {4}(LIMIT_\w+) = ([\d *]+),/gm)];
  for (const [, name, expression] of limits) {
    const value = expression.split('*').reduce((product, factor) => product * Number(factor), 1);
    const shown = value % 2 ** 20 === 0 ? `${value / 2 ** 20} MiB` : value % 2 ** 10 === 0 ? `${value / 2 ** 10} KiB` : value.toLocaleString('en');
    const row = text.split('\n').find(line => line.includes(`\`${name}\``));
    if (!row?.includes(`| ${shown} |`)) found.push(`docs/limits.md: wants a row with \`${name}\` and | ${shown} |`);
  }
  if (limits.length === 0) found.push('no limits found');
  return { count: `${limits.length} limits`, found };
}

/** Relative links lead to files, and to headings that are there. */
export function checkLinks() {
  const listed = spawnSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' });
  const names = listed.status === 0 && listed.stdout ? listed.stdout.trim().split('\n') : ['README.md'];
  const anchors = text => [...text.matchAll(/^#+ (.*)$/gm)]
    .map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
  const found = [];
  let count = 0;
  for (const name of names.filter(exists)) {
    for (const [, target] of read(name).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      count++;
      const [file, anchor] = target.split('#');
      const where = file ? path.join(path.dirname(name), file) : name;
      if (!exists(where)) found.push(`${name}: nothing is at ${target}`);
      else if (anchor && !anchors(read(where)).includes(anchor)) found.push(`${name}: no heading for ${target}`);
    }
  }
  return { count: `${count} links`, found };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let problems = 0;
  for (const check of [checkDiagnostics, checkPlaces, checkLimits, checkLinks]) {
    const { count, found } = check();
    found.forEach(problem => console.log(`  ${problem}`));
    console.log(`${check.name}: ${count}, ${found.length ? `${found.length} wrong` : 'ok'}`);
    problems += found.length;
  }
  process.exit(problems ? 1 : 0);
}
