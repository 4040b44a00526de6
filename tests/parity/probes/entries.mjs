// Entries and exposed modules: several of them, with packages in common; libraries.
const lib = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: false },
  'node_modules/lib/index.js': "export * from './x.js';\nexport * as more from './more.js';\nexport { d as default } from './d.js';\n",
  'node_modules/lib/x.js': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
  'node_modules/lib/more.js': 'export const p = 1;\nexport const q = 2;\n',
  'node_modules/lib/d.js': 'export const d = 1;\nexport const e = 2;\n',
  'node_modules/cjs/package.json': { name: 'cjs', version: '1.0.0' },
  'node_modules/cjs/index.js': "exports.a = 1;\nexports.b = require('./in.js');\nexports.c = 3;\n",
  'node_modules/cjs/in.js': 'exports.x = 1;\nexports.y = 2;\n',
};
const probes = [];
const add = (name, files, more = {}) => {
  const { differs, ...rest } = more;
  probes.push({ name, differs, files: { ...lib, ...files }, case: { shared: { lib: {}, cjs: {} }, ...rest } });
};
const two = { entries: { one: './src/one.js', two: './src/two.js' } };
add('two entries, other exports', { 'src/one.js': "import { a } from 'lib';\nuse(a);\n", 'src/two.js': "import { b } from 'lib';\nuse(b);\n" }, two);
add('two entries, a helper in common', { 'src/one.js': "import { f } from './h.js';\nuse(f);\n", 'src/two.js': "import { g } from './h.js';\nuse(g);\n", 'src/h.js': "import { a, b, c } from 'lib';\nexport const f = () => a;\nexport const g = () => b;\nexport const h = () => c;\n" }, two);
add('one takes all, one a part', { 'src/one.js': "import * as L from 'lib';\nuse(L);\n", 'src/two.js': "import { b } from 'lib';\nuse(b);\n" }, two);
add('entry imports entry', { 'src/one.js': "import { x } from './two.js';\nuse(x);\n", 'src/two.js': "import { b, c } from 'lib';\nexport const x = b;\nexport const y = c;\n" }, two);
add('entry exports only', { 'src/one.js': "export { a } from 'lib';\n", 'src/two.js': "export * from 'lib';\n" }, two);
add('list of modules', { 'src/one.js': "import { a } from 'lib';\nexport const x = a;\n", 'src/two.js': "export { b } from 'lib';\nimport cjs from 'cjs';\nuse(cjs.a);\n" }, { entries: ['./src/one.js', './src/two.js'] });
add('entry and expose', { 'src/one.js': "import { a } from 'lib';\nuse(a);\n", 'src/two.js': "export { b } from 'lib';\nimport { c } from 'lib';\nconst unused = c;\n" }, { entries: { one: './src/one.js' }, exposes: { './two': './src/two.js' } });
add('expose is an entry too', { 'src/one.js': "export { a, more } from 'lib';\n" }, { entries: { one: './src/one.js' }, exposes: { './one': './src/one.js' } });
add('expose star', { 'src/one.js': 'use(1);\n', 'src/two.js': "export * from 'lib';\n" }, { entries: { one: './src/one.js' }, exposes: { './two': './src/two.js' } });
add('expose namespace', { 'src/one.js': 'use(1);\n', 'src/two.js': "import * as L from 'lib';\nexport { L };\nexport * as more from './three.js';\n", 'src/three.js': "export { a } from 'cjs';\nexport const z = 1;\n" }, { entries: { one: './src/one.js' }, exposes: { './two': './src/two.js' } });
add('expose CommonJS', { 'src/one.js': 'use(1);\n', 'src/two.js': "exports.x = require('cjs').b.x;\nif (globalThis.k) exports.y = require('lib').a;\n" }, { entries: { one: './src/one.js' }, exposes: { './two': './src/two.js' } });
add('expose json', { 'src/one.js': "import { x } from './d.json';\nuse(x);\n", 'src/d.json': { x: 1, y: 2 } }, { entries: { one: './src/one.js' }, exposes: { './d': './src/d.json' } });
add('exposes with a list', { 'src/one.js': 'use(1);\n', 'src/two.js': "import { a } from 'lib';\nexport const x = a;\nexport const y = 1;\n", 'src/three.js': "export { b } from 'lib';\n" }, { entries: { one: './src/one.js' }, exposes: { './two': ['./src/two.js', './src/three.js'] } });
add('two exposes, a helper', { 'src/one.js': 'use(1);\n', 'src/two.js': "export { f } from './h.js';\n", 'src/three.js': "export { g } from './h.js';\n", 'src/h.js': "import { a, b, c } from 'lib';\nexport const f = () => a;\nexport const g = () => b;\nexport const h = () => c;\n" }, { entries: { one: './src/one.js' }, exposes: { './two': './src/two.js', './three': './src/three.js' } });
add('dynamic import in one entry', { 'src/one.js': "import('./h.js').then(({ f }) => use(f));\n", 'src/two.js': "import('./h.js').then(m => use(m.g));\n", 'src/h.js': "import { a, b, c } from 'lib';\nexport const f = () => a;\nexport const g = () => b;\nexport const h = () => c;\n" }, two);
add('side-effect-free helper used by one', { 'package.json': { name: 'app', sideEffects: ['./src/one.js', './src/two.js'] }, 'src/one.js': "import { f } from './h.js';\nuse(f);\n", 'src/two.js': "import { f } from './h.js';\n", 'src/h.js': "import { a } from 'lib';\nexport const f = () => a;\nglobalThis.run(a);\n" }, two);
for (const library of [{ type: 'var', name: 'x' }, { type: 'commonjs2' }, 'x', { type: 'umd', name: 'x' }, { type: 'assign', name: ['x', 'y'] }]) {
  const name = JSON.stringify(library);
  add(`library ${name}`, { 'src/one.js': "export { a } from 'lib';\nimport { b } from 'lib';\nexport const x = () => b;\n" }, { entries: { one: './src/one.js' }, library });
  add(`library star ${name}`, { 'src/one.js': "export * from 'lib';\nexport * as c from 'cjs';\n" }, { entries: { one: './src/one.js' }, library });
  add(`library list ${name}`, { 'src/one.js': "export { a } from 'lib';\n", 'src/two.js': "export { b } from 'lib';\n" }, { entries: ['./src/one.js'], library });
}
add('library CommonJS', { 'src/one.js': "exports.x = require('lib').a;\nexports.y = () => require('cjs').b.y;\n" }, { entries: { one: './src/one.js' }, library: { type: 'var', name: 'x' } });
add('library and entry', { 'src/one.js': "import { x } from './two.js';\nuse(x);\n", 'src/two.js': "import { b, c } from 'lib';\nexport const x = b;\nexport const y = () => c;\n" }, { ...two, library: { type: 'var', name: ['x', '[name]'] } });
add('library default', { 'src/one.js': "import d, { more } from 'lib';\nexport default () => d;\nexport const p = () => more.p;\n" }, { entries: { one: './src/one.js' }, library: { type: 'var', name: 'x' } });
export default probes;
