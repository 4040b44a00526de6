// A federation of a host and two remotes, shaken: analyzes the three apps, prunes what they share for all of
// them and for each remote alone, runs the pruned chunks beside the unpruned ones, and prints what was saved.
//
//   node run.mjs        (make example); MFSHAKE=path for another binary than build/mfshake
//
// Exit 1 when a pruned chunk behaves differently, when an artifact is missing, or when nothing was pruned.
import { compareExport } from '../../tests/lib/calls.mjs'; // before the packages: it puts a switch in front of timers
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk } from '../../tests/lib/mfshake.mjs';
import { validateConfig, validateReport } from '../../tests/lib/schema.mjs';
import {
  chunkFile,
  createRuntime,
  exportNames,
  readChunk,
  rootModule,
} from '../../tests/runtime/runtime.mjs';
import { drawPage } from './check/react.mjs';

const here = import.meta.dirname;
const apps = ['host', 'catalog', 'checkout'];
const remotes = ['catalog', 'checkout'];
const mustShrink = { 'lodash-es': 'modules', 'date-fns': 'modules', 'path-to-regexp': 'exports' };

// --- set-up ------------------------------------------------------------------------------------------------

/** Installs the packages, unless the ones of this lock file are there already. */
function install() {
  const stamp = path.join(here, 'node_modules/.installed');
  const lock = createHash('sha256')
    .update(fs.readFileSync(path.join(here, 'package-lock.json')))
    .digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  console.log('$ npm ci --ignore-scripts');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('npm ci failed: see above');
  fs.writeFileSync(stamp, lock);
}

function run(...args) {
  console.log(`$ mfshake ${args.join(' ')}`);
  return mfshakeOk(args, { cwd: here });
}

const readJson = file => JSON.parse(fs.readFileSync(path.join(here, file), 'utf8'));

// --- what the apps import, read from their sources without mfshake -----------------------------------------

/** Share key -> names that the sources of an app import from it. */
function importedNames(app) {
  const names = {};
  for (const file of fs.readdirSync(path.join(here, app, 'src'))) {
    const source = fs.readFileSync(path.join(here, app, 'src', file), 'utf8');
    for (const [, list, request] of source.matchAll(/^import \{ ([^}]+) \} from '([^.'][^']*)';$/gm)) {
      names[request] = new Set([...(names[request] ?? []), ...list.split(', ')]);
    }
  }
  names['react/jsx-runtime'] = new Set(['jsx', 'jsxs']); // what JSX becomes
  return names;
}

// --- loading and comparing chunks --------------------------------------------------------------------------

/**
 * The shared packages below a folder, each loaded when first asked for: { exports: {key}, chunks: {key},
 * bytes: {key} }.
 */
function loadShares(dir, report) {
  const result = { exports: {}, chunks: {}, bytes: {} };
  for (const key of Object.keys(report.mfshake.shares)) {
    const file = chunkFile(path.join(here, dir), key);
    result.bytes[key] = fs.statSync(file).size;
    result.chunks[key] = readChunk(file);
    let exports;
    Object.defineProperty(result.exports, key, {
      enumerable: true,
      get: () =>
        (exports ??= createRuntime([result.chunks[key]], { shared: result.exports }).require(
          rootModule(report, key),
        )),
    });
  }
  return result;
}

const page = ({ exports }) =>
  drawPage({
    react: exports.react,
    dom: exports['react-dom'],
    client: exports['react-dom/client'],
    jsx: exports['react/jsx-runtime'],
  });

/** The exports of `full` that `pruned` has too, so that both can do the same things. */
function restrict(full, pruned) {
  const exports = {};
  for (const key of Object.keys(full.exports)) {
    exports[key] = Object.fromEntries(
      exportNames(pruned.exports[key]).map(name => [name, full.exports[key][name]]),
    );
  }
  return { exports };
}

