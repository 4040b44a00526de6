// The flaws that earlier share-key searches had (macro-spec E.5), each as a small app on which the failure does not happen.
//
//   run     the exports of the pruned share(s) → what a program prints with them; must be as with the packages as they are
//   gone    names that must have been removed, so that keeping everything is no way to pass
//   conditions   the conditions that the annotated chunk must have, or must not have
const pack = (name, rest = {}) => JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false, ...rest });
export const app = (source, dependencies) => ({
  'package.json': JSON.stringify({ name: 'app', version: '1.0.0', type: 'module', dependencies }),
  'src/index.js': source,
});
export const module = (name, files, rest) => Object.fromEntries([
  [`node_modules/${name}/package.json`, pack(name, rest)],
  ...Object.entries(files).map(([file, text]) => [`node_modules/${name}/${file}`, text]),
]);
/** index.js → 1.js → … → count.js, each re-exporting `deep`; the last one makes it. */
export const chain = count => Object.fromEntries([
  ['index.js', "export { deep } from './1.js';\nexport const near = 'near';\n"],
  ...Array.from({ length: count - 1 }, (_, i) => [`${i + 1}.js`, `export { deep } from './${i + 2}.js';\n`]),
  [`${count}.js`, "export const deep = 'deep';\n"],
]);

// redux and what is like it: small packages with the same names in other roles.
const redux = module('redux', {
  'index.js': "export { createStore } from './store.js';\nexport { isPlainObject } from './plain.js';\nexport { compose } from './compose.js';\n",
  'store.js': "import { isPlainObject } from './plain.js';\nexport function createStore(reduce) {\n  let state = reduce(undefined, {});\n  return {\n    dispatch(action) {\n      if (!isPlainObject(action)) throw new Error('not plain');\n      state = reduce(state, action);\n      return state;\n    },\n  };\n}\n",
  'plain.js': 'export function isPlainObject(value) {\n  return Object.getPrototypeOf(value) === Object.prototype;\n}\n',
  'compose.js': 'export const compose = (f, g) => x => f(g(x));\n',
});
const immer = module('immer', {
  'index.js': "export { produce } from './produce.js';\nexport const enableMapSet = () => 'maps';\n",
  'produce.js': 'export const produce = (base, recipe) => {\n  const draft = { ...base };\n  recipe(draft);\n  return draft;\n};\n',
});
const toolkit = module('toolkit', {
  'index.js': "export { configureStore } from './configure.js';\nexport { isPlainObject } from './is-plain.js';\nexport { produce as createNextState } from 'immer';\nexport { createSlice } from './slice.js';\n",
  'configure.js': "import { createStore } from 'redux';\nexport const configureStore = ({ reducer }) => createStore(reducer);\n",
  'is-plain.js': "export const isPlainObject = value => typeof value === 'object';\n",
  'slice.js': "import { produce } from 'immer';\nexport const createSlice = cases => (state = { n: 0 }, action) => (cases[action.type] ? produce(state, draft => cases[action.type](draft)) : state);\n",
}, { dependencies: { redux: '^1.0.0', immer: '^1.0.0' } });
const useToolkit = "import { configureStore, createSlice } from 'toolkit';\nconst store = configureStore({ reducer: createSlice({ add: s => { s.n++; } }) });\nconsole.log(store.dispatch({ type: 'add' }));\n";
const runToolkit = ({ toolkit: { configureStore, createSlice } }) => configureStore({ reducer: createSlice({ add: s => { s.n++; } }) }).dispatch({ type: 'add' });

const long = "export { x } from './far/1.js';\nexport { y } from './target.js';\nexport const z = 'z';\n";
const longFirst = {
  'index.js': long,
  'far/1.js': "export { x } from './2.js';\n",
  'far/2.js': "export { x } from './3.js';\n",
  'far/3.js': "export { y as x } from '../target.js';\n",
  'target.js': "export { y } from './next.js';\n",
  'next.js': "export { y } from './last.js';\n",
  'last.js': "export const y = 'y';\n",
};

