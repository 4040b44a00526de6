// Random subsets of the exports of real packages: prunes the emitted chunk to a subset and compares what is kept with the
// unpruned chunk.
//
//   node tests/proof/subsets.mjs [--seed N] [--rounds N] [--more] [--ids named|short] [package…]
//
// --more takes the packages of tests/proof/packages too, which `make subsets` installs. A failure prints the seed that repeats it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compareExport } from '../lib/calls.mjs';
import { mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';

export const packages = ['lodash-es', 'date-fns', 'rxjs', 'ramda', 'd3', 'three', 'zod', 'uuid', 'react', 'axios'];

// Of all kinds: component libraries, CommonJS, TypeScript's and Babel's output, bundled single files.
const folderOfMore = path.join(root, 'tests/proof/packages');
const morePackages = Object.keys(JSON.parse(fs.readFileSync(path.join(folderOfMore, 'package.json'), 'utf8')).dependencies)
  .filter(name => !packages.includes(name));

// Calling the exports of these with the general arguments is safe; of the others, type and own names are compared.
const called = new Set([
  'lodash-es', 'date-fns', 'ramda', 'lodash', 'underscore', 'validator', 'clsx', 'qs', 'semver', 'tslib', 'immutable', 'fp-ts', 'redux', 'immer', 'rxjs',
  'zod', 'luxon', 'uuid',
]);

// lodash-es says that it has no side effects, but its default export's module changes these; any bundler drops that.
const changedByOthers = new Set(['lodash', 'wrapperLodash', 'templateSettings']);

/** Numbers in [0, 1) that depend on the seed alone. */
function randomFrom(seed) {
  let state = (seed * 2654435761 + 1) % 2147483647 || 1;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/** Analyzes an app that lets the whole package escape; returns { dir, out, name, rootId, report, provided, unrepeatable }. */
export async function analyzePackage(name, ids = 'named') {
  const dir = workDir(`subsets-${name}`);
  writeFiles(dir, {
    'mfshake.json': { name: 'app', entry: './src/index.js', shared: { [name]: {} }, output: { path: 'out' } },
    'package.json': { name: 'app', version: '1.0.0' },
    'src/index.js': `import * as all from '${name}';\nglobalThis.use(all);\n`,
  });
  if (morePackages.includes(name)) fs.symlinkSync(path.join(folderOfMore, 'node_modules'), path.join(dir, 'node_modules'));
  await mfshakeOk(['analyze', '--ids', ids], { cwd: dir });
  const out = path.join(dir, 'out');
  const report = JSON.parse(fs.readFileSync(path.join(out, 'share-usage.json'), 'utf8'));
  const analyzed = { dir, out, name, report, rootId: rootModule(report, name), provided: Object.keys(report.treeShake[name]) };
  return { ...analyzed, unrepeatable: unrepeatable(analyzed) };
}

const load = chunk => createRuntime([chunk]);

/** The exports that give other results in each instance of the unpruned chunk, with random numbers for example: they are not called. */
function unrepeatable({ out, name, rootId }) {
  if (!called.has(name)) return new Set();
  const [one, other] = [0, 1].map(() => load(readChunk(chunkFile(out, name))).require(rootId));
  return new Set(exportNames(one).filter(export_ => !isEqual(() => compareExport(export_, one[export_], other[export_], { dates: name === 'date-fns' }))));
}

function isEqual(compare) {
  try {
    compare();
    return true;
  } catch {
    return false;
  }
}

/** Prunes the chunks of `from` to the names `used`; returns { folder, chunk, source }. */
async function pruneTo(analyzed, used, label, from = analyzed.out) {
  const { dir, name, provided, report } = analyzed;
  const usage = path.join(dir, `${label}.json`);
  const { fallback, version } = report.mfshake.shares[name];
  fs.writeFileSync(usage, JSON.stringify(usageReport('app', { [name]: { provided, used, fallback, version } })));
  const folder = path.join(dir, label);
  await mfshakeOk(['prune', from, '--usage', usage, '-o', folder]);
  const file = chunkFile(folder, name);
  return { folder, chunk: readChunk(file), source: fs.readFileSync(file, 'utf8') };
}

/** With all exports used, a chunk loses its macros and nothing else. Returns whether it has any: a package without static exports is kept whole. */
async function checkAllUsed(analyzed) {
  const whole = fs.readFileSync(chunkFile(analyzed.out, analyzed.name), 'utf8');
  const macro = /\/\* @common:(if \[condition="[^"]*"\]|endif) \*\//g;
  const withoutSpace = text => text.replace(/\s+/g, '');
  const { source } = await pruneTo(analyzed, analyzed.provided, 'all');
  assert.doesNotMatch(source, macro, 'all used: no macro stays');
  assert.ok(withoutSpace(source) === withoutSpace(whole.replace(macro, '')), 'all used: more than the macros is gone');
  return source !== whole;
}

const ownNames = value => (typeof value === 'function' || (typeof value === 'object' && value) ? Reflect.ownKeys(value).map(String) : []);

/** One round: a subset, a bigger one, and what must hold of both. Returns the number of exports that were compared. */
export async function checkSubset(analyzed, seed) {
  const { name, rootId, provided } = analyzed;
  const random = randomFrom(seed);
  const share = random() ** 2;
  const used = provided.filter(() => random() < share);
  const more = provided.filter(other => used.includes(other) || random() < 0.2);
  const small = await pruneTo(analyzed, used, `small-${seed}`);
  const big = await pruneTo(analyzed, more, `big-${seed}`);
  const ids = ({ chunk }) => Object.keys(chunk.modules);
  const lost = ids(small).filter(id => !(id in big.chunk.modules));
  assert.deepEqual(lost, [], 'more exports, fewer modules');

  const whole = load(readChunk(chunkFile(analyzed.out, name))).require(rootId);
  const kept = load(small.chunk).require(rootId);
  const compared = analyzed.hasMacros === false ? exportNames(whole) : used.filter(other => exportNames(whole).includes(other));
  for (const export_ of compared) {
    assert.ok(export_ in kept, `${export_} is missing`);
    assert.equal(typeof kept[export_], typeof whole[export_], `type of ${export_}`);
    if (name === 'lodash-es' && changedByOthers.has(export_)) continue;
    assert.deepEqual(ownNames(kept[export_]), ownNames(whole[export_]), `own names of ${export_}`);
    if (called.has(name) && export_ !== 'default' && !analyzed.unrepeatable.has(export_)) compareExport(export_, kept[export_], whole[export_], { dates: name === 'date-fns' });
  }
  const chunkAlone = path.join(analyzed.dir, 'parsed');
  fs.mkdirSync(chunkAlone, { recursive: true });
  fs.copyFileSync(chunkFile(analyzed.out, name), path.join(chunkAlone, 'chunk.js'));
  await mfshakeOk(['prune', path.join(chunkAlone, 'chunk.js'), '--usage', path.join(analyzed.dir, `small-${seed}.json`), '-o', path.join(chunkAlone, 'out')]);
  assert.equal(fs.readFileSync(path.join(chunkAlone, 'out/chunk.js'), 'utf8'), small.source, 'with and without its shake map');
  const again = await pruneTo(analyzed, used, `again-${seed}`, small.folder);
  assert.equal(again.source, small.source, 'pruned twice');
  return compared.length;
}

async function main(args) {
  process.on('unhandledRejection', () => {}); // what an export promises when it is called with arguments of all kinds is not awaited
  const option = (flag, otherwise) => (args.includes(flag) ? Number(args.splice(args.indexOf(flag), 2)[1]) : otherwise);
  const [first, rounds] = [option('--seed', 1), option('--rounds', 20)];
  const ids = args.includes('--ids') ? args.splice(args.indexOf('--ids'), 2)[1] : 'named';
  const more = args.includes('--more') ? args.splice(args.indexOf('--more'), 1).length : 0;
  let failed = 0;
  for (const name of args.length ? args : more ? [...packages, ...morePackages] : packages) {
    let analyzed;
    try {
      analyzed = await analyzePackage(name, ids);
      analyzed.hasMacros = await checkAllUsed(analyzed);
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}: ${error.message.slice(0, 800)}`);
      continue;
    }
    let compared = 0;
    for (let seed = first; seed < first + rounds; seed++) {
      try {
        compared += await checkSubset(analyzed, seed);
      } catch (error) {
        failed++;
        console.log(`FAILED ${name}, --seed ${seed} --rounds 1: ${error.message.slice(0, 800)}`);
      }
    }
    if (!compared) failed++;
    const notes = [!compared && 'FAILED', !analyzed.hasMacros && 'kept whole', analyzed.unrepeatable.size && `${analyzed.unrepeatable.size} not called`];
    console.log([`${name}: ${rounds} subsets, ${compared} exports compared`, ...notes.filter(Boolean)].join(', '));
  }
  process.exit(failed ? 1 : 0);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main(process.argv.slice(2));
