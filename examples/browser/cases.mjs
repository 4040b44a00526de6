// Small federations that crash when the shares are tree shaken by the bundlers' own feature, each with a package `ui-lib` of five
// exports A to E that answer their names. The host puts what it got into globalThis.result.
const uiLib = {
  'node_modules/ui-lib/package.json': JSON.stringify({ name: 'ui-lib', version: '1.0.0', type: 'module', sideEffects: false, main: 'index.js' }),
  'node_modules/ui-lib/index.js': ['A', 'B', 'C', 'D', 'E'].map(name => `export { ${name} } from './${name}.js';\n`).join(''),
  ...Object.fromEntries(
    ['A', 'B', 'C', 'D', 'E'].map(name => [`node_modules/ui-lib/${name}.js`, `export const ${name} = () => '${name}';\n`]),
  ),
};

/** A case with a host alone. `main` is its only module; `files` are others. */
const alone = (name, expected, main, files = {}) => ({
  name,
  expected,
  apps: { host: { main, files, mode: 'runtime-infer' } },
});

/** A case with a host and a remote, whose names decide which of them provides. */
const pair = (name, { host, remote, expected = 'AB' }) => ({
  name,
  expected,
  apps: {
    [host.name]: {
      main: `import { A } from 'ui-lib';\nimport { use } from '${remote.name}/use';\nglobalThis.result = A() + use();\n`,
      mode: host.mode,
      remotes: [remote.name],
    },
    [remote.name]: { expose: `import { B } from 'ui-lib';\nexport const use = () => B();\n`, mode: remote.mode },
  },
});

const key = `const key = name => [name, ''].join('');\n`; // not known before it runs

export const cases = [
  alone(
    'a computed member of the namespace, beside a named import',
    'ABD',
    `import { A } from 'ui-lib';\nimport * as all from 'ui-lib';\n${key}globalThis.result = A() + all[key('B')]() + all[key('D')]();\n`,
  ),
  alone(
    'the namespace escapes',
    'AC',
    `import { A } from 'ui-lib';\nimport * as all from 'ui-lib';\nglobalThis.ui = all;\nglobalThis.result = A() + globalThis.ui.C();\n`,
  ),
  alone(
    'the namespace is an argument',
    'AABCDE',
    `import { A } from 'ui-lib';
import * as all from 'ui-lib';
const callAll = object => Object.keys(object).sort().map(name => object[name]()).join('');
globalThis.result = A() + callAll(all);
`,
  ),
  alone(
    'the namespace is exported again',
    'AE',
    `import { A } from 'ui-lib';\nimport { all } from './again.js';\n${key}globalThis.result = A() + all[key('E')]();\n`,
    { 'src/again.js': `export * as all from 'ui-lib';\n` },
  ),
  alone(
    'another package uses a computed member',
    'AC',
    `import { A } from 'ui-lib';\nimport { call } from 'dep';\nglobalThis.result = A() + call('C');\n`,
    {
      'node_modules/dep/package.json': JSON.stringify({ name: 'dep', version: '1.0.0', main: 'index.js', dependencies: { 'ui-lib': '*' } }),
      'node_modules/dep/index.js': `import * as all from 'ui-lib';\nexport const call = name => all[name]();\n`,
    },
  ),
  alone(
    'require() of all of it',
    'AD',
    `import { A } from 'ui-lib';\nimport { call } from './required.js';\nglobalThis.result = A() + call('D');\n`,
    { 'src/required.js': `const all = require('ui-lib');\nexports.call = name => all[name]();\n` },
  ),
  alone(
    'import() of all of it',
    'ABE',
    `import { A } from 'ui-lib';\n${key}import('ui-lib').then(all => {\n  globalThis.result = A() + all[key('B')]() + all[key('E')]();\n});\n`,
  ),
  pair('a host and a remote use different exports of one version', {
    host: { name: 'host', mode: 'runtime-infer' },
    remote: { name: 'remote', mode: 'runtime-infer' },
  }),
  pair('the host shakes, the remote does not', {
    host: { name: 'a_host', mode: 'runtime-infer' },
    remote: { name: 'z_remote', mode: undefined },
  }),
  pair('the host leaves it to a server, the remote shakes', {
    host: { name: 'z_host', mode: 'server-calc' },
    remote: { name: 'a_remote', mode: 'runtime-infer' },
  }),
];

/** The files of one app of a case, by path. */
export function filesOf(name, { main, expose, files = {} }) {
  return {
    ...uiLib,
    'package.json': JSON.stringify({ name, version: '1.0.0', dependencies: { 'ui-lib': '^1.0.0' } }),
    'src/index.js': main ? `import('./main.js').catch(error => {\n  globalThis.failure = error.message;\n});\n` : '',
    ...(main && { 'src/main.js': main }),
    ...(expose && { 'src/use.js': expose }),
    ...files,
  };
}

/** The options of the federation plugin for one app of a case; `mode` undefined: an app that did not opt in. */
export function federationOf(name, { expose, remotes = [] }, mode) {
  return {
    name,
    filename: 'remoteEntry.js',
    ...(expose && { exposes: { './use': './src/use.js' } }),
    remotes: Object.fromEntries(remotes.map(remote => [remote, `${remote}@http://${remote.replace('_', '-')}.test/remoteEntry.js`])),
    shared: { 'ui-lib': mode ? { treeShaking: { mode } } : {} },
  };
}
