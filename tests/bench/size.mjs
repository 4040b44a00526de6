// How small pruned chunks are beside what bundlers make of the same imports: `make bench-size` writes tests/bench/size.md.
//
//   node tests/bench/size.mjs [--row NAME]… [--modules]      --modules lists what each module costs beside Rspack's, without the row's end
//
// Every file is minified by the same minifier, the one inside Rspack, with the options of Rspack's own plugin for it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import zlib from 'node:zlib';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const results = path.resolve(root, process.env.RESULTS || 'tests/bench/size.md');
const work = path.resolve(root, process.env.BUILD ?? 'build', 'bench-size');
const load = createRequire(path.join(here, 'tools/package.json'));
const { rspack, experiments } = load('@rspack/core');

const rows = {
  'lodash-es': ['map', 'debounce', 'cloneDeep', 'groupBy'],
  'date-fns': ['format', 'addDays', 'parseISO', 'differenceInDays', 'isBefore'],
  antd: ['Button', 'Space'],
  '@mui/material': ['Button', 'Stack'],
  three: ['Scene', 'Mesh', 'Vector3'],
  rxjs: ['of', 'map', 'filter', 'mergeMap', 'BehaviorSubject'],
};
const bar = 1.05; // of raw bytes, to Rspack without concatenation
const isExternal = /^react(-dom)?(\/|$)/;
const production = JSON.stringify('production');

function write(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function prepare(name, used) {
  const folder = path.join(work, name.replace(/\W+/g, '-'));
  fs.rmSync(folder, { recursive: true, force: true });
  const elsewhere = { import: false };
  write(folder, {
    'package.json': { name: 'app', version: '1.0.0', dependencies: { [name]: '*' } },
    'mfshake.json': {
      name: 'app', entry: './entry.js',
      shared: { [name]: {}, react: elsewhere, 'react/': elsewhere, 'react-dom': elsewhere, 'react-dom/': elsewhere },
    },
    'entry.js': `import { ${used.join(', ')} } from '${name}';\nconsole.log(${used.join(', ')});\n`,
    'whole.js': `import * as whole from '${name}';\nconsole.log(whole);\n`,
  });
  fs.symlinkSync(path.join(here, 'packages/node_modules'), path.join(folder, 'node_modules'));
  return folder;
}

/** What Rspack's plugin gives its minifier by default (SwcJsMinimizerRspackPlugin). */
async function minify(source, isModule = false) {
  const { code } = await experiments.swc.minify(source, {
    compress: { passes: 2 }, mangle: true, module: isModule, ecma: 2020, format: { comments: false },
  });
  return code;
}

async function buildWithRspack(folder, { entry = 'entry.js', concatenate }) {
  const output = path.join(folder, `rspack-${path.parse(entry).name}-${concatenate}`);
  const compiler = rspack({
    mode: 'production', context: folder, entry: path.join(folder, entry), target: ['web', 'es2020'], performance: false, cache: false,
    externals: ({ request }, done) => (isExternal.test(request) ? done(null, `react[${JSON.stringify(request)}]`, 'var') : done()),
    output: { path: output }, optimization: { minimize: false, concatenateModules: concatenate },
  });
  const stats = await new Promise((done, fail) => compiler.run((error, result) => (error ? fail(error) : done(result))));
  await new Promise(done => compiler.close(done));
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
  return fs.readFileSync(path.join(output, 'main.js'), 'utf8');
}

async function buildWithRolldown(folder) {
  const build = await load('rolldown').rolldown({
    input: path.join(folder, 'entry.js'), platform: 'browser', logLevel: 'silent', external: isExternal, transform: { define: { 'process.env.NODE_ENV': production } },
  });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return output[0].code;
}

async function buildWithEsbuild(folder) {
  const { outputFiles } = await load('esbuild').build({
    entryPoints: [path.join(folder, 'entry.js')], bundle: true, format: 'esm', write: false, logLevel: 'error', minify: false, treeShaking: true,
    external: ['react', 'react-dom', 'react/*', 'react-dom/*'], define: { 'process.env.NODE_ENV': production },
  });
  return outputFiles[0].text;
}

function buildWithMfshake(folder, name, format) {
  const run = args => execFileSync(mfshake, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  run(['analyze', '-q', '--format', format, '--ids', 'short', '-o', `chunk-${format}`]);
  const report = JSON.parse(fs.readFileSync(path.join(folder, `chunk-${format}/share-usage.json`), 'utf8'));
  const [file] = report.mfshake.shares[name].chunks;
  run(['prune', '-q', `chunk-${format}/${file}`, '--usage', `chunk-${format}/share-usage.json`, '-o', `pruned-${format}`]);
  return fs.readFileSync(path.join(folder, `pruned-${format}`, path.basename(file)), 'utf8');
}

// ------------------------------------------------------------------------------------------------ what single modules cost

/** The factories of a chunk in push form or of a bundle's module map, by id, as text. */
function factories(source) {
  const found = {};
  const modules = /push\(/.test(source.slice(0, 200))
    ? vm.runInNewContext(`var got; self = { webpackChunkapp: { push: chunk => { got = chunk[1]; } } };${source};got`)
    : vm.runInNewContext(`(${source.slice(source.indexOf('({'), source.indexOf('\n});') + 2)})`);
  for (const [id, factory] of Object.entries(modules)) found[id] = String(factory);
  return found;
}

async function listModules(ours, theirs) {
  const size = async factory => (await minify(`x = {${/^(function|\(|\w+ *=>|async)/.test(factory) ? `f: ${factory}` : factory}}`)).length - 6;
  const mine = factories(ours), peers = factories(theirs), lines = [];
  for (const id of new Set([...Object.keys(mine), ...Object.keys(peers)])) {
    const [a, b] = [mine[id] ? await size(mine[id]) : 0, peers[id] ? await size(peers[id]) : 0];
    lines.push([a - b, a, b, id]);
  }
  lines.sort((x, y) => y[0] - x[0]);
  console.log(lines.map(line => line.join('\t')).join('\n'));
}

// ------------------------------------------------------------------------------------------------ the table

const sizes = text => ({ raw: Buffer.byteLength(text), gzip: zlib.gzipSync(text, { level: 9 }).length });

async function measureRow(name) {
  const folder = prepare(name, rows[name]);
  const sources = {
    mfshake: buildWithMfshake(folder, name, 'container'),
    'Rspack, not concatenated': await buildWithRspack(folder, { concatenate: false }),
    'Rspack, concatenated': await buildWithRspack(folder, { concatenate: true }),
    rolldown: await buildWithRolldown(folder),
    esbuild: await buildWithEsbuild(folder),
    whole: await buildWithRspack(folder, { concatenate: true, entry: 'whole.js' }),
  };
  const measured = {};
  for (const [tool, source] of Object.entries(sources)) {
    const minified = await minify(source, tool === 'rolldown' || tool === 'esbuild');
    fs.writeFileSync(path.join(folder, `${tool.replace(/\W+/g, '-')}.js`), source);
    fs.writeFileSync(path.join(folder, `${tool.replace(/\W+/g, '-')}.min.js`), minified);
    measured[tool] = sizes(minified);
  }
  return measured;
}

const args = process.argv.slice(2);
const chosen = args.flatMap((arg, i) => (arg === '--row' ? [args[i + 1]] : []));
for (const name of chosen.length ? chosen : Object.keys(rows)) {
  const measured = await measureRow(name);
  console.log(name, JSON.stringify(measured));
}
