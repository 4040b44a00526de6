// Measures mfshake beside bundlers, interleaved: in every round each tool runs once, in an order that turns with the rounds.
//
//   make bench [ROUNDS=5] [GRAPHS=full,named,federation] [TOOLS=mfshake,rspack,…] [RESULTS=file]
//
// No row is a test: nothing fails because it is slow. A tool that fails ends the run.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeGraphs } from './graphs.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const build = path.resolve(root, process.env.BUILD ?? 'build');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const work = path.join(build, 'bench');
const rounds = Number(process.env.ROUNDS || 5);
const results = path.resolve(root, process.env.RESULTS || 'tests/bench/results.md');
const chosen = (variable, all) => (process.env[variable] ? process.env[variable].split(',').map(name => name.trim()) : all);

const app = writeGraphs(work, path.join(here, 'packages/node_modules'));
app['full with source maps'] = app.full;
const maps = { only: ['full with source maps'] };
const hasCache = execFileSync(mfshake, ['analyze', '--help'], { encoding: 'utf8' }).includes('--no-cache');
const noCache = hasCache ? ['--no-cache'] : [];

/** Writes into a folder of its own: a remembered run is one whose output nobody touched. */
function analyze(kind, ...more) {
  return folder => [mfshake, 'analyze', '-q', '--no-emit', '-C', folder, '-o', path.join(work, 'out', `${path.basename(folder)}-${kind}`), ...more];
}

const peer = tool => folder =>
  [process.execPath, path.join(here, 'build.mjs'), tool, folder, path.join(work, 'out', `${path.basename(folder)}-${tool.replace(/\W+/g, '-')}`)];

// The program itself: the service that its JavaScript interface starts is not waited for, so that its cost would not be seen.
function esbuild(folder, ...more) {
  const program = createRequire(path.join(here, 'tools/package.json')).resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
  return [program, path.join(folder, 'entry.js'), '--bundle', ...more, '--log-level=error', '--define:process.env.NODE_ENV="production"',
    `--outfile=${path.join(work, 'out', `${path.basename(folder)}-esbuild`, 'main.js')}`];
}

// All eight packages as chunks, with their shake maps and source maps.
const emit = folder => [mfshake, 'analyze', '-q', '--source-map=file', '-C', folder, '-o', path.join(work, 'out', 'emitted'), ...noCache];

const cacheFolder = graph => path.join(work, 'cache', graph);
const tools = {
  mfshake: { command: () => analyze('cold', ...noCache), except: maps.only },
  'mfshake, chunks and source maps': { command: () => emit, ...maps },
  'mfshake -j1': { command: () => analyze('one-thread', '-j1', ...noCache), except: maps.only },
  ...(hasCache && {
    'mfshake shared cache': { command: graph => analyze('shared', '--cache', cacheFolder(graph)), before: graph => fs.rmSync(cacheFolder(graph), { recursive: true, force: true }), only: ['federation'] },
    'mfshake warm cache': { command: graph => analyze('warm', '--cache', `${cacheFolder(graph)}-warm`), warm: true, except: ['federation', ...maps.only] },
  }),
  esbuild: { command: () => folder => esbuild(folder), except: maps.only },
  'esbuild, source map': { command: () => folder => esbuild(folder, '--sourcemap'), ...maps },
  rspack: { command: () => peer('rspack'), except: maps.only },
  'rspack, source map': { command: () => peer('rspack source map'), ...maps },
  'rspack warm cache': { command: () => peer('rspack warm cache'), warm: true, only: ['full'] },
  rolldown: { command: () => peer('rolldown'), except: ['federation', ...maps.only] },
  webpack: { command: () => peer('webpack'), except: ['federation', ...maps.only] },
};

