// The app of this suite: two packages, what they have in common, and how bundlers are to build them.

export const sources = {
  'main.js': `globalThis.hostRequire = __webpack_require__;
globalThis.hostLoad = { left: () => import(/* webpackChunkName: "left" */ './left/index.js'), right: () => import(/* webpackChunkName: "right" */ './right/index.js') };
`,
  'left/index.js': `export { first } from './first.js';
export { second } from './second.js';
export { both } from '../copied/both.js';
export const plain = () => 'plain';
`,
  'left/first.js':
    "import { twice } from '../common/twice.js';\nexport const first = x => 'first ' + twice(x);\n",
  'left/second.js':
    "import * as heavy from '../common/heavy.js';\nimport { both } from '../copied/both.js';\nexport const second = x => heavy.read(x) + both(x);\n",
  'right/index.js': `export { third } from './third.js';
export { fourth } from './fourth.js';
export { old } from './old.cjs';
`,
  'right/third.js':
    "import { twice } from '../common/twice.js';\nimport { both } from '../copied/both.js';\nexport const third = x => 'third ' + twice(x) + both(x);\n",
  'right/fourth.js':
    "import { table } from '../common/table.js';\nexport const fourth = x => 'fourth ' + table[x];\n",
  'right/old.cjs': "const log = require('../common/log.cjs');\nexports.old = x => log.write('old ' + x);\n",
  'common/twice.js': 'export const twice = x => 2 * x;\n',
  'common/heavy.js': "import { table } from './table.js';\nexport const read = x => 'heavy ' + table[x];\n",
  'common/table.js': "export const table = { 1: 'one', 2: 'two' };\n",
  'common/log.cjs':
    "globalThis.loggedOnce = (globalThis.loggedOnce ?? 0) + 1;\nexports.write = text => text + '!';\n",
  'copied/both.js': "import { twice } from '../common/twice.js';\nexport const both = x => ' both ' + twice(x + 1);\n",
  'package.json': { name: 'app', sideEffects: true },
};

/** What webpack and Rspack are given for each format of chunks. */
export const outputs = {
  jsonp: { target: 'web', output: { filename: '[name].js', chunkFilename: '[name].js', globalObject: 'self' } },
  commonjs: { target: 'node', output: { filename: '[name].js', chunkFilename: '[name].js' } },
  module: {
    target: 'node',
    experiments: { outputModule: true },
    output: {
      filename: '[name].mjs',
      chunkFilename: '[name].mjs',
      module: true,
      chunkFormat: 'module',
      chunkLoading: 'import',
      library: { type: 'module' },
    },
  },
};
export const extensionOf = format => (format === 'module' ? 'mjs' : 'js');

/** The configuration of a build of the files in `dir` into `out`. */
export function configuration(dir, out, { format, moduleIds, minimize = false }) {
  const { output, ...rest } = outputs[format];
  return {
    ...rest,
    context: dir,
    mode: minimize ? 'production' : 'development',
    devtool: false,
    entry: { main: './main.js' },
    performance: false,
    output: { ...output, path: out, uniqueName: 'app', ...(format === 'jsonp' ? { publicPath: '/' } : {}) },
    optimization: {
      minimize,
      moduleIds,
      chunkIds: 'named',
      runtimeChunk: true,
      usedExports: false,
      mangleExports: false,
      concatenateModules: false,
      splitChunks: {
        minSize: 0,
        cacheGroups: {
          default: false,
          defaultVendors: false,
          common: { test: /[\\/]common[\\/]/, name: 'common', chunks: 'all', enforce: true },
        },
      },
    },
  };
}

/** Runs a build of `bundler` (webpack or rspack); resolves to the ids of the app's files. */
export async function build(bundler, config) {
  const stats = await new Promise((resolve, reject) =>
    bundler(config, (error, result) =>
      error || result.hasErrors() ? reject(error ?? new Error(result.toString('errors-only'))) : resolve(result),
    ),
  );
  const ids = {};
  for (const module of stats.toJson({ all: false, modules: true, ids: true }).modules)
    if (module.name?.startsWith('./')) ids[module.name.slice(2)] = String(module.id);
  return ids;
}
