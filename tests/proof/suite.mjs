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
import { analyzePackage, checkSubset } from './subsets.mjs';

const base = path.join(root, 'fixtures/parity');
const runner = new URL('./run-app.mjs', import.meta.url);
const sinks = ['use', 'render', 'sideEffect', 'make', 'load', 'load2'];
// What cases read from the global object, so that what depends on it is reached.
const settings = { k: 'a', p: 'a', q: 'b', x: 1, z: 1 };

// Cases with an import that cannot be resolved, for which analyze emits nothing: they run without it. File -> [old, new].
const mended = {
  'e03-exports-null-and-missing': { 'src/index.js': ["import { x } from 'lib/internal/x.js';", 'const x = 0;'] },
  'e11-fully-specified': { 'src/u.js': ["'./v'", "'./v.js'"] },
};

// Where the two builds of the app by webpack differ by themselves, so that only whole and pruned packages are compared.
const unlikeWebpack = {
  'a15-ns-object-keys': 'the order of names in a namespace',
  'b03-star-circular': 'a circular star over a module outside of the build has no names yet when it is copied',
  'b05-star-conflict': 'two modules outside of the build: the first star wins; inside: the name is ambiguous',
  'b24-star-unknown-before-known': 'as b05: inside, the module whose names are known wins',
  'e30-resolve-by-dependency': 'import and require resolve to different files of one version; only that of import is emitted',
  'h-receiver-read-by-function': 'webpack leaves out what a function reads by its `this`',
  'c05-require-branches': 'require.resolve gives a module id',
  'h-receiver-through-barrel': 'webpack leaves out what a function reads by its `this`',
  'j-receiver-behind-require': 'webpack leaves out what a function reads by its `this`',
  'j-default-in-pattern': 'webpack takes `default` for an export and leaves out what is read of it',
  'j-empty-pattern-of-member': 'webpack leaves the member out, and the pattern finds nothing to take apart',
  'j-require-cache': 'webpack leaves out what is read of require.cache',
  'j-require-cache-unknown': 'as j-require-cache',
};

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
      const ids = [...fs.readFileSync(file, 'utf8').matchAll(/^"(\.{1,2}\/[^"\n]+)":(?: \/\*.*\*\/)?$/gm)].map(match => match[1]);
      const id = name === version ? `./${fallback}` : ids.find(other => other.endsWith(`/${tail}`));
      shares.push({ key, file, root: id.replace('./../', '../') });
    }
  }
  return shares;
}

// Errors name a bundler's variables: of `a_js__1.b.c is not a function` stays `c is not a function`.
function withoutNames(seen) {
  return JSON.parse(JSON.stringify(seen).replace(/TypeError: [^"]*?(\w+)\)? is not a /g, 'TypeError: $1 is not a '));
}

async function prove(name) {
  const dir = fs.realpathSync(workDir(`proof-${name}`));
  fs.cpSync(path.join(base, name), dir, { recursive: true, verbatimSymlinks: true });
  fs.writeFileSync(path.join(dir, 'mfshake.json'), configuration(dir));
  for (const [file, [old, instead]] of Object.entries(mended[name] ?? {})) {
    const text = fs.readFileSync(path.join(dir, file), 'utf8');
    assert.ok(text.includes(old), `${file} has no ${old}`);
    fs.writeFileSync(path.join(dir, file), text.replace(old, instead));
  }
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
  if (!(name in unlikeWebpack)) assert.deepEqual(withoutNames(whole), withoutNames(alone), 'whole packages and webpack alone differ');
  return whole.length;
}

/** The recorded answers about the case are wrong: without names that they do not have (`executed` in case.json) the app behaves differently. */
async function disprove(name, key, { needs, without }) {
  const dir = fs.realpathSync(workDir(`disproof-${name}`));
  fs.cpSync(path.join(base, name), dir, { recursive: true });
  const { shared } = JSON.parse(fs.readFileSync(path.join(dir, 'expected.json'), 'utf8'));
  for (const used of needs) assert.ok(!shared[key].truth.may.includes(used), `the recorded answers have ${used}`);
  const app = readCase(dir);
  const before = await runApp(await buildApp(app, path.join(dir, 'before'), false, false));
  for (const [file, [old, instead]] of Object.entries(without)) {
    const text = fs.readFileSync(path.join(dir, file), 'utf8');
    assert.ok(text.includes(old), `${file} has no ${old}`);
    fs.writeFileSync(path.join(dir, file), text.replace(old, instead));
  }
  const after = await runApp(await buildApp(app, path.join(dir, 'after'), false, false));
  assert.notDeepEqual(withoutNames(after), withoutNames(before), `nothing changes without ${needs}`);
}

const ignore = () => {};

export default async function (suite) {
  const names = fs.readdirSync(base).sort();
  let steps = 0;
  for (const name of names) {
    suite.test(name, async () => {
      const seen = await prove(name);
      assert.ok(seen > 0, 'nothing was seen of the run');
      steps += seen;
    });
    const { executed = {} } = JSON.parse(fs.readFileSync(path.join(base, name, 'case.json'), 'utf8'));
    for (const [key, proof] of Object.entries(executed)) suite.test(`${name}: ${key}: the recorded answers are wrong`, () => disprove(name, key, proof));
  }
  for (const [i, name] of ['ramda', 'date-fns', 'zod'].entries()) {
    suite.test(`a subset of ${name}`, async () => {
      process.on('unhandledRejection', ignore); // what an export promises when it is called with arguments of all kinds is not awaited
      try {
        await checkSubset(await analyzePackage(name), i + 1);
        await new Promise(done => setImmediate(done));
      } finally {
        process.off('unhandledRejection', ignore);
      }
    });
  }
  Object.defineProperty(suite, 'note', { get: () => `${steps} observations, no case skipped, ${Object.keys(unlikeWebpack).length} not compared with webpack alone` });
}
