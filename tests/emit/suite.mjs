// Emitted code against webpack's: the packages of cases.mjs are built by both and must do the same when they run.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import webpack from 'webpack';
import { plain } from '../lib/calls.mjs';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { validateReport } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';
import { cases } from './cases.mjs';

const names = Object.keys(cases);

function writeApp(dir) {
  for (const [name, files] of Object.entries(cases)) {
    writeFiles(path.join(dir, 'node_modules', name), { 'package.json': { name, version: '1.0.0', main: 'index.js' }, ...files });
  }
  writeFiles(dir, {
    'package.json': { name: 'app', version: '1.0.0', dependencies: Object.fromEntries(names.map(name => [name, '^1.0.0'])) },
    'src/index.js': names.map((name, i) => `import * as all${i} from '${name}';\nglobalThis.use(all${i});\n`).join(''),
    'host.js': names.map((name, i) => `globalThis.all${i} = () => import(/* webpackChunkName: 'chunk${i}' */ '${name}');\n`).join(''),
  });
}

/** Builds all packages with webpack; resolves to name -> { chunk, id }. */
async function buildWithWebpack(dir) {
  const output = path.join(dir, 'webpack');
  await new Promise((resolve, reject) => webpack({
    context: dir, mode: 'production', target: 'web', entry: './host.js', performance: false,
    optimization: { minimize: false, concatenateModules: false, splitChunks: false, mangleExports: false, chunkIds: 'named', moduleIds: 'named', removeAvailableModules: false },
    output: { path: output, chunkFilename: '[name].js', uniqueName: 'app', publicPath: '/' },
  }, (error, stats) => {
    if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
    else resolve();
  }));
  return Object.fromEntries(names.map((name, i) => {
    const main = cases[name]['package.json']?.main ?? 'index.js';
    return [name, { chunk: readChunk(path.join(output, `chunk${i}.js`)), id: `./node_modules/${name}/${main}`, loadChunk: id => readChunk(path.join(output, `${id}.js`)) }];
  }));
}

/** What a package does when it is loaded: its names and values, or the error. */
async function behaviour({ chunk, id, loadChunk }) {
  let exports;
  try {
    exports = createRuntime([chunk], { loadChunk }).require(id);
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
  const value = item => (typeof item === 'function' ? 'function' : plain(item));
  return {
    type: typeof exports, esModule: exports.__esModule === true,
    exports: Object.fromEntries(exportNames(exports).map(name => [name, value(exports[name])])),
    promise: exports.promise && plain(await exports.promise),
  };
}

export default async function (suite) {
  const dir = workDir('emit');
  writeApp(dir);
  let reference;
  const expected = () => (reference ??= buildWithWebpack(dir));

  suite.test('webpack itself loads every case', async () => {
    for (const [name, built] of Object.entries(await expected())) {
      const { error, exports } = await behaviour(built);
      assert.equal(error, undefined, name);
      assert.ok('result' in exports, `${name} has no result`);
    }
  });

  for (const format of ['jsonp', 'commonjs']) {
    let emitted;
    const analyzed = () => (emitted ??= (async () => {
      const config = `${format}.json`;
      writeFiles(dir, { [config]: { name: 'app', entry: './src/index.js', shared: names, output: { path: `out-${format}`, format } } });
      await mfshakeOk(['analyze', '-C', dir, '-c', path.join(dir, config)]);
      const report = JSON.parse(fs.readFileSync(path.join(dir, `out-${format}/share-usage.json`), 'utf8'));
      validateReport(report);
      return report;
    })());
    for (const name of names) {
      suite.test(`${name}, ${format}`, async () => {
        const report = await analyzed();
        const chunk = readChunk(chunkFile(path.join(dir, `out-${format}`), name));
        const want = await behaviour((await expected())[name]);
        assert.deepEqual(await behaviour({ chunk, id: rootModule(report, name) }), want);
      });
    }
  }
}
