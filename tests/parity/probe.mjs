// Compares mfshake with webpack and Rspack, live, on many small apps.
//
//   node tests/parity/probe.mjs [--all] [AREA[/NAME part]]…      --all shows the apps without differences too
//
// An area is a file in probes/: a list of { name, files, case?, links?, differs? }. `files` are path -> text (or an object, written
// as JSON), `case` what case.json has beyond the entry src/index.js, `links` symbolic links (path -> target). `differs` lists the
// differences that are known: [what the line contains, why mfshake is right]. Exit 1 on one that is not listed, and on a listed
// one that is gone. Where webpack and Rspack differ from each other, mfshake may say what either says.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mfshake, writeFiles } from '../lib/mfshake.mjs';
import { configuration, judgeModule, judgeShare, truthOf } from './score.mjs';
import { recordCase } from './record.mjs';

const folder = new URL('./probes/', import.meta.url);
const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-probe-')));
const textOf = value => (typeof value === 'string' ? value : `${JSON.stringify(value, null, 1)}\n`);

function writeProbe({ name, files, links = {}, case: more = {} }, dir) {
  writeFiles(dir, Object.fromEntries(Object.entries(files).map(([file, value]) => [file, textOf(value)])));
  writeFiles(dir, { 'case.json': textOf({ name, entries: ['./src/index.js'], shared: { 'not-there': {} }, ...more }) });
  for (const [file, target] of Object.entries(links)) {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.symlinkSync(target, path.join(dir, file));
  }
}

const isUsed = used => used === true || (Array.isArray(used) && used.length > 0);

/** What differs for the case in `dir`: lines. */
async function compare(dir) {
  const lines = [];
  const expected = JSON.parse(JSON.stringify(await recordCase(dir)));
  fs.writeFileSync(path.join(dir, 'mfshake.json'), configuration(dir));
  const { stdout, stderr, code, signal } = await mfshake(['analyze', '-C', dir, '--dump=facts', '--color=never', '-v'], { seconds: 10 });
  let facts;
  try {
    facts = JSON.parse(stdout);
  } catch {
    return [`failed: ${signal ?? code} ${stderr.slice(0, 400)}`];
  }
  for (const [key, share] of Object.entries(expected.shared)) {
    const { verdict, text } = judgeShare(facts.shared[key]?.used ?? [], truthOf(share));
    if (verdict !== 'fine') lines.push(`${verdict} share ${key}: ${text} ${JSON.stringify(share.sources)}`);
  }
  for (const [file, module] of Object.entries(expected.modules)) {
    const own = facts.modules[file.replace(/^<root>/, '..')], disagree = expected.disagree.modules?.[file];
    if (disagree?.presence) continue; // One of them agrees with mfshake.
    for (const difference of judgeModule(own, module)) lines.push(`${file}: ${difference}${difference === 'missing' ? ` ${JSON.stringify(module)}` : ''}`);
    for (const field of ['provided', 'used']) {
      if (!disagree?.[field]) continue;
      const answers = [disagree[field].webpack, disagree[field].rspack].map(answer => JSON.stringify(answer ?? null));
      if (!answers.includes(JSON.stringify(own?.[field] ?? null))) lines.push(`disagree: ${file}: ${field} webpack ${answers[0]}, Rspack ${answers[1]}, mfshake ${JSON.stringify(own?.[field])}`);
    }
  }
  const known = new Set(Object.keys(expected.modules).map(file => file.replace(/^<root>/, '..')));
  for (const [file, { used }] of Object.entries(facts.modules)) if (!known.has(file) && isUsed(used)) lines.push(`extra: ${file}: used ${JSON.stringify(used)}`);
  const theirs = ['webpack', 'rspack'].map(who => (expected.diagnostics[who]?.errors ?? []).length);
  const ours = stderr.split('\n').filter(line => /\b(error|warning|note)\b/.test(line));
  if (theirs.every(count => count > 0 !== ours.some(line => /error/.test(line)))) {
    lines.push(`errors: webpack ${JSON.stringify(expected.diagnostics.webpack?.errors ?? [])}, Rspack ${JSON.stringify(expected.diagnostics.rspack?.errors ?? [])}, mfshake ${JSON.stringify(ours)}`);
  }
  return lines;
}

async function main(args) {
  const all = args.includes('--all');
  const wanted = args.filter(arg => arg !== '--all').map(arg => arg.split('/'));
  const areas = fs.readdirSync(folder).filter(file => file.endsWith('.mjs')).map(file => file.slice(0, -4)).sort();
  let probes = 0, failed = 0;
  for (const area of areas.filter(name => !wanted.length || wanted.some(([other]) => other === name))) {
    const { default: list } = await import(new URL(`${area}.mjs`, folder));
    for (const probe of list) {
      if (wanted.length && !wanted.some(([other, part = '']) => other === area && probe.name.includes(part))) continue;
      const dir = path.join(base, area, probe.name.replace(/\W+/g, '-'));
      fs.mkdirSync(dir, { recursive: true });
      writeProbe(probe, dir);
      const lines = await compare(dir).catch(error => [`threw: ${error.stack.slice(0, 600)}`]);
      const known = probe.differs ?? [];
      const open = lines.filter(line => !known.some(([text]) => line.includes(text)));
      const gone = known.filter(([text]) => !lines.some(line => line.includes(text))).map(([text]) => `no longer differs: ${text}`);
      probes++;
      failed += open.length + gone.length > 0;
      if (open.length + gone.length || all) console.log([`${area}/${probe.name}`, ...open, ...gone].join('\n    '));
    }
  }
  fs.rmSync(base, { recursive: true });
  console.log(`${probes} apps: ${failed} differ`);
  process.exit(failed ? 1 : 0);
}

await main(process.argv.slice(2));