function measureOne(command) {
  const environment = { ...process.env };
  delete environment.MFSHAKE_CACHE;
  const ran = spawnSync(path.join(build, 'bench/measure'), command, {
    env: environment, stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 28, timeout: 600_000 });
  const cost = ran.output?.[3] ? JSON.parse(ran.output[3]) : { status: -1 };
  if (cost.status !== 0) throw new Error(`${command.join(' ')} failed (${cost.status}):\n${ran.stderr?.slice(-2000)}`);
  return cost;
}

// All apps of a graph, one after the other: times add up, the peak is the largest.
function measure(tool, graph) {
  const command = tools[tool].command(graph);
  tools[tool].before?.(graph);
  const costs = app[graph].map(folder => measureOne(command(folder)));
  return {
    wall: costs.reduce((sum, cost) => sum + cost.wall, 0),
    cpu: costs.reduce((sum, cost) => sum + cost.cpu, 0),
    peak: Math.max(...costs.map(cost => cost.peak)),
  };
}

const median = list => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const number = value => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));
const both = (list, show) => `${show(median(list))} (${show(Math.min(...list))})`;

function table(graph, samples) {
  const base = samples.get('mfshake') ?? samples.get('mfshake, chunks and source maps') ?? [...samples.values()][0];
  const middle = (list, key) => median(list.map(cost => cost[key]));
  const ratio = (list, key) => (middle(list, key) / middle(base, key)).toFixed(2);
  const rows = [...samples].map(([tool, list]) =>
    `| ${tool} | ${both(list.map(c => c.wall), number)} | ${ratio(list, 'wall')} | ${both(list.map(c => c.cpu), number)} | ${ratio(list, 'cpu')} | ` +
    `${both(list.map(c => c.peak / 1024), value => value.toFixed(0))} | ${ratio(list, 'peak')} |`);
  return [`## ${graph}`, '', '| tool | wall s | × | CPU s | × | peak MiB | × |', '|---|---|---|---|---|---|---|', ...rows, ''].join('\n');
}

function versionOf(name) {
  const file = path.join(here, 'tools/node_modules', name, 'package.json');
  return `${name} ${JSON.parse(fs.readFileSync(file, 'utf8')).version}`;
}

function heading() {
  const version = execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim();
  const compiler = spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).stdout?.trim();
  return [
    '# Results of `make bench`',
    '',
    `${new Date().toISOString().slice(0, 10)}; ${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Linux ${os.release()}; ` +
      `${version}${compiler ? `, gcc ${compiler}` : ''}; Node ${process.version}, ${['@rspack/core', 'esbuild', 'rolldown', 'webpack'].map(versionOf).join(', ')}.`,
    '',
    `Medians of ${rounds} interleaved rounds, minima in parentheses; × is the ratio of medians to the first row. File caches are warm. One-minute load at the start: ${os.loadavg()[0].toFixed(1)}.`,
    'mfshake writes the report alone (`--no-emit`); the bundlers also link, print and write. In `full with source maps` it writes the annotated chunks of all packages, with shake maps and source maps; the bundlers one bundle with its source map. `federation` is 40 apps, one run each, one after the other.',
    '',
  ].join('\n');
}

let document = heading();
for (const graph of chosen('GRAPHS', Object.keys(app))) {
  const taken = chosen('TOOLS', Object.keys(tools)).filter(tool => {
    if (!tools[tool]) throw new Error(`no tool '${tool}'; there are: ${Object.keys(tools).join('; ')}`);
    return !tools[tool].except?.includes(graph) && (!tools[tool].only || tools[tool].only.includes(graph));
  });
  const samples = new Map(taken.map(tool => [tool, []]));
  for (const tool of taken) if (tools[tool].warm) measure(tool, graph); // fills the cache
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < taken.length; i++) {
      const tool = taken[(i + round) % taken.length];
      samples.get(tool).push(measure(tool, graph));
      process.stderr.write(`${graph}, round ${round + 1}: ${tool} ${samples.get(tool).at(-1).wall.toFixed(2)} s\n`);
    }
  }
  document += `\n${table(graph, samples)}`;
}
fs.writeFileSync(results, document);
console.log(document);
