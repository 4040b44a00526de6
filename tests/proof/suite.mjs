// The executed proof: every fixtures/parity/<case>/ runs three times in Node, with its shared packages
//   - inside a build by webpack alone (what the sources mean),
//   - as the whole chunks that analyze emits,
//   - as these chunks pruned to the app's own report,
// and what can be seen of it, console output, calls of the global functions, errors, exports, is the same.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { mfshake, root, workDir } from '../lib/mfshake.mjs';
import { configuration } from '../parity/score.mjs';
import { encodeKey } from '../runtime/runtime.mjs';
import { buildApp, readCase } from './app.mjs';

const base = path.join(root, 'fixtures/parity');
const runner = new URL('./run-app.mjs', import.meta.url);
const sinks = ['use', 'render', 'sideEffect', 'make', 'load', 'load2'];
// What cases read from the global object, so that what depends on it is reached.
const settings = { k: 'a', p: 'a', q: 'b', x: 1, z: 1 };

// Why a case can not be run.
const skipped = {};

// Where webpack alone is no measure for the chunks: why.
const unlikeWebpack = {};

/** Runs bundles; resolves to what was seen. */
export function runApp(bundles, shares = []) {
  return new Promise((done, fail) => {
    const worker = new Worker(runner, { workerData: { bundles, shares, sinks, settings }, env: { ...process.env, NODE_ENV: 'production' } });
    const timer = setTimeout(() => worker.terminate(), 20_000);
    let seen;
    worker.on('message', message => (seen = message));
    worker.on('error', fail);
    worker.on('exit', code => {
      clearTimeout(timer);
      if (seen) done(seen);
      else fail(new Error(`the run ended with ${code} and said nothing`));
    });
  });
}

/** The chunks of an output folder: [{ key, file, root }], the version of the report first. */
export function sharesOf(out, report) {
  const shares = [];
  for (const [key, { version, fallback }] of Object.entries(report.mfshake.shares)) {
    const folder = path.join(out, encodeKey(key));
    const others = fs.readdirSync(folder).filter(name => name !== version);
    for (const name of [version, ...others]) {
      const file = path.join(folder, name, 'chunk.js');
      // A chunk of another version has the same file in another node_modules folder as its root.
      const tail = fallback.slice(fallback.lastIndexOf('node_modules/'));
      const ids = [...fs.readFileSync(file, 'utf8').matchAll(/^"(\.{1,2}\/[^"\n]+)":$/gm)].map(match => match[1]);
      const id = name === version ? `./${fallback}` : ids.find(other => other.endsWith(`/${tail}`));
      shares.push({ key, file, root: id.replace('./../', '../') });
    }
  }
  return shares;
}

async function prove(name) {
  const dir = fs.realpathSync(workDir(`proof-${name}`));
  fs.cpSync(path.join(base, name), dir, { recursive: true, verbatimSymlinks: true });
  fs.writeFileSync(path.join(dir, 'mfshake.json'), configuration(dir));
  const [out, pruned] = ['out', 'pruned'].map(folder => path.join(dir, folder));
  const analysis = await mfshake(['analyze', '-o', out], { cwd: dir });
  const usage = path.join(out, 'share-usage.json');
  assert.ok(fs.existsSync(usage), `no report: ${analysis.stderr}`);
  const report = JSON.parse(fs.readFileSync(usage, 'utf8'));
  const pruning = await mfshake(['prune', out, '--usage', usage, '-o', pruned], { cwd: dir });
  assert.equal(pruning.code, 0, pruning.stderr);

  const app = readCase(dir);
  const alone = await runApp(await buildApp(app, path.join(dir, 'alone'), false));
  const bundles = await buildApp(app, path.join(dir, 'app'), true);
  const whole = await runApp(bundles, sharesOf(out, report));
  const shares = sharesOf(pruned, report);
  assert.deepEqual(await runApp(bundles, shares), whole, 'pruned and whole packages differ');
  // A page loads chunks in any order; a module that is in two of them comes from the one that was loaded last.
  if (shares.length > 1) assert.deepEqual(await runApp(bundles, shares.reverse()), whole, 'pruned packages, loaded in reverse');
  if (!(name in unlikeWebpack)) assert.deepEqual(whole, alone, 'whole packages and webpack alone differ');
  return whole.length;
}

export default async function (suite) {
  const names = fs.readdirSync(base).sort();
  let steps = 0;
  for (const name of names.filter(other => !(other in skipped))) {
    suite.test(name, async () => {
      const seen = await prove(name);
      assert.ok(seen > 0, 'nothing was seen of the run');
      steps += seen;
    });
  }
  Object.defineProperty(suite, 'note', { get: () => `${steps} observations, ${Object.keys(skipped).length} cases skipped` });
}