export const flaws = {
  '1. a node met on a long path first keeps its short distance': {
    files: { ...app("import { z } from 'lib';\nconsole.log(z);\n", { lib: '^1.0.0' }), ...module('lib', longFirst) },
    shared: ['lib'],
    run: ({ lib }) => lib.z,
    gone: { lib: ['x', 'y'] },
    distances: { depthTruncated: 0, modules: 7 },
  },
  '2. modules beyond the depth are removed by what reaches them': {
    files: { ...app("import { near } from 'lib';\nconsole.log(near);\n", { lib: '^1.0.0' }), ...module('lib', chain(9)) },
    shared: ['lib'],
    run: ({ lib }) => lib.near,
    gone: { lib: ['deep'] },
    modulesLeft: { lib: 1 },
    distances: { depthTruncated: 5, modules: 10 },
  },
  '3. a module of two shares belongs to neither alone': {
    files: {
      ...app("import { a } from 'one';\nimport { b } from 'two';\nconsole.log(a, b);\n", { one: '^1.0.0', two: '^1.0.0' }),
      ...module('one', { 'index.js': "export { common as a, unused } from 'base';\n" }, { dependencies: { base: '^1.0.0' } }),
      ...module('two', { 'index.js': "export { common as b } from 'base';\nexport { unused as kept } from 'base';\n" }, { dependencies: { base: '^1.0.0' } }),
      ...module('base', { 'index.js': "export const common = 'common';\nexport const unused = 'unused';\n" }),
    },
    shared: ['two', 'one'],
    run: ({ one, two }) => [one.a, two.b],
    gone: { one: ['unused'], two: ['kept'] },
    ambiguous: { one: 1, two: 1 },
  },
  '4. a module that the app imports past its share key keeps its exports': {
    files: {
      ...app("import { a } from 'lib';\nimport { b } from './reach.js';\nconsole.log(a, b);\n", { lib: '^1.0.0' }),
      'src/reach.js': "export { b } from '../node_modules/lib/inner.js';\n",
      ...module('lib', { 'index.js': "export { a, b } from './inner.js';\nexport const c = 'c';\n", 'inner.js': "export const a = 'a';\nexport const b = 'b';\n" }),
    },
    shared: ['lib'],
    run: ({ lib }) => lib.a,
    gone: { lib: ['b', 'c'] },
    keptInside: { lib: "'b'" },
  },
  '5. an inner export of the same name as a public one (redux under a toolkit)': {
    files: { ...app(useToolkit, { toolkit: '^1.0.0' }), ...redux, ...immer, ...toolkit },
    shared: ['toolkit'],
    run: runToolkit,
    gone: { toolkit: ['isPlainObject', 'createNextState'] },
  },
  '5b. the same with redux and immer shared as well': {
    files: { ...app(useToolkit, { toolkit: '^1.0.0', redux: '^1.0.0', immer: '^1.0.0' }), ...redux, ...immer, ...toolkit },
    shared: ['toolkit', 'redux', 'immer'],
    run: runToolkit,
    gone: { toolkit: ['isPlainObject'], redux: ['isPlainObject', 'compose'], immer: ['enableMapSet'] },
  },
  '5c. inner defaults do not answer to the public default': {
    files: {
      ...app("import { shout } from 'lib';\nconsole.log(shout('x'));\n", { lib: '^1.0.0' }),
      ...module('lib', { 'index.js': "import up from './up.js';\nexport const shout = text => up(text) + '!';\nexport default function unused() {}\n", 'up.js': 'export default text => text.toUpperCase();\n' }),
    },
    shared: ['lib'],
    run: ({ lib }) => lib.shout('x'),
    gone: { lib: ['default'] },
  },
  '6. an edge that is no import of a value binds nothing': {
    files: {
      ...app("import { a } from 'lib';\nconsole.log(await a());\n", { lib: '^1.0.0' }),
      ...module('lib', { 'index.js': "export const a = async () => (await import('./later.js')).value;\nexport { value } from './later.js';\nexport const b = 'b';\n", 'later.js': "export const value = 'later';\nexport const other = 'other';\n" }),
    },
    shared: ['lib'],
    run: ({ lib }) => lib.a(),
    gone: { lib: ['b', 'value'] },
  },
  '7. descendants are annotated by public names only, whatever order they are met in': {
    files: {
      ...app("import { one } from 'lib';\nconsole.log(one());\n", { lib: '^1.0.0' }),
      ...module('lib', {
        'index.js': "export { one } from './one.js';\nexport { two, helper } from './two.js';\n",
        'one.js': "import { helper, only } from './tools.js';\nexport const one = () => helper() + only();\n",
        'two.js': "import { helper as help } from './tools.js';\nexport const two = () => help();\nexport const helper = 'public helper';\n",
        'tools.js': "export const helper = () => 'inner helper';\nexport const only = () => 'only';\n",
      }),
    },
    shared: ['lib'],
    run: ({ lib }) => lib.one(),
    gone: { lib: ['two', 'helper'] },
  },
  '8. scoped and dotted keys': {
    files: {
      ...app("import { a } from '@scope/lib.js';\nimport { c } from 'chart.js';\nconsole.log(a, c);\n", { '@scope/lib.js': '^1.0.0', 'chart.js': '^1.0.0' }),
      ...module('@scope/lib.js', { 'index.js': "export const a = 'a';\nexport const placeholder = 'p';\n" }),
      ...module('chart.js', { 'index.js': "export const c = 'c';\nexport const placeholder = 'p';\n" }),
    },
    shared: ['@scope/lib.js', 'chart.js'],
    run: shares => [shares['@scope/lib.js'].a, shares['chart.js'].c],
    gone: { '@scope/lib.js': ['placeholder'], 'chart.js': ['placeholder'] },
  },
};
