// The structural checks: one line per check, the problems before it.
//
//   CC=gcc CPPFLAGS='…' node tests/lint/run.mjs        (make check sets both)
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { split } from './c.mjs';
import * as documents from './docs.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
process.chdir(root);

// A folder or file of src/ includes only what has a lower rank, and its own folder.
const layers = [['base'], ['syntax'], ['model'], ['config'], ['scan', 'resolve', 'cache'], ['graph'], ['analyze'], ['emit', 'report'],
  ['prune', 'gate'], ['overview'], ['pipeline'], ['library'], ['cli'], ['main']];
const rank = new Map(layers.flatMap((names, index) => names.map(name => [name, index])));

const homes = [
  { header: /^cJSON\.h$|^cjson\//, home: 'src/base/json.c' },
  { header: /^pcre2\.h$/, home: 'src/base/regex.c' },
  { header: /^tree_sitter\//, home: 'src/syntax/syntax.c' },
  { header: /^nettle\/sha2\.h$/, home: 'src/base/sha384.c' },
  { header: /^nettle\/(?!sha2\.h)/, home: 'src/base/base64.c' },
  { header: /^zlib\.h$|^zconf\.h$/, home: 'src/base/gzip.c' },
  { header: /^brotli\//, home: 'src/base/brotli.c' },
];

const banned = [
  { calls: ['strcpy', 'strcat', 'stpcpy', 'sprintf', 'vsprintf', 'strtok', 'gets', 'atoi', 'atol', 'atof', 'system', 'popen',
    'alloca', 'tmpnam', 'mktemp', 'setlocale'], except: /^$/, why: 'is banned' },
  { calls: ['malloc', 'calloc', 'realloc', 'reallocarray', 'free', 'strdup', 'strndup', 'asprintf', 'vasprintf'],
    except: /^src\/base\/memory\.c$/, why: 'belongs to base/memory.c: use an arena, memory_alloc or memory_free' },
  { calls: ['open', 'openat', 'creat', 'fopen', 'freopen', 'opendir', 'mmap'],
    except: /^src\/base\/(fs|atomic_write|stray_files)\.c$/, why: 'belongs to base/fs.c and base/atomic_write.c' },
  { calls: ['exit', '_exit', '_Exit', 'quick_exit'],
    except: /^src\/(main\.c|base\/memory\.c)$/, why: 'must not stand in a library: return instead' },
];

const longestFile = 700;
// What comments may use beside ASCII: … – — · × ∈ ≤ ≥, arrows, lines and shapes of drawings.
const typography = /[\u2026\u2013\u2014\u00b7\u00d7\u2208\u2264\u2265\u2190-\u21ff\u2500-\u257f\u25a0-\u25ff]/gu;
// Characters that a reader does not see, or that turn the text around.
const hidden = /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]|[\u{e0000}-\u{e007f}]/u;

function list(folder, pattern) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true }).map(name => path.join(folder, String(name)))
    .filter(name => pattern.test(name)).sort();
}

const sources = list('src', /\.[ch]$/);
const headers = [...list('include', /\.h$/), ...sources.filter(name => name.endsWith('.h'))];
const tests = [...list('tests/unit', /\.[ch]$/), ...list('tests/fuzz', /\.[ch]$/)];
const examples = list('examples', /\.[ch]$/).filter(name => !name.includes('node_modules'));
const definitions = list('src', /\.def$/);
const files = new Map([...headers, ...sources, ...tests, ...examples, ...definitions]
  .map(name => [name, { text: fs.readFileSync(name, 'utf8'), ...split(fs.readFileSync(name, 'utf8')) }]));

let problems = 0;
function check(title, count, found) {
  for (const problem of found) console.log(`  ${problem}`);
  problems += found.length;
  console.log(`check ${title}: ${count}, ${found.length === 0 ? 'ok' : `${found.length} wrong`}`);
}

/** Calls visit(line number, match) for every match of the global `pattern` in `text`. */
function eachMatch(text, pattern, visit) {
  for (const match of text.matchAll(pattern)) visit(text.slice(0, match.index).split('\n').length, match);
}

function includesOf(name) {
  const found = [];
  // The names stand in strings, which `code` has blanked: take them from the text, at the places that code confirms.
  eachMatch(files.get(name).text, /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]/gm, (line, match) => found.push({ line, header: match[1] }));
  return found;
}

function checkLayers() {
  const found = [];
  const layerOf = name => name.split('/')[0].replace(/\.[ch]$/, '');
  for (const name of sources) {
    const own = layerOf(name.slice('src/'.length));
    if (!rank.has(own)) found.push(`${name}: the layer "${own}" has no place in the order (tests/lint/run.mjs)`);
    for (const { line, header } of includesOf(name)) {
      const other = layerOf(header);
      if (!fs.existsSync(path.join('src', header)) || other === own) continue;
      if (!(rank.get(other) < rank.get(own))) found.push(`${name}:${line}: ${own} must not include ${header}`);
    }
  }
  check('layers', `${sources.length} files`, found);
}

function checkHomes() {
  const found = [];
  for (const name of new Set([...headers, ...sources])) {
    for (const { line, header } of includesOf(name)) {
      for (const { header: pattern, home } of homes) {
        if (pattern.test(header) && name !== home) found.push(`${name}:${line}: ${header} may be included in ${home} only`);
      }
    }
  }
  check('third-party headers', `${homes.length} homes`, found);
}

