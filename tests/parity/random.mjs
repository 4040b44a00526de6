// Compares mfshake with webpack on random module graphs.
//
//   node tests/parity/random.mjs [--count N] [--seed N] [--form NAME] [--jobs N] [--imprecise] [--keep DIR]
//
// Graph number i comes from seed + i and the form alone: `--seed S --count 1` repeats it. A form (generate.mjs) is one that stands in many places then. webpack's own recursion over exports has no end when
// `exports.x = require()` and stars lead in circles; such a graph can not be compared, and another one takes its place. A graph on which mfshake misses something that
// webpack sees (or, with --imprecise, says more than webpack) is shrunk and written as a case below DIR (build/parity/found). Where webpack and Rspack differ
// (`disputed`), and mfshake says what one of them says, the seed is printed.
// Exit 1 when there is one. A seed that is not given is taken from the clock, and printed.
import { fork } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../lib/mfshake.mjs';
import { compareGraph, isGrave, kinds, shrinkGraph, writeGraph } from './compare.mjs';
import { forms, generate } from './generate.mjs';

function options(args) {
  const option = (name, fallback) => (args.includes(name) ? args[args.indexOf(name) + 1] : fallback);
  return {
    form: option('--form'), count: Number(option('--count', 5000)), seed: Number(option('--seed', Date.now() % 1e9)), jobs: Number(option('--jobs', 2)),
    imprecise: args.includes('--imprecise'), keep: path.resolve(option('--keep', path.join(root, 'build/parity/found'))),
    most: Number(option('--most', 20)),
  };
}

// One process of several: every jobs-th graph, beginning with its own number. Sends what it finds.
async function work({ count, seed, form, jobs, imprecise, keep, most }, number) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-graphs-'));
  let shrunk = 0;
  for (let index = number, left = Math.ceil((count - number) / jobs), spare = Math.floor(left / 20); left > 0; index += jobs) {
    const graph = generate(seed + index, form);
    const { differences, invalid } = await compareGraph(graph, path.join(dir, 'graph'));
    if (!invalid || spare-- <= 0) left--;
    const found = [];
    for (const kind of imprecise ? kinds : kinds.filter(isGrave)) {
      const difference = differences.find(other => other.kind === kind);
      if (!difference) continue;
      const folder = path.join(keep, `${kind.replace(' ', '-')}-${seed + index}`);
      if (shrunk++ < most) {
        const smallest = await shrinkGraph(graph, kind, dir);
        fs.rmSync(folder, { recursive: true, force: true });
        writeGraph(smallest, folder);
        const { differences: last } = await compareGraph(smallest, path.join(dir, 'graph'));
        fs.writeFileSync(path.join(folder, 'found.txt'), last.map(({ kind: how, place, text }) => `${how}: ${place}: ${text}\n`).join(''));
      }
      found.push({ kind, text: `seed ${seed + index}: ${kind}: ${difference.place}: ${difference.text}`, folder });
    }
    for (const { kind, place, text } of differences) if (kind.endsWith('disputed')) found.push({ kind, text: `seed ${seed + index}: ${kind}: ${place}: ${text}` });
    process.send({ modules: Object.keys(graph.files).length, kinds: [...new Set(differences.map(({ kind }) => kind))], invalid: invalid && `seed ${seed + index}: ${invalid}`, found });
  }
  fs.rmSync(dir, { recursive: true });
}

async function main(settings) {
  const { count, seed, form, jobs } = settings;
  if (form !== undefined && !Object.hasOwn(forms, form)) {
    console.error(`there is no form ${form}; there are ${Object.keys(forms).join(', ')}`);
    process.exit(2);
  }
  console.log(`${count} graphs, seed ${seed}${form ? `, form ${form}` : ''}`);
  const start = performance.now();
  const sum = { graphs: 0, modules: 0, invalid: 0, grave: 0, found: 0, kinds: new Map(kinds.map(kind => [kind, 0])) };
  await Promise.all(Array.from({ length: jobs }, (_, number) => new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--worker', String(number), JSON.stringify(settings)]);
    child.on('message', ({ modules, kinds: seen, invalid, found }) => {
      if (invalid) {
        if (sum.invalid++ < 5) console.log(`not compared: ${invalid}`);
        return;
      }
      sum.graphs++;
      sum.modules += modules;
      for (const kind of seen) sum.kinds.set(kind, sum.kinds.get(kind) + 1);
      if (seen.some(isGrave)) sum.grave++;
      for (const { text, folder } of found) {
        sum.found++;
        console.log(`${text.slice(0, 300)}${folder ? `\n  ${path.relative(root, folder)}` : ''}`);
      }
    });
    child.on('error', reject);
    child.on('exit', code => (code ? reject(new Error(`worker ${number}: exit ${code}`)) : resolve()));
  })));
  const seconds = (performance.now() - start) / 1000;
  console.log(`${sum.graphs} graphs (${sum.modules} files) in ${seconds.toFixed(0)} s, ${(sum.graphs / seconds).toFixed(1)} per second; ${sum.invalid} others could not be compared`);
  console.log([...sum.kinds].map(([kind, number]) => `${kind}: ${number}`).join(', '));
  process.exit(sum.grave || sum.graphs < count ? 1 : 0);
}

if (process.argv[2] === '--worker') {
  await work(JSON.parse(process.argv[4]), Number(process.argv[3]));
  process.disconnect();
} else {
  await main(options(process.argv.slice(2)));
}
