// mfshake report: its forms, what it refuses, and that the sizes its page finds are those of prune. browser.mjs has what needs a browser.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { mfshake, mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors } from '../lib/schema.mjs';
import { ChunkWriter, Random, rootExports } from '../random/suite.mjs';
import { dataOf, loadSimulation, randomFrom, subsetOf } from './simulation.mjs';

const { Simulation, Answer } = loadSimulation();
const subsets = 20;

// Share, and how its chunk is written: every format, short ids, ES modules, CommonJS, one with nothing that is annotated.
const packages = [
  ['lodash-es', { format: 'jsonp' }], ['lodash-es', { format: 'container', ids: 'short' }], ['date-fns', { format: 'module' }],
  ['ramda', { format: 'commonjs' }], ['zod', { format: 'module-container' }], ['rxjs', {}], ['d3', { ids: 'short' }], ['three', {}], ['uuid', { format: 'container' }], ['react', {}],
];

/** Analyzes an app that uses all of a package; { dir, provided, share } with the share of its report. */
async function analyze(dir, name, output) {
  writeFiles(dir, {
    'mfshake.json': { name: 'app', entry: './src/index.js', shared: { [name]: {} }, output: { path: 'out', ...output } },
    'package.json': { name: 'app', version: '1.0.0' },
    'src/index.js': `import * as all from '${name}';\nglobalThis.use(all);\n`,
  });
  await mfshakeOk(['analyze'], { cwd: dir });
  const report = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8'));
  return { dir, name, provided: Object.keys(report.treeShake[name]), share: report.mfshake.shares[name] };
}

const pageOf = async (dir, ...args) => (await mfshakeOk(['report', ...args, '--format', 'html'], { cwd: dir })).stdout;

/** What prune says of the chunks of `from`: [[bytes, modules]]. */
async function pruned(dir, from, usage) {
  const { stdout } = await mfshakeOk(['prune', from, '--usage', usage, '--dry-run', '--format', 'json'], { cwd: dir });
  return JSON.parse(stdout).map(({ bytesAfter, modulesAfter }) => [bytesAfter, modulesAfter]);
}
const simulated = (simulations, answer) => simulations.map(simulation => {
  const { bytes, moduleCount, modules } = simulation.prune(simulation.regions.map(answer));
  assert.ok(modules.reduce((sum, { kept }) => sum + kept, 0) <= bytes, 'modules are a part of the chunk');
  return [bytes, moduleCount];
});

