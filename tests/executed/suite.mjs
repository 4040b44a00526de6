// Runs every fixtures/emit/<case>/: what the chunk of the package `lib` prints must be what Node prints for its sources;
// and pruned to one export, for each that has a macro, the chunk must load and that export be as before.
//
//   in/node_modules/lib   the package; in/mfshake.json is made when the case has none of its own
//   drive.mjs             default export (lib) => …, prints what it sees
//   want.txt              what the chunk must print, where webpack's semantics differ from Node's; want.FORMAT.txt: in one format
//   conditions.txt        the conditions of the chunk's macros, sorted; without it they are not compared
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { chunkFile, formats, rootModule } from '../runtime/runtime.mjs';

const run = promisify(execFile);
const base = path.join(root, 'fixtures/emit');
const runChunk = path.join(root, 'tests/executed/run-chunk.mjs');
const compareExports = path.join(root, 'tests/executed/compare-exports.mjs');
const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: '--no-warnings' };
const defaultConfig = { name: 'app', entry: './src/index.js', shared: { lib: {} }, output: { path: 'out', uniqueName: 'app' } };

/** Copies a case to a folder of its own and adds an app around the package. */
function prepare(name) {
  const dir = workDir(`executed-${name}`);
  fs.cpSync(path.join(base, name, 'in'), dir, { recursive: true, verbatimSymlinks: true });
  fs.copyFileSync(path.join(base, name, 'drive.mjs'), path.join(dir, 'drive.mjs'));
  const config = path.join(dir, 'mfshake.json');
  if (!fs.existsSync(config)) writeFiles(dir, { 'mfshake.json': defaultConfig });
  const { shared } = JSON.parse(fs.readFileSync(config, 'utf8'));
  const keys = Object.keys(shared);
  writeFiles(dir, {
    'package.json': { name: 'app', version: '1.0.0', type: 'module' },
    'src/index.js': keys.map((key, i) => `import * as share${i} from '${key}';\nconsole.log(share${i});\n`).join(''),
    'main.mjs': "import * as lib from 'lib';\nimport run from './drive.mjs';\nawait run(lib);\n",
  });
  return { dir, shared };
}

async function output(args) {
  const { stdout } = await run(process.execPath, args, { env, timeout: 60_000 });
  return stdout;
}

async function wanted(name, dir, format) {
  for (const file of [`want.${format}.txt`, 'want.txt'].map(file => path.join(base, name, file)))
    if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8');
  return output([path.join(dir, 'main.mjs')]);
}

/** The shares of a case as run-chunk.mjs takes them, `lib` first. */
function manifest(dir, shared) {
  const out = path.join(dir, 'out');
  const report = JSON.parse(fs.readFileSync(path.join(out, 'share-usage.json'), 'utf8'));
  const shares = Object.entries(shared).map(([key, share]) =>
    share.import === false
      ? { key, module: path.join(dir, 'node_modules', key, 'index.js') }
      : { key, file: chunkFile(out, key), root: rootModule(report, key) },
  );
  return shares.sort((a, b) => (b.key === 'lib') - (a.key === 'lib'));
}

function conditionsOf(file) {
  const macros = fs.readFileSync(file, 'utf8').matchAll(/\/\* @common:if \[condition="([^"]*)"\] \*\//g);
  return [...new Set([...macros].map(match => match[1]))].sort();
}

const decoded = condition => decodeURIComponent(condition.slice('treeShake.lib.'.length));

/** Prunes lib's chunk to each single export; what compare-exports.mjs says of the results. */
async function differencesWhenPruned(dir, [lib, ...others]) {
  const provided = conditionsOf(lib.file).map(decoded);
  const pruned = [];
  for (const [i, name] of provided.entries()) {
    const report = usageReport('app', { lib: { provided, used: [name], fallback: lib.root } });
    writeFiles(dir, { [`usage-${i}.json`]: report });
    await mfshakeOk(['prune', lib.file, '--usage', `usage-${i}.json`, '-o', `pruned-${i}`], { cwd: dir });
    pruned.push({ name, file: path.join(dir, `pruned-${i}/chunk.js`) });
  }
  return output([compareExports, JSON.stringify({ root: lib.root, whole: lib.file, others, pruned })]);
}

export default async function (suite) {
  for (const name of fs.readdirSync(base).sort()) {
    for (const ids of ['named', 'short']) suite.test(`${name}, pruned to each export, ${ids} ids`, async () => {
      const { dir, shared } = prepare(name);
      await mfshakeOk(['analyze', '--format', 'jsonp', '--ids', ids], { cwd: dir });
      const shares = manifest(dir, shared);
      if (shares.every(share => share.file)) assert.equal(await differencesWhenPruned(dir, shares), '');
    });
    for (const [format, ids] of [...formats.map(format => [format, 'named']), ['commonjs', 'short'], ['container', 'short']]) {
      suite.test(`${name}, ${format}, ${ids} ids`, async () => {
        const { dir, shared } = prepare(name);
        await mfshakeOk(['analyze', '--format', format, '--ids', ids], { cwd: dir });
        const shares = manifest(dir, shared);
        for (const { file } of shares) if (file && !format.startsWith('module')) await output(['--check', file]);
        const printed = await output([runChunk, path.join(dir, 'drive.mjs'), format, JSON.stringify(shares)]);
        assert.equal(printed, await wanted(name, dir, format));
        const conditions = path.join(base, name, 'conditions.txt');
        if (fs.existsSync(conditions)) {
          assert.deepEqual(conditionsOf(shares[0].file), fs.readFileSync(conditions, 'utf8').trimEnd().split('\n').sort());
        }
      });
    }
  }
}
