// webpack's own runtime: chunks that mfshake emits must load there just as they do in the test runtime, and
// chunks that webpack emits must load in the test runtime.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import webpack from 'webpack';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { compareExports, nodeExports } from '../packages/suite.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';

const { RuntimeGlobals } = webpack;
const helpers = [
  'makeNamespaceObject',
  'definePropertyGetters',
  'compatGetDefaultExport',
  'createFakeNamespaceObject',
  'hasOwnProperty',
  'global',
  'setAnonymousDefaultName',
  'nodeModuleDecorator',
  'harmonyModuleDecorator',
  'ensureChunk',
  'ensureChunkHandlers',
  'moduleFactories',
  'moduleCache',
];

// A bundler puts only those helpers into a runtime that the app's own modules need. Here: all that a chunk
// may need.
class AllHelpers {
  apply(compiler) {
    compiler.hooks.compilation.tap('AllHelpers', compilation =>
      compilation.hooks.additionalTreeRuntimeRequirements.tap('AllHelpers', (_, requirements) => {
        for (const name of helpers) requirements.add(RuntimeGlobals[name]);
      }),
    );
  }
}

function build(config) {
  return new Promise((resolve, reject) =>
    webpack(config, (error, stats) => {
      if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
      else resolve();
    }),
  );
}

const baseConfig = (dir, target) => ({
  context: dir,
  mode: 'production',
  target,
  entry: './host.js',
  performance: false,
  optimization: {
    minimize: false,
    splitChunks: false,
    mangleExports: false,
    concatenateModules: false,
    chunkIds: 'named',
    moduleIds: 'named',
  },
});

/** Builds an app whose only work is to hand out its __webpack_require__; returns the text of its script. */
async function buildHost(dir, target) {
  writeFiles(dir, {
    'host.js':
      "globalThis.hostRequire = __webpack_require__;\nglobalThis.hostLater = () => import(/* webpackChunkName: 'later' */ './later.js');\n",
    'later.js': 'export const later = 1;\n',
  });
  await build({
    ...baseConfig(dir, target),
    plugins: [new AllHelpers()],
    output: {
      path: path.join(dir, target),
      filename: 'main.js',
      chunkFilename: '[id].js',
      uniqueName: 'app',
      publicPath: '/',
      globalObject: 'self',
      ...(target === 'node'
        ? { chunkFormat: 'commonjs', chunkLoading: 'require', globalObject: 'globalThis' }
        : {}),
    },
  });
  return path.join(dir, target, 'main.js');
}

// Shared react and react-dom, and lodash-es: enough to meet CommonJS, consume-shared modules and many ES
// modules.
async function analyze(dir, format) {
  writeFiles(dir, {
    'mfshake.json': {
      name: 'app',
      entry: './src/index.js',
      shared: { react: {}, 'react-dom': {}, 'lodash-es': {} },
      output: { path: `shared-${format}`, uniqueName: 'app', format },
    },
    'package.json': {
      name: 'app',
      version: '1.0.0',
      dependencies: { react: '^19.0.0', 'react-dom': '^19.0.0', 'lodash-es': '^4.17.0' },
    },
    'src/index.js':
      "import { sortBy } from 'lodash-es';\nimport { useState } from 'react';\nimport { createPortal } from 'react-dom';\nconsole.log(sortBy, useState, createPortal);\n",
  });
  await mfshakeOk(['analyze'], { cwd: dir });
  const out = path.join(dir, `shared-${format}`);
  return { out, report: JSON.parse(fs.readFileSync(path.join(out, 'share-usage.json'), 'utf8')) };
}

const keys = ['react', 'react-dom', 'lodash-es'];

/** Requires every share's root through webpack's require and compares it with the npm package. */
async function compareAll(webpackRequire, report) {
  for (const key of keys)
    webpackRequire.m[`webpack/sharing/consume/default/${key}/${key}`] = module => {
      module.exports = webpackRequire(rootModule(report, key));
    };
  for (const key of keys) compareExports(webpackRequire(rootModule(report, key)), await nodeExports(key));
  assert.deepEqual(webpackRequire(rootModule(report, 'lodash-es')).sortBy([3, 1, 2]), [1, 2, 3]);
}

export default async function (suite) {
  suite.test('jsonp chunks under the runtime for the web', async () => {
    const dir = workDir('webpack-web');
    const [main, { out, report }] = [await buildHost(dir, 'web'), await analyze(dir, 'jsonp')];
    const self = {};
    const run = file => vm.compileFunction(fs.readFileSync(file, 'utf8'), ['self'], { filename: file })(self);
    run(main);
    const webpackRequire = globalThis.hostRequire;
    for (const key of keys) run(chunkFile(out, key));
    assert.deepEqual(
      Object.keys(self),
      ['webpackChunkapp'],
      'the chunks use another global than the runtime',
    );
    await compareAll(webpackRequire, report);
  });

  suite.test('jsonp chunks that come before the runtime', async () => {
    const dir = workDir('webpack-early');
    const [main, { out, report }] = [await buildHost(dir, 'web'), await analyze(dir, 'jsonp')];
    const self = {};
    for (const file of [...keys.map(key => chunkFile(out, key)), main]) {
      vm.compileFunction(fs.readFileSync(file, 'utf8'), ['self'], { filename: file })(self);
    }
    await compareAll(globalThis.hostRequire, report);
  });

  suite.test('commonjs chunks under the runtime for Node', async () => {
    const dir = workDir('webpack-node');
    const [main, { out, report }] = [await buildHost(dir, 'node'), await analyze(dir, 'commonjs')];
    writeFiles(path.dirname(main), { 'package.json': { type: 'commonjs' } });
    createRequire(import.meta.url)(main);
    const webpackRequire = globalThis.hostRequire;
    for (const key of keys) {
      const file = chunkFile(out, key);
      const [id] = readChunk(file).ids;
      const target = path.join(path.dirname(main), webpackRequire.u(id));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.copyFileSync(file, target);
      await webpackRequire.e(id);
    }
    await compareAll(webpackRequire, report);
  });

  // The other way round: the test runtime understands what webpack writes.
  for (const [format, target] of Object.entries({ jsonp: 'web', commonjs: 'node' })) {
    suite.test(`webpack's own ${format} chunks in the test runtime`, async () => {
      const dir = workDir(`webpack-chunk-${format}`);
      writeFiles(dir, {
        'host.js': "import(/* webpackChunkName: 'all' */ './all.js').then(console.log);\n",
        'all.js':
          "export * as lodash from 'lodash-es';\nexport * as dom from 'react-dom';\nexport { default as react } from 'react';\nexport * from 'zod';\n",
      });
      await build({
        ...baseConfig(dir, target),
        output: {
          path: path.join(dir, 'dist'),
          chunkFilename: '[name].js',
          uniqueName: 'app',
          publicPath: '/',
        },
      });
      const chunk = readChunk(path.join(dir, 'dist/all.js'));
      assert.equal(chunk.format, format);
      const exports = createRuntime([chunk]).require('./all.js');
      compareExports(exports.lodash, await nodeExports('lodash-es'));
      compareExports(exports.react, await nodeExports('react'));
      assert.deepEqual(
        exportNames(exports.dom),
        [...exportNames(await nodeExports('react-dom')), 'default'].sort(),
      );
      assert.ok('string' in exports && exports.string().safeParse('text').success);
    });
  }
}