export default async function (suite) {
  const dir = workDir('overview');
  const lib = (used, more) => ({ lib: { provided: ['a', 'b', 'c', 'default'], used, ...more } });
  const folder = name => path.join(dir, name);

  // --- forms ----------------------------------------------------------------------------------------------------------

  suite.test('the end of the file says the form; every form says the same', async () => {
    const { dir: cwd } = await analyze(folder('forms'), 'date-fns', {});
    writeFiles(cwd, { 'src/index.js': "import { format, parse } from 'date-fns';\nglobalThis.use(format, parse);\n" });
    await mfshakeOk(['analyze'], { cwd });
    const [[bytes, modules]] = await pruned(cwd, 'out', 'out/share-usage.json');
    for (const file of ['x.html', 'x.md', 'x.json', 'x.txt']) await mfshakeOk(['report', 'out', '-o', file], { cwd });
    const read = file => fs.readFileSync(path.join(cwd, file), 'utf8');
    const json = JSON.parse(read('x.json'));
    assert.equal(schemaErrors('overview-v1', json), null);
    assert.deepEqual(json.chunks.map(({ after, keys, modules: all }) => [after.raw, keys, all.filter(({ after: kept }) => kept).length]), [[bytes, ['date-fns'], modules]]);
    assert.equal(json.chunks[0].before.raw, fs.statSync(path.join(cwd, json.chunks[0].file)).size);
    assert.deepEqual(json.shares[0].exports.filter(({ state }) => state === 'used').map(({ name, users }) => [name, users[0].places]),
      [['format', ['src/index.js:2:16']], ['parse', ['src/index.js:2:24']]]);
    assert.deepEqual(dataOf(read('x.html'), 'overview'), json, 'the page has the same document');
    const shown = bytes.toLocaleString('en');
    assert.match(read('x.txt'), new RegExp(`^share key .*kept.*\\ndate-fns +4\\.4\\.0 +1 +2 / \\d+ .*${shown}`));
    assert.match(read('x.md'), new RegExp(`\\| date-fns \\| 4\\.4\\.0 \\| 1 \\| 2 / \\d+ \\| [\\d,]+ \\| ${shown} \\|`));
    assert.equal((await mfshakeOk(['report', 'out'], { cwd })).stdout, read('x.txt'), 'text is the default');
    assert.equal((await mfshakeOk(['report', 'out', '--chunks', 'out', '--format', 'text'], { cwd })).stdout, read('x.txt'), 'chunks by name are those beside the report');
    assert.equal(await pageOf(cwd, 'out'), read('x.html'), 'the same bytes again');
  });

  suite.test('reports of several apps, what locks, what is not exact, without chunks', async () => {
    const cwd = folder('apps');
    writeFiles(cwd, {
      'a.json': usageReport('host', lib(['a'], { reasons: { a: ['src/a.js:1:10'] } })),
      'b.json': usageReport('shop', lib(['b'], { mode: 'namespace', reasons: { '*': ['src/all.js:4:7 (the namespace object is used as a whole)'], b: ['src/b.js:1:1'] } })),
      'chunk.js': 'exports.modules = { "x": (module, exports) => {} };\n',
    });
    const { stdout } = await mfshakeOk(['report', 'a.json', 'b.json', '--consumers', 'admin', '--format', 'json'], { cwd });
    const json = JSON.parse(stdout);
    assert.equal(schemaErrors('overview-v1', json), null);
    assert.deepEqual([json.apps, json.missing, json.chunks], [['host', 'shop'], ['admin'], []]);
    const [share] = json.shares;
    assert.deepEqual([share.locked, share.mode, share.keptWholeBecause], [['admin'], 'namespace', 'no report is given of admin']);
    assert.deepEqual(share.apps.map(({ app, why, places }) => [json.apps[app], why, places]),
      [['host', null, []], ['shop', 'uses its namespace as a whole', ['src/all.js:4:7 (the namespace object is used as a whole)']]]);
    assert.deepEqual(share.exports.map(({ name, state, users }) => [name, state, users.map(({ app }) => json.apps[app])]),
      [['a', 'used', ['host']], ['b', 'used', ['shop']], ['c', 'possibly', []], ['default', 'possibly', []]]);
    const merged = await mfshakeOk(['merge', 'a.json', 'b.json', '--consumers', 'admin'], { cwd });
    fs.writeFileSync(path.join(cwd, 'merged.json'), merged.stdout);
    assert.equal((await mfshakeOk(['report', 'merged.json', '--format', 'json'], { cwd })).stdout, stdout, 'a merged report is a report');
  });

  suite.test('every shape of report is taken', async () => {
    const cwd = folder('shapes');
    writeFiles(cwd, { 'j1.json': { treeShake: { lib: { a: true, b: false } } } });
    const json = JSON.parse((await mfshakeOk(['report', 'j1.json', '--format', 'json'], { cwd })).stdout);
    assert.deepEqual(json.shares[0].exports.map(({ name, state }) => [name, state]), [['a', 'used'], ['b', 'unused']]);
  });

  // --- what is refused ------------------------------------------------------------------------------------------------

  const refusals = {
    'no report': [[], 2, /M300.*report needs files/],
    'a file that is not there': [['nothing.json'], 3, /M401/],
    'a file that is no report': [['broken.json'], 1, /M402/],
    'a form that does not exist': [['a.json', '--format', 'pdf'], 2, /M300.*text, json, markdown, html/],
    'chunks and none': [['a.json', '--chunks', '.', '--no-chunks'], 2, /M300.*contradict/],
    'chunks from standard input': [['a.json', '--chunks', '-'], 2, /M300.*standard input/],
    'two outputs': [['a.json', '-o', 'x.html', '--output-file', 'y.html'], 2, /M300/],
    'a folder without chunks': [['a.json', '--chunks', 'empty'], 1, /M805/],
    'a chunk that is none': [['a.json', '--chunks', 'no-chunk.js'], 1, /M801/],
    'a chunk of which no report speaks, with --strict': [['a.json', '--chunks', 'other.js', '--strict'], 1, /M806.*'other'[^]*M310/],
  };
  for (const [name, [args, code, message]] of Object.entries(refusals)) {
    suite.test(`refused: ${name}`, async () => {
      const cwd = folder(`refused-${name.replace(/\W/g, '-')}`);
      fs.mkdirSync(path.join(cwd, 'empty'), { recursive: true });
      writeFiles(cwd, {
        'a.json': usageReport('host', lib(['a'])), 'broken.json': '{"treeShake": ', 'no-chunk.js': 'console.log(1);\n',
        'other.js': 'exports.modules = { "x": (module, exports, REQ) => { REQ.d(exports, { /* @common:if [condition="treeShake.other.a"] */ a: () => (1) /* @common:endif */ }); } };\n',
      });
      const result = await mfshake(['report', ...args, ...(args.includes('-o') ? [] : ['-o', 'result.html'])], { cwd });
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stderr, message);
      assert.ok(!fs.existsSync(path.join(cwd, 'result.html')), 'nothing is written');
    });
  }

  // --- the page as a text ---------------------------------------------------------------------------------------------

  const hostile = ['</script><script>alert(1)</script>', '<!--<script>', '"\'`&', '\u202egnp.js', '\u2028', '__proto__', 'constructor', '<img src=x onerror=alert(1)>'];
  suite.test('the page: names are inert, the policy allows its own scripts alone, nothing is loaded', async () => {
    const cwd = folder('hostile');
    const shares = Object.fromEntries(hostile.map(name => [`k${name}`, { provided: hostile, used: hostile.slice(0, 3), reasons: Object.fromEntries(hostile.slice(0, 3).map(used => [used, [`src/${name}.js:1:1`]])) }]));
    writeFiles(cwd, { 'a.json': usageReport('</script><b>app', shares) });
    const html = await pageOf(cwd, 'a.json');
    assert.deepEqual(dataOf(html, 'overview').shares[0].exports.map(({ name }) => name).sort(), [...hostile].sort());
    const elements = [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)].map(([, attributes, text]) => ({ attributes, text }));
    assert.deepEqual(elements.map(({ attributes }) => attributes), [' type="application/json" id="overview"', ' type="application/json" id="simulations"', '', '', '', '']);
    for (const { attributes, text } of elements) if (attributes) assert.ok(!text.includes('<'), 'no "<" in data');
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html);
    const hash = text => `'sha384-${createHash('sha384').update(text).digest('base64')}'`;
    const style = /<style>([^]*?)<\/style>/.exec(html)[1];
    assert.equal(policy, `default-src 'none'; script-src ${elements.slice(2).map(({ text }) => hash(text)).join(' ')}; style-src ${hash(style)}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`);
    const own = elements.slice(3).map(({ text }) => text).join('\n');
    assert.doesNotMatch(own, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\bfetch\b|XMLHttpRequest|import\(/);
    assert.doesNotMatch(html.replace(/<script>[^]*?<\/script>/g, ''), /\b(?:src|href|action)="(?!data:,"|#)/);
    assert.match(elements[2].text, /Mike Bostock[^]*Permission to use, copy, modify/, 'the licence of d3-hierarchy');
    for (const format of ['text', 'markdown']) {
      const { stdout } = await mfshakeOk(['report', 'a.json', '--format', format], { cwd });
      assert.doesNotMatch(stdout, /[\u202e\u2028]/);
      if (format === 'markdown') assert.doesNotMatch(stdout, /<(?:script|img|!)/);
    }
  });

  // --- sizes are those of prune ---------------------------------------------------------------------------------------

  for (const [name, output] of packages) {
    suite.test(`${subsets} subsets of ${name} ${JSON.stringify(output)}: the page's sizes are prune's`, async () => {
      const analyzed = await analyze(folder(`${name}-${Object.values(output).join('-')}`), name, output);
      const { dir: cwd, provided, share } = analyzed;
      const simulations = dataOf(await pageOf(cwd, 'out'), 'simulations').map(table => new Simulation(table));
      assert.deepEqual(simulated(simulations, ({ answer }) => answer), await pruned(cwd, 'out', 'out/share-usage.json'), 'as reported');
      const sizes = new Set();
      for (let seed = 1; seed <= subsets; seed++) {
        const used = new Set(subsetOf(provided, randomFrom(seed)));
        writeFiles(cwd, { 'usage.json': usageReport('app', { [name]: { provided, used: [...used], fallback: share.fallback, version: share.version } }) });
        const found = simulated(simulations, region => (region.isFixed ? region.answer : used.has(region.name) ? Answer.used : Answer.unused));
        assert.deepEqual(found, await pruned(cwd, 'out', 'usage.json'), `seed ${seed}: ${[...used]}`);
        sizes.add(found[0][0]);
      }
      if (name !== 'react') assert.ok(sizes.size > 5, 'the subsets differ');
    });
  }

  suite.test('chunks made at random: the same, with exports that no report mentions', async () => {
    const random = new Random(77);
    let different = 0;
    for (let i = 0; i < 60; i++) {
      const cwd = folder(`random-${i}`);
      const flags = () => Object.fromEntries(rootExports.map(name => [name, random.chance(40)]));
      const reported = Object.fromEntries(Object.entries(flags()).filter(() => random.chance(85)));
      const report = of => ({ treeShake: { k: { ...of, chunk_characteristics: { entry_module_id: 'm0' } } } });
      writeFiles(cwd, { 'chunk.js': new ChunkWriter(random).text(), 'usage.json': report(reported) });
      if (!Object.keys(reported).length) continue;
      const [table] = dataOf(await pageOf(cwd, 'usage.json', '--chunks', 'chunk.js'), 'simulations');
      const simulation = new Simulation(table);
      assert.deepEqual(simulated([simulation], ({ answer }) => answer), await pruned(cwd, 'chunk.js', 'usage.json'), `${cwd} as reported`);
      for (let choice = 0; choice < 2; choice++) {
        const chosen = flags();
        writeFiles(cwd, { 'other.json': report(chosen) });
        const found = simulated([simulation], region => (region.isFixed ? region.answer : chosen[region.name] ? Answer.used : Answer.unused));
        assert.deepEqual(found, await pruned(cwd, 'chunk.js', 'other.json'), `${cwd} ${JSON.stringify(chosen)}`);
        different += found[0][0] !== table.bytes;
      }
    }
    assert.ok(different > 80, 'most are cut');
  });
}
