// How small pruned chunks are beside what bundlers make of the same imports: `make bench-size` writes tests/bench/size.md.
//
//   node tests/bench/size.mjs [NAME]…      only these rows, to the terminal
//
// Every file is minified by the same minifier, the one inside Rspack, with the options of Rspack's own plugin for it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
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

const number = value => value.toLocaleString('en-US');
const ratio = (one, other) => (one / other).toFixed(3);
const peers = ['Rspack, not concatenated', 'Rspack, concatenated', 'rolldown', 'esbuild'];

function table(measured, unit) {
  const head = `| ${unit} | mfshake | ${peers.map(peer => `${peer} | ×`).join(' | ')} | whole package |`;
  const lines = Object.entries(measured).map(([name, row]) => {
    const own = row.mfshake[unit];
    const others = peers.map(peer => `${number(row[peer][unit])} | ${ratio(own, row[peer][unit])}`);
    return `| ${name}: ${rows[name].join(', ')} | ${number(own)} | ${others.join(' | ')} | ${number(row.whole[unit])} |`;
  });
  return [head, `|${'---|'.repeat(head.split('|').length - 2)}`, ...lines, ''].join('\n');
}

function heading() {
  const versionOf = (folder, name) => `${name} ${JSON.parse(fs.readFileSync(path.join(here, folder, 'node_modules', name, 'package.json'), 'utf8')).version}`;
  const version = execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim();
  return [
    '# Results of `make bench-size`',
    '',
    `${new Date().toISOString().slice(0, 10)}; Linux ${os.release()}, Node ${process.version}; ${version}; ` +
      `${['@rspack/core', 'rolldown', 'esbuild'].map(name => versionOf('tools', name)).join(', ')}; ${Object.keys(rows).map(name => versionOf('packages', name)).join(', ')}.`,
    '',
    'Bytes of what an app that imports the named exports gets; × is mfshake to that column. mfshake: a container (`--format container --ids short`) pruned to these',
    'exports, with its own small runtime and what loads shares; the bundlers: the app built for production in one file. react and react-dom are external everywhere.',
    'All files are minified by the minifier inside Rspack, with the options of its own plugin.',
    '',
  ].join('\n');
}

const chosen = process.argv.slice(2);
const measured = {};
for (const name of chosen.length ? chosen : Object.keys(rows)) {
  if (!rows[name]) throw new Error(`no row ${name}; there are: ${Object.keys(rows).join(', ')}`);
  measured[name] = await measureRow(name);
}
const document = [heading(), table(measured, 'raw'), table(measured, 'gzip')].join('\n');
if (!chosen.length) fs.writeFileSync(results, document);
console.log(document);
const missed = Object.entries(measured).filter(([, row]) => row.mfshake.raw > bar * row[peers[0]].raw);
for (const [name] of missed) console.error(`${name} is more than ${bar} × Rspack without concatenation`);
process.exit(missed.length ? 1 : 0);
