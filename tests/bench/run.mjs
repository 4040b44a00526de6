// Measures mfshake beside bundlers, interleaved: in every round each tool runs once, in an order that turns with the rounds.
//
//   make bench [ROUNDS=5] [GRAPHS=full,full with source maps,named,federation] [TOOLS=mfshake,rspack,…] [RESULTS=file]
//
// No row is a test: nothing fails because it is slow. A tool that fails ends the run. Graphs that are not measured keep what was measured of them before; the numbers stand in
// measured.json, the tables that are made of them in results.md and in the README.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeGraphs } from './graphs.mjs';
import { readMeasured, readmeWith, resultsMarkdown } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const build = path.resolve(root, process.env.BUILD ?? 'build');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const work = path.join(build, 'bench');
const rounds = Number(process.env.ROUNDS || 5);
const results = path.resolve(root, process.env.RESULTS || 'tests/bench/results.md');
const measurements = path.join(path.dirname(results), 'measured.json');
const readme = path.join(root, 'README.md');
const chosen = (variable, all) => (process.env[variable] ? process.env[variable].split(',').map(name => name.trim()) : all);

const written = writeGraphs(work, path.join(here, 'packages/node_modules'));
const app = { full: written.full, 'full with source maps': written.full, named: written.named, federation: written.federation };
const hasCache = execFileSync(mfshake, ['analyze', '--help'], { encoding: 'utf8' }).includes('--no-cache');
const noCache = hasCache ? ['--no-cache'] : [];

/** Writes into a folder of its own: a remembered run is one whose output nobody touched. */
function analyze(kind, ...more) {
  return folder => [mfshake, 'analyze', '-q', '--no-emit', '-C', folder, '-o', path.join(work, 'out', `${path.basename(folder)}-${kind}`), ...more];
}

const peer = tool => folder =>
  [process.execPath, path.join(here, 'build.mjs'), tool, folder, path.join(work, 'out', `${path.basename(folder)}-${tool.replace(/\W+/g, '-')}`)];

// The program itself: the service that its JavaScript interface starts is not waited for, so that its cost would not be seen.
function esbuild(folder) {
  const program = createRequire(path.join(here, 'tools/package.json')).resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);
  return [program, path.join(folder, 'entry.js'), '--bundle', '--log-level=error', '--define:process.env.NODE_ENV="production"',
    `--outfile=${path.join(work, 'out', `${path.basename(folder)}-esbuild`, 'main.js')}`];
}

/** With source maps, of all that is written. */
const analyzeWithMaps = folder => [mfshake, 'analyze', '-q', '-C', folder, '-o', path.join(work, 'out', `${path.basename(folder)}-maps`), '--source-map=file', ...noCache];

/** One file of an app of its own is another one each time. */
const changing = path.join(work, 'changing');
const changeOneFile = (graph, round) => fs.writeFileSync(path.join(changing, 'entry.js'), `${fs.readFileSync(path.join(app[graph][0], 'entry.js'), 'utf8')}// change ${round}\n`);

const cacheFolder = graph => path.join(work, 'cache', graph);
const withMaps = ['full with source maps'];
const tools = {
  mfshake: { command: graph => (withMaps.includes(graph) ? analyzeWithMaps : analyze('cold', ...noCache)) },
  'mfshake -j1': { command: () => analyze('one-thread', '-j1', ...noCache), except: [...withMaps, 'federation'] },
  ...(hasCache && {
    'mfshake shared cache': { command: graph => analyze('shared', '--cache', cacheFolder(graph)), before: graph => fs.rmSync(cacheFolder(graph), { recursive: true, force: true }), only: ['federation'] },
    'mfshake warm cache': { command: graph => analyze('warm', '--cache', `${cacheFolder(graph)}-warm`), warm: true, except: [...withMaps, 'federation'] },
    'mfshake one file changed': { command: graph => () => analyze('changed', '--cache', `${cacheFolder(graph)}-changed`)(changing), before: changeOneFile, warm: true, only: ['full'] },
  }),
  esbuild: { command: graph => folder => [...esbuild(folder), ...(withMaps.includes(graph) ? ['--sourcemap'] : [])] },
  rspack: { command: graph => peer(withMaps.includes(graph) ? 'rspack with maps' : 'rspack') },
  'rspack warm cache': { command: () => peer('rspack warm cache'), warm: true, only: ['full'] },
  rolldown: { command: () => peer('rolldown'), except: [...withMaps, 'federation'] },
  webpack: { command: () => peer('webpack'), except: [...withMaps, 'federation'] },
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
function measure(tool, graph, round) {
  const command = tools[tool].command(graph);
  tools[tool].before?.(graph, round);
  const costs = app[graph].map(folder => measureOne(command(folder)));
  return {
    wall: costs.reduce((sum, cost) => sum + cost.wall, 0),
    cpu: costs.reduce((sum, cost) => sum + cost.cpu, 0),
    peak: Math.max(...costs.map(cost => cost.peak)),
  };
}

function versionOf(name) {
  const file = path.join(here, 'tools/node_modules', name, 'package.json');
  return `${name} ${JSON.parse(fs.readFileSync(file, 'utf8')).version}`;
}

/** Machine and versions, as the tables say them. */
function placeOf(tools) {
  const version = execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim();
  const compiler = spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).stdout?.trim();
  const packages = ['@rspack/core', 'esbuild', 'rolldown', 'webpack'].filter(name => tools.some(tool => name.includes(tool.split(' ')[0])));
  return `${os.cpus().length} × ${os.cpus()[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Linux ${os.release()}; ` +
    [version + (compiler ? ` (release build, gcc ${compiler})` : ''), `Node ${process.version}`, ...packages.map(versionOf)].join(', ');
}

const measured = readMeasured(measurements);
for (const graph of chosen('GRAPHS', Object.keys(app))) {
  const taken = chosen('TOOLS', Object.keys(tools)).filter(tool => {
    if (!tools[tool]) throw new Error(`no tool '${tool}'; there are: ${Object.keys(tools).join('; ')}`);
    return !tools[tool].except?.includes(graph) && (!tools[tool].only || tools[tool].only.includes(graph));
  });
  const load = os.loadavg()[0];
  const samples = Object.fromEntries(taken.map(tool => [tool, []]));
  for (const tool of taken) if (tools[tool].warm) measure(tool, graph, 0); // fills the cache
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < taken.length; i++) {
      const tool = taken[(i + round) % taken.length];
      samples[tool].push(measure(tool, graph, round + 1));
      process.stderr.write(`${graph}, round ${round + 1}: ${tool} ${samples[tool].at(-1).wall.toFixed(2)} s\n`);
    }
  }
  measured[graph] = { date: new Date().toISOString().slice(0, 10), place: placeOf(taken), rounds, load, tools: samples };
  // After each graph, so that a run that is broken off leaves what it has.
  fs.writeFileSync(measurements, `${JSON.stringify(measured, null, 1)}\n`);
  fs.writeFileSync(results, resultsMarkdown(measured));
  if (!process.env.RESULTS) fs.writeFileSync(readme, readmeWith(fs.readFileSync(readme, 'utf8'), measured));
}
console.log(resultsMarkdown(measured));
