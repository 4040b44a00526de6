// How time and memory grow with the size of what is analysed.
//
//   make scale [CASES=modules,shares,…] [SIZES=small] [ROUNDS=2]
//
// Fails when the cost of the largest size is far more than its share of the cost of the smallest: processor time, least of ROUNDS runs, less what the smallest app costs.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases, write } from './generate.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const build = path.resolve(root, process.env.BUILD ?? 'build');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const work = path.join(build, 'scale');
const rounds = Number(process.env.ROUNDS || 2);
const chosen = process.env.CASES ? process.env.CASES.split(',') : Object.keys(cases);
const shrink = process.env.SIZES === 'small' ? 10 : 1;

/** Times above a linear growth that are no failure. Quadratic growth over the two doublings of a case is 4. */
const MOST_TIME = 1.8, MOST_MEMORY = 1.5;

function runOnce(folder, emits) {
  const output = path.join(work, 'out');
  fs.rmSync(output, { recursive: true, force: true });
  const command = [mfshake, 'analyze', '-q', '-j2', '--no-cache', '-C', folder, '-o', output, ...(emits ? [] : ['--no-emit'])];
  const ran = spawnSync(path.join(build, 'bench/measure'), command, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', timeout: 900_000 });
  const cost = ran.output?.[3] ? JSON.parse(ran.output[3]) : { status: -1 };
  if (cost.status !== 0) throw new Error(`${command.join(' ')} failed (${cost.status}):\n${ran.stderr?.slice(-2000)}`);
  return cost;
}

function measure(folder, emits) {
  const costs = Array.from({ length: rounds }, () => runOnce(folder, emits));
  const least = key => Math.min(...costs.map(cost => cost[key]));
  return { wall: least('wall'), cpu: least('cpu'), peak: least('peak') };
}

write(path.join(work, 'smallest'), cases.shares.make(1));
const base = measure(path.join(work, 'smallest'), true);
const failures = [];
console.log(`${execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim()}, an app of three modules: ${(base.cpu * 1000).toFixed(1)} ms, ${(base.peak / 1024).toFixed(0)} MiB\n`);
console.log('| case | size | wall s | CPU s | peak MiB | µs of CPU per row | bytes per row |');
console.log('|---|---|---|---|---|---|---|');
for (const name of chosen) {
  const { sizes, make, rows, emits } = cases[name];
  const taken = sizes.map(size => Math.max(1, size / shrink));
  const perRow = taken.map(size => {
    const folder = path.join(work, `${name.replace(' ', '-')}-${size}`);
    write(folder, make(size));
    const cost = measure(folder, emits);
    const time = Math.max(cost.cpu - base.cpu, 0.001) / rows(size), memory = Math.max(cost.peak - base.peak, 1) * 1024 / rows(size);
    console.log(`| ${name} | ${size.toLocaleString('en')} | ${cost.wall.toFixed(2)} | ${cost.cpu.toFixed(2)} | ${(cost.peak / 1024).toFixed(0)} | ${(time * 1e6).toFixed(1)} | ${memory.toFixed(0)} |`);
    return { time, memory };
  });
  const first = perRow[0], last = perRow[perRow.length - 1];
  if (last.time > first.time * MOST_TIME) failures.push(`${name}: the time per row grows ${(last.time / first.time).toFixed(1)} times`);
  if (last.memory > first.memory * MOST_MEMORY) failures.push(`${name}: the memory per row grows ${(last.memory / first.memory).toFixed(1)} times`);
}
for (const failure of failures) console.error(`scale: ${failure}`);
process.exit(failures.length ? 1 : 0);
