// The must-have tests of a search for share keys, by their names in the specification. Each is a case in the shape of flaws.mjs, with
//
//   shared    a list of keys, or an object of options; `keys` are then those that have a chunk
//   kept      names that must be there after pruning
import { app, chain, flaws, module } from './flaws.mjs';

const lib = (text, rest) => module('lib', { 'index.js': text }, rest);
const abc = "export const a = 'a';\nexport const b = 'b';\nexport const c = 'c';\n";
const list = { lib: '^1.0.0' };
const inRow = count => ({
  files: { ...app("import { near } from 'lib';\nconsole.log(near);\n", list), ...module('lib', chain(count)) },
  shared: ['lib'],
  run: ({ lib }) => lib.near,
  gone: { lib: ['deep'] },
});

export const mustHave = {
  'diamond of two keys': flaws['3. a module of two shares belongs to neither alone'],
  'long path first, short path later': flaws['1. a node met on a long path first keeps its short distance'],
  // The last module of a chain of n files below the root has the distance n + 1; the depth is 5.
  'chain of 4': { ...inRow(4), distances: { modules: 5, depthTruncated: 0 } },
  'chain of 5': { ...inRow(5), distances: { modules: 6, depthTruncated: 1 } },
  'chain of 6': { ...inRow(6), distances: { modules: 7, depthTruncated: 2 } },
  'chain of 6, used': {
    files: { ...app("import { deep } from 'lib';\nconsole.log(deep);\n", list), ...module('lib', chain(6)) },
    shared: ['lib'],
    run: ({ lib }) => lib.deep,
    gone: { lib: ['near'] },
    distances: { depthTruncated: 2 },
  },
  'module imported by the app and by a share': flaws['4. a module that the app imports past its share key keeps its exports'],
  'alias keys': {
    files: { ...app("import { a } from 'lib';\nimport { b } from 'nick';\nconsole.log(a, b);\n", list), ...lib(abc) },
    shared: { lib: {}, nick: { import: 'lib', packageName: 'lib' } },
    keys: ['lib'],
    run: ({ lib }) => [lib.a, lib.b],
    kept: { lib: ['a', 'b'] },
    gone: { lib: ['c'] },
    aliases: { lib: ['nick'], nick: ['lib'] },
  },
  'one key in two scopes': {
    files: { ...app("import { a } from 'lib';\nimport { b } from 'own';\nconsole.log(a, b);\n", list), ...lib(abc) },
    shared: { lib: { shareScope: 'one' }, own: { import: 'lib', shareKey: 'lib', shareScope: 'two', packageName: 'lib' } },
    keys: ['lib'],
    run: ({ lib }) => [lib.a, lib.b],
    kept: { lib: ['a', 'b'] },
    gone: { lib: ['c'] },
  },
  'redux under a toolkit: name capture': flaws['5. an inner export of the same name as a public one (redux under a toolkit)'],
  'import * as, members': {
    files: { ...app("import * as lib from 'lib';\nconsole.log(lib.a, lib['b']);\n", list), ...lib(abc) },
    shared: ['lib'],
    run: ({ lib }) => [lib.a, lib.b],
    kept: { lib: ['a', 'b'] },
    gone: { lib: ['c'] },
  },
  'import * as, passed on': {
    files: { ...app("import * as lib from 'lib';\nconsole.log(Object.keys(lib).map(name => lib[name]));\n", list), ...lib(abc) },
    shared: ['lib'],
    run: ({ lib }) => Object.keys(lib).map(name => lib[name]),
    kept: { lib: ['a', 'b', 'c'] },
    mode: 'namespace',
  },
  'CommonJS that reads its own exports': {
    files: {
      ...app("import { b, d } from 'lib';\nconsole.log(b(), d());\n", list),
      ...lib("exports.a = 'a';\nexports.b = () => exports.a + 'b';\nexports.c = () => 'c';\nexports.d = function () { return module.exports.e; };\nexports.e = 'e';\n", { type: 'commonjs' }),
    },
    shared: ['lib'],
    run: ({ lib }) => [lib.b(), lib.d()],
    kept: { lib: ['a', 'b', 'd', 'e'] },
    gone: { lib: ['c'] },
  },
  'cycle of shares': {
    files: {
      ...app("import { start } from 'one';\nconsole.log(start());\n", { one: '^1.0.0', two: '^1.0.0' }),
      ...module('one', { 'index.js': "import { middle } from 'two';\nexport const start = () => middle() + '!';\nexport const end = () => 'end';\nexport const unused = 1;\n" }, { dependencies: { two: '^1.0.0' } }),
      ...module('two', { 'index.js': "import { end } from 'one';\nexport const middle = () => end() + '?';\nexport const spare = 2;\n" }, { dependencies: { one: '^1.0.0' } }),
    },
    shared: ['one', 'two'],
    run: ({ one }) => one.start(),
    kept: { one: ['start', 'end'], two: ['middle'] },
    gone: { one: ['unused'], two: ['spare'] },
  },
  'import: false': {
    files: { ...app("import { a } from 'lib';\nimport { x } from 'other';\nconsole.log(a, x);\n", { lib: '^1.0.0', other: '^1.0.0' }), ...module('other', { 'index.js': "export const x = 'x';\nexport const y = 'y';\n" }) },
    shared: { lib: { import: false }, other: {} },
    keys: ['other'],
    run: ({ other }) => other.x,
    gone: { other: ['y'] },
    used: { lib: ['a'] },
    mode: 'no-fallback',
  },
  'prefix share': {
    files: { ...app("import { g } from 'lib/get.js';\nimport { s } from 'lib/set.js';\nconsole.log(g, s);\n", list), ...module('lib', { 'index.js': '', 'get.js': "export const g = 'g';\nexport const h = 'h';\n", 'set.js': "export { s } from './get2.js';\n", 'get2.js': "export const s = 's';\nexport const t = 't';\n" }) },
    shared: { 'lib/': {} },
    keys: ['lib/get.js', 'lib/set.js'],
    run: shares => [shares['lib/get.js'].g, shares['lib/set.js'].s],
    gone: { 'lib/get.js': ['h'] },
  },
  'scoped and dotted keys': flaws['8. scoped and dotted keys'],
};
