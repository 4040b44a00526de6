// How long `analyze --watch` takes from a change of the entry of the graph `full` to the new report.
//
//   make bench-watch [EDITS=50] [RESULTS=file]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Watch } from '../watch/session.mjs';
import { writeGraphs } from './graphs.mjs';

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const libraries = 'l0, l1, l2, l3, l4, l5, l6, l7';

// What is done to the entry; each is another text every time.
const edits = {
  'lines in front of the code: all places in it move': (source, n) => `// ${n}\n${'\n'.repeat(n % 7)}${source}`,
  'other uses of what is imported': (source, n) => `${source.replace(/^console.*$/m, '')}console.log(l3.${n % 2 ? 'map' : 'debounce'}, l4, ${n});\n`,
  'other exports': (source, n) => `${source}export const e${n} = ${n};\n`,
  'another import': (source, n) => `import 'lodash-es/${n % 2 ? 'add' : 'ceil'}.js';\n${source}`,
};

/** A table: of each kind of edit the median (and least) milliseconds, as the watch itself measures it and as one who waits for its answer sees it. */
async function measureWatch({ mfshake, folder, out, edits: count }) {
  const entry = path.join(folder, 'entry.js');
  const source = `${[0, 1, 2, 3, 4, 5, 6, 7].map(i => fs.readFileSync(entry, 'utf8').match(new RegExp(`^import \\* as l${i} .*$`, 'm'))[0]).join('\n')}\nconsole.log(${libraries});\n`;
  const before = fs.readFileSync(entry);
  const watch = new Watch(folder, ['--no-emit', '-o', out], { program: mfshake });
  const rows = [];
  try {
    if (!(await watch.cycle(() => true, 0, 120_000))) throw new Error('the watch does not begin');
    for (const [name, change] of Object.entries(edits)) {
      const own = [], seen = [];
      for (let n = 0; n < count; n++) {
        const from = watch.cycles.length, start = performance.now();
        fs.writeFileSync(entry, change(source, n));
        const cycle = await watch.cycle(() => true, from, 60_000);
        seen.push(performance.now() - start);
        if (!cycle) throw new Error(`the watch does not answer; it said ${JSON.stringify(watch.cycles.at(-1))}`);
        own.push(cycle.ms);
      }
      rows.push(`| ${name} | ${median(own).toFixed(1)} (${Math.min(...own).toFixed(1)}) | ${median(seen).toFixed(1)} (${Math.min(...seen).toFixed(1)}) |`);
      process.stderr.write(`watch: ${rows.at(-1)}\n`);
    }
  } finally {
    await watch.end();
    fs.writeFileSync(entry, before);
  }
  return [ `\`analyze --watch --no-emit\` of *full*, ${count} changes of its entry of each kind; milliseconds, medians, minima in parentheses.`, '',
    '| change | from the event to the report | from the change to the answer |', '|---|---|---|', ...rows, ''].join('\n');
}

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.resolve(here, '../..');
const work = path.resolve(root, process.env.BUILD ?? 'build', 'bench');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const app = writeGraphs(work, path.join(here, 'packages/node_modules'));
const load = os.loadavg()[0].toFixed(1);
const table = await measureWatch({ mfshake, folder: app.full[0], out: path.join(work, 'out/watch'), edits: Number(process.env.EDITS || 50) });
const place = `${new Date().toISOString().slice(0, 10)}; ${os.cpus().length} × ${os.cpus()[0].model}, Linux ${os.release()}; ${execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim()}. One-minute load at the start: ${load}.`;
const document = `# Results of \`make bench-watch\`\n\n${place}\n\n${table}`;
fs.writeFileSync(path.resolve(root, process.env.RESULTS || 'tests/bench/watch.md'), document);
console.log(document);
