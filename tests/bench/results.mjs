// What `make bench` measured → Markdown: the whole as results.md, and the table of the bars for the README.
//
//   node tests/bench/results.mjs [--check]       writes both again from measured.json; or says whether they are what it would write
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** { graph: { date, place, rounds, load, tools: { name: [{ wall, cpu, peak }] } } }: seconds, seconds, KiB. */
export const readMeasured = file => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {});

const median = list => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const number = value => (value < 0.1 ? value.toFixed(3) : value.toFixed(2));
const both = (list, show) => `${show(median(list))} (${show(Math.min(...list))})`;

function tableOf(tools) {
  const [base] = Object.values(tools);
  const column = (list, key) => list.map(cost => cost[key]);
  const ratio = (list, key) => (median(column(list, key)) / median(column(base, key))).toFixed(2);
  const rows = Object.entries(tools).map(([tool, list]) =>
    `| ${tool} | ${both(column(list, 'wall'), number)} | ${ratio(list, 'wall')} | ${both(column(list, 'cpu'), number)} | ${ratio(list, 'cpu')} | ` +
    `${both(column(list, 'peak'), value => (value / 1024).toFixed(0))} | ${ratio(list, 'peak')} |`);
  return ['| tool | wall s | × | CPU s | × | peak MiB | × |', '|---|---|---|---|---|---|---|', ...rows].join('\n');
}

const explanations = {
  'full': 'Eight libraries, each as a namespace. mfshake writes the report alone (`--no-emit`), the bundlers a bundle.',
  'full with source maps': 'The same; mfshake writes all eight packages as chunks with source maps, the bundlers one bundle with a source map.',
  'named': 'Two named imports of each library. The report counts what the shared packages use of each other whatever export is asked for, so mfshake reads all of them; Rspack builds what the named imports lead to.',
  'federation': '40 apps, one run each, one after the other: times add up, the peak is the largest. `shared cache` starts with an empty one.',
};

export function resultsMarkdown(measured) {
  const sections = Object.entries(measured).map(([graph, of]) => [
    `## ${graph}`, '',
    `${explanations[graph] ?? ''}\n${of.date}; ${of.place}. ${of.rounds} rounds; one-minute load at the start: ${of.load.toFixed(1)}.`.trim(), '',
    tableOf(of.tools), ''].join('\n'));
  return ['# Results of `make bench`', '',
    'Medians of interleaved rounds, minima in parentheses; × is the ratio of medians to the first row. File caches are warm. On a loaded machine processor time says more than wall time.',
    '', sections.join('\n')].join('\n');
}

/* The bars: the row's graph, mfshake's tool there, those of which the faster one counts, and how much of its time or memory may be taken. */
const bars = [
  { row: 'full, cold, report alone: time', graph: 'full', tool: 'mfshake', of: ['esbuild', 'rspack'], key: 'wall', most: 0.40 },
  { row: 'full, cold, report alone: memory', graph: 'full', tool: 'mfshake', of: ['esbuild', 'rspack'], key: 'peak', most: 0.35 },
  { row: 'full, cold, all chunks with maps: time', graph: 'full with source maps', tool: 'mfshake', of: ['esbuild', 'rspack'], key: 'wall', most: 0.75 },
  { row: 'named, cold, report alone: time', graph: 'named', tool: 'mfshake', of: ['rspack'], key: 'wall', most: 0.50 },
  { row: 'full, nothing changed: time', graph: 'full', tool: 'mfshake warm cache', of: ['rspack warm cache'], key: 'wall', most: 0.02 },
  { row: 'full, nothing changed', graph: 'full', tool: 'mfshake warm cache', key: 'wall', mostSeconds: 0.060 },
  { row: 'full, one file of the app changed', graph: 'full', tool: 'mfshake one file changed', key: 'wall', mostSeconds: 0.080 },
  { row: '40 apps on one cache, of 40 runs without: time', graph: 'federation', tool: 'mfshake shared cache', of: ['mfshake'], key: 'wall', most: 0.25 },
];

function barRow(measured, bar) {
  const tools = measured[bar.graph]?.tools, own = tools?.[bar.tool];
  const peers = bar.of?.filter(peer => tools?.[peer]) ?? [];
  if (!own || (bar.of && !peers.length)) return null;
  const of = (list, key) => median(list.map(cost => cost[key]));
  const show = key => {
    if (!bar.of) return `${(of(own, key) * 1000).toFixed(0)} ms`;
    const peer = Math.min(...peers.map(name => of(tools[name], key)));
    return (of(own, key) / peer).toFixed(2);
  };
  const against = bar.of ? peers.join(', ') : '';
  return `| ${bar.row} | ${against} | ${show(bar.key)} | ${bar.key === 'peak' ? '' : show('cpu')} | ${bar.of ? bar.most.toFixed(2) : `${bar.mostSeconds * 1000} ms`} |`;
}

export function barsMarkdown(measured) {
  const rows = bars.map(bar => barRow(measured, bar)).filter(Boolean);
  const places = [...new Set(Object.values(measured).map(of => `${of.date}, ${of.place}`))].filter((place, _, all) => !all.some(other => other !== place && other.startsWith(place)));
  return ['| | beside the faster of | measured | in processor time | bar |', '|---|---|---|---|---|', ...rows, '',
    `Medians of ${Math.min(...Object.values(measured).map(of => of.rounds))} interleaved rounds or more, ${places.join('; ')}; one-minute load ${Object.values(measured).map(of => of.load.toFixed(0)).join(', ')}.`].join('\n');
}

const START = '<!-- bench: written by make bench -->', END = '<!-- /bench -->';

/** The README with `measured` in its place for it. */
export function readmeWith(readme, measured) {
  const start = readme.indexOf(START), end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`the README has no place for the table: ${START} … ${END}`);
  return `${readme.slice(0, start + START.length)}\n${barsMarkdown(measured)}\n${readme.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = path.dirname(fileURLToPath(import.meta.url)), readme = path.resolve(here, '../../README.md');
  const measured = readMeasured(path.join(here, 'measured.json'));
  const wanted = new Map([
    [path.join(here, 'results.md'), resultsMarkdown(measured)],
    [readme, readmeWith(fs.readFileSync(readme, 'utf8'), measured)],
  ]);
  for (const [file, text] of wanted) {
    if (process.argv[2] !== '--check') fs.writeFileSync(file, text);
    else if (fs.readFileSync(file, 'utf8') !== text) {
      console.error(`${path.relative(process.cwd(), file)} is not what measured.json says: run node tests/bench/results.mjs`);
      process.exitCode = 1;
    }
  }
}