/** Compares every export that is left; returns the number of calls made. */
async function compareShares(full, pruned, needed) {
  let calls = 0;
  for (const key of Object.keys(full.exports)) {
    const left = exportNames(pruned.exports[key]);
    for (const name of needed[key] ?? [])
      assert.ok(left.includes(name), `${key}.${name} is used and was pruned`);
    for (const name of left) {
      assert.ok(name in full.exports[key], `${key}.${name} was not there before`);
      // Only exports that an app uses are called: React's others would warn, and nobody would ask for them.
      if (needed[key]?.has(name))
        calls += compareExport(name, pruned.exports[key][name], full.exports[key][name], {
          dates: key === 'date-fns',
        });
    }
    for (const id of Object.keys(pruned.chunks[key].modules))
      assert.ok(id in full.chunks[key].modules, `${key}: module ${id} is new`);
  }
  const [want, got] = [await page(restrict(full, pruned)), await page(pruned)];
  assert.deepEqual(got, want, 'the page drawn with the pruned React');
  assert.match(want.steps[0], /<button>More<\/button>/, 'React draws');
  return calls;
}

// --- the table ---------------------------------------------------------------------------------------------

const thousands = number => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

function rowsOf(forWhom, full, pruned) {
  return Object.keys(full.exports).map(key => {
    const count = shares => exportNames(shares.exports[key]).length;
    const modules = shares => Object.keys(shares.chunks[key].modules).length;
    const [before, after] = [full.bytes[key], pruned.bytes[key]];
    return {
      key,
      forWhom,
      saved: before - after,
      exports: count(full) - count(pruned),
      modules: modules(full) - modules(pruned),
      cells: [
        key,
        forWhom,
        `${count(pruned)}/${count(full)}`,
        `${modules(pruned)}/${modules(full)}`,
        thousands(before),
        thousands(after),
        `${Math.round((100 * (after - before)) / before)} %`,
      ],
    };
  });
}

function printTable(rows) {
  const table = [
    ['share key', 'for', 'exports kept', 'modules kept', 'bytes before', 'bytes after', 'change'],
    ...rows.map(row => row.cells),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map(cells => cells[column].length)));
  for (const cells of table) {
    console.log(
      cells
        .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
        .join('  ')
        .trimEnd(),
    );
  }
}

// --- the run -----------------------------------------------------------------------------------------------

process.env.NODE_ENV = 'production';

/** Analyzes the apps; returns their reports by name. */
async function analyzeApps() {
  const reports = {};
  for (const app of apps) {
    validateConfig(readJson(`${app}/mfshake.json`), app);
    fs.rmSync(path.join(here, app, 'dist'), { recursive: true, force: true });
    await run('analyze', '-C', app);
    reports[app] = readJson(`${app}/dist/shared/share-usage.json`);
    validateReport(reports[app], app);
  }
  return reports;
}

/** The names that the sources of some apps import, together. */
function neededBy(someApps) {
  const needed = {};
  for (const app of someApps) {
    for (const [key, names] of Object.entries(importedNames(app)))
      needed[key] = new Set([...(needed[key] ?? []), ...names]);
  }
  return needed;
}

async function main() {
  install();
  const reports = await analyzeApps();
  const usage = apps.flatMap(app => ['--usage', `${app}/dist/shared/share-usage.json`]);
  const rows = [];
  let calls = 0;
  for (const provider of apps) {
    for (const remote of [null, ...remotes]) {
      const out = `${provider}/dist/${remote ? `for-${remote}` : 'pruned'}`;
      await run(
        'prune',
        `${provider}/dist/shared`,
        ...usage,
        ...(remote ? ['--remote', remote] : []),
        '-o',
        out,
      );
      const full = loadShares(`${provider}/dist/shared`, reports[provider]);
      const pruned = loadShares(out, reports[provider]);
      assert.ok(
        Object.keys(full.exports).length >= 7,
        `${provider} shares only ${Object.keys(full.exports).join(', ')}`,
      );
      calls += await compareShares(full, pruned, neededBy(remote ? [remote] : apps));
      if (provider === 'host') rows.push(...rowsOf(remote ?? 'all', full, pruned));
    }
  }

  console.log('');
  printTable(rows.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
  for (const [key, what] of Object.entries(mustShrink)) {
    for (const row of rows.filter(candidate => candidate.key === key)) {
      assert.ok(row.saved > 0 && row[what] > 0, `nothing was pruned from ${key} for ${row.forWhom}`);
    }
  }
  console.log(
    `\nEvery export that is used behaves as before (${thousands(calls)} calls compared; a page drawn with each React).`,
  );
}

main().catch(error => {
  console.error(`\nThe example failed: ${error.stack}`);
  process.exitCode = 1;
});