function checkBanned() {
  const found = [];
  for (const name of sources) {
    for (const { calls, except, why } of banned) {
      if (except.test(name)) continue;
      const pattern = new RegExp(`(?<![\\w.>])(${calls.join('|')})\\s*\\(`, 'g');
      eachMatch(files.get(name).code, pattern, (line, match) => found.push(`${name}:${line}: ${match[1]} ${why}`));
    }
  }
  check('banned calls', `${sources.length} files`, found);
}

function checkCharacters() {
  const found = [];
  for (const [name, { text, code, strings, comments }] of files) {
    if (hidden.test(text)) found.push(`${name}: has an invisible or bidirectional character`);
    if (/[^\n\t\x20-\x7e]/.test(code + strings)) found.push(`${name}: has a character beyond ASCII outside comments`);
    if (/[^\n\t\x20-\x7e]/.test(comments.replace(typography, ''))) found.push(`${name}: has an unusual character in a comment`);
    if (/[ \t]$/m.test(text)) found.push(`${name}: has blanks at the end of a line`);
    if (!text.endsWith('\n') || text.endsWith('\n\n')) found.push(`${name}: must end with one newline`);
  }
  check('characters', `${files.size} files`, found);
}

function checkGuards() {
  const found = [];
  for (const name of headers) {
    const guard = `MFSHAKE_${name.replace(/^src\//, '').replace(/^include\//, '').replace(/\W/g, '_').toUpperCase()}`
      .replace('MFSHAKE_MFSHAKE_', 'MFSHAKE_');
    if (!files.get(name).code.includes(`#ifndef ${guard}\n#define ${guard}\n`)) found.push(`${name}: wants the include guard ${guard}`);
  }
  check('include guards', `${headers.length} headers`, found);
}

function checkDiagnostics() {
  const found = [], seen = new Map();
  let count = 0;
  for (const name of definitions.filter(file => file.endsWith('diag_codes.def'))) {
    eachMatch(files.get(name).text, /^DIAG\((\w+), "(\w+)"/gm, (line, [, constant, code]) => {
      count++;
      if (!/^M[1-9]\d\d$/.test(code)) found.push(`${name}:${line}: "${code}" is no code`);
      for (const key of [constant, code]) {
        if (seen.has(key)) found.push(`${name}:${line}: ${key} stands in line ${seen.get(key)} already`);
        seen.set(key, line);
      }
    });
  }
  if (count === 0) found.push('no diagnostic codes found');
  check('diagnostic codes', `${count} codes`, found);
}

function checkSelfContained() {
  const compiler = (process.env.CC ?? 'gcc').split(' ');
  const flags = (process.env.CPPFLAGS ?? '-Isrc -Iinclude').match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g).map(flag => flag.replace(/'/g, ''));
  const args = [...compiler.slice(1), ...flags, '-std=c11', '-Wall', '-Wextra', '-fsyntax-only', '-x', 'c', ...headers];
  const { status, stderr, error } = spawnSync(compiler[0], args, { encoding: 'utf8' });
  const output = error ? String(error) : stderr;
  // gcc and clang mind a header as the main file in different words; nothing else may be said.
  const said = output.split('\n').filter(line => /error:|warning:/.test(line) && !/pragma once in main file/.test(line));
  if (status !== 0 && said.length === 0) said.push(output);
  check('self-contained headers', `${headers.length} headers`, [...new Set(said)]);
}

function checkDocuments() {
  const titles = { 'documented codes': documents.checkDiagnostics, 'documented places': documents.checkPlaces,
    'documented limits': documents.checkLimits, links: documents.checkLinks };
  for (const [title, run] of Object.entries(titles)) {
    const { count, found } = run();
    check(title, count, found);
  }
  const { stderr } = spawnSync(process.execPath, ['tests/bench/results.mjs', '--check'], { encoding: 'utf8' });
  check('measured tables', '2 files', stderr.split('\n').filter(Boolean));
}

const formatVersion = 14; // Debian 12's; others lay out some lines differently

function checkFormat() {
  const version = spawnSync('clang-format', ['--version'], { encoding: 'utf8' }).stdout?.match(/version (\d+)/)?.[1];
  if (Number(version) !== formatVersion) {
    console.log(`check format: skipped, clang-format ${formatVersion} decides and ${version ? `this is ${version}` : 'is not installed'}`);
    return;
  }
  const names = [...files.keys()].filter(name => !name.endsWith('.def'));
  const { status, stderr } = spawnSync('clang-format', ['--dry-run', '--Werror', ...names], { encoding: 'utf8' });
  const wrong = [...new Set(stderr.split('\n').filter(line => line.includes('error:')).map(line => line.split(':')[0]))];
  check('format', `${names.length} files`, status === 0 ? [] : wrong.map(name => `${name}: run make format`));
}

function listLongFiles() {
  const long = [...files].map(([name, { text }]) => ({ name, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > longestFile);
  for (const { name, lines } of long) console.log(`  ${name}: ${lines} lines`);
  console.log(`check long files: ${long.length} over ${longestFile} lines`);
}

checkLayers();
checkHomes();
checkBanned();
checkCharacters();
checkGuards();
checkDiagnostics();
checkDocuments();
checkSelfContained();
checkFormat();
listLongFiles();
process.exit(problems ? 1 : 0);
