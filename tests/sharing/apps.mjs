// Small apps over all options of `shared`, as a table: { name: { files, shared, … } }. Regular expressions stand as such, for webpack;
// mfshakeShared() writes them as mfshake.json does.
//
// Every app has the files of `base`, unless it says otherwise; "entry" is ./src/index.js.
const pack = (name, version, rest = {}) => JSON.stringify({ name, version, ...rest });
const js = (...requests) => requests.map((request, i) => `import * as m${i} from '${request}';\nuse(m${i});\n`).join('');
const lib = (folder, name, version, rest) => ({
  [`${folder}/package.json`]: pack(name, version, rest),
  [`${folder}/index.js`]: 'export const a = 1, b = 2;\n',
  [`${folder}/get.js`]: "export * from './index.js';\n",
  [`${folder}/set.js`]: 'export const s = 1;\n',
  [`${folder}/fp/get.js`]: 'export const g = 1;\n',
});
const base = {
  'package.json': pack('app', '1.0.0', {
    dependencies: { lib: '^1.0.0', '@sc/lib': '~2.1.0', 'dot.lib': '1.x', other: '>=3 <5' },
  }),
  ...lib('node_modules/lib', 'lib', '1.4.0'),
  ...lib('node_modules/@sc/lib', '@sc/lib', '2.1.3'),
  ...lib('node_modules/dot.lib', 'dot.lib', '1.0.0'),
  ...lib('node_modules/other', 'other', '4.0.0'),
};
const index = (...requests) => ({ 'src/index.js': js(...requests) });
const depends = (list, kind = 'dependencies') => ({ 'package.json': pack('app', '1.0.0', { [kind]: list }) });
const consumer = (dependencies, rest = {}) => ({
  'node_modules/dep/package.json': pack('dep', '1.0.0', { dependencies, ...rest }),
  'node_modules/dep/index.js': js('lib', 'lib/get'),
});
const ranged = range => ({ files: { ...depends({ lib: range }), ...index('lib') }, shared: ['lib'] });

export const apps = {
  // the kinds of key
  bare: { files: index('lib', 'lib/get', 'lib/get.js'), shared: { lib: {} } },
  'bare subpath': { files: index('lib', 'lib/get'), shared: { 'lib/get': {} } },
  list: { files: index('lib', 'other', '@sc/lib'), shared: ['lib', 'other'] },
  'list of objects': { files: index('lib', 'other'), shared: ['lib', { other: '^4.0.0' }, { lib: { singleton: true } }] },
  'string version': { files: index('lib'), shared: { lib: '^1.2.0' } },
  'string star': { files: index('lib'), shared: { lib: '*' } },
  'string request': { files: index('lib', 'other'), shared: { lib: 'other' } },
  scoped: { files: index('@sc/lib', '@sc/lib/get'), shared: { '@sc/lib': {} } },
  dotted: { files: index('dot.lib', 'dot.lib/get'), shared: { 'dot.lib': {} } },
  prefix: { files: index('lib', 'lib/get', 'lib/fp/get.js'), shared: { 'lib/': {} } },
  'prefix and bare': { files: index('lib', 'lib/get'), shared: { 'lib/': {}, lib: {} } },
  'prefix and exact below': { files: index('lib/get', 'lib/set'), shared: { 'lib/': {}, 'lib/get': { singleton: true, shareKey: 'getter' } } },
  'two prefixes, the shorter first': { files: index('lib/fp/get.js', 'lib/get'), shared: { 'lib/': {}, 'lib/fp/': { shareKey: 'fp/' } } },
  'two prefixes, the longer first': { files: index('lib/fp/get.js', 'lib/get'), shared: { 'lib/fp/': { shareKey: 'fp/' }, 'lib/': {} } },
  'scoped prefix': { files: index('@sc/lib/get'), shared: { '@sc/': {} } },
  relative: { files: { ...index('./api.js', './api'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api.js': {} } },
  'relative without extension': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api': { shareKey: 'api' } } },
  'relative into a package': { files: index('lib', 'lib/index.js'), shared: { './node_modules/lib/index.js': { packageName: 'lib' } } },
  absolute: { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { '<dir>/src/api.js': { shareKey: 'api', requiredVersion: '^2.0.0' } } },
  'query is another request': { files: index('lib', 'lib?x'), shared: { lib: {} } },

  // what is consumed and provided
  'import false': { files: index('lib', 'lib/get'), shared: { lib: { import: false } } },
  'import false, not installed': { files: index('gone'), shared: { gone: { import: false } } },
  'import another': { files: index('lib', 'other'), shared: { lib: { import: 'other' } } },
  'import a file': { files: { ...index('lib'), 'src/own.js': 'export const a = 1;\n' }, shared: { lib: { import: './src/own.js' } } },
  'key of its own': { files: index('virtual'), shared: { virtual: { import: 'lib', packageName: 'lib' } } },
  'share key': { files: index('lib'), shared: { lib: { shareKey: 'the-lib' } } },
  'share key of a prefix': { files: index('lib/get'), shared: { 'lib/': { shareKey: 'the-lib/', import: 'other/' } } },
  'share scope': { files: index('lib', 'other'), shared: { lib: { shareScope: 'one' }, other: {} } },
  'share scope of all': { files: index('lib', 'other'), shared: { lib: { shareScope: 'one' }, other: {} }, shareScope: 'all' },
  eager: { files: index('lib'), shared: { lib: { eager: true } } },
  'singleton and strict': { files: index('lib', 'other'), shared: { lib: { singleton: true }, other: { strictVersion: false } } },

  // required versions
  'required version': { files: index('lib'), shared: { lib: { requiredVersion: '~1.4.0' } } },
  'required version false': { files: index('lib'), shared: { lib: { requiredVersion: false } } },
  'package name': { files: index('lib'), shared: { lib: { packageName: 'other' } } },
  'not listed': { files: { ...depends({}), ...index('lib') }, shared: ['lib'] },
  'no package.json': { files: { 'package.json': null, ...index('lib') }, shared: ['lib'] },
  'development dependency': { files: { ...depends({ lib: '^1.1.0' }, 'devDependencies'), ...index('lib') }, shared: ['lib'] },
  'peer dependency': { files: { ...depends({ lib: '^1.2.0' }, 'peerDependencies'), ...index('lib') }, shared: ['lib'] },
  'order of the lists': {
    files: { 'package.json': pack('app', '1.0.0', { dependencies: { lib: '^1.1.0' }, devDependencies: { lib: '^9.0.0' }, optionalDependencies: { lib: '^1.3.0' }, peerDependencies: { lib: '^8.0.0' } }), ...index('lib') },
    shared: ['lib'],
  },
  'workspace range': ranged('workspace:^1.0.0'),
  'alias range': ranged('npm:lib-fork@^1.0.0'),
  'tag range': ranged('latest'),
  'git range': ranged('git+https://github.com/a/lib.git#semver:^1.2.0'),
  'git tag': ranged('git+ssh://git@github.com/a/lib.git#v1.2.0'),
  'shorthand range': ranged('a/lib#1.3.0'),
  'tree url': ranged('https://github.com/a/lib/tree/v1.2.0'),
  'tarball url': ranged('https://example.com/lib-1.0.0.tgz'),
  'git host and user': ranged('git@github.com:a/lib.git#v1.2.0'),
  'patch range': ranged('patch:lib@npm:1.4.0#./fix.patch'),
  'catalog range': ranged('catalog:'),
  'upper case tag': ranged('A/Lib#V1.3.0-RC.1'),
  'file range': ranged('file:../lib'),
  'padded range': ranged('  ^1.4.0  '),
  'nearest manifest': {
    files: { 'src/inner/package.json': pack('inner', '1.0.0', { dependencies: { lib: '^1.3.0' } }), 'src/inner/a.js': js('lib'), ...index('lib', './inner/a.js') },
    shared: ['lib'],
  },
  'manifest without it is passed over': { files: { 'src/inner/package.json': '{}', 'src/inner/a.js': js('lib'), ...index('./inner/a.js') }, shared: ['lib'] },
  'two ranges': { files: { ...consumer({ lib: '^1.2.0' }), ...index('lib', 'dep') }, shared: ['lib'] },
  'own package': { files: { ...index('lib/get'), 'node_modules/lib/get.js': js('lib'), 'node_modules/lib/package.json': pack('lib', '1.4.0', { exports: { '.': './index.js', './get': './get.js' } }) }, shared: ['lib'] },
  'two physical versions': {
    files: { ...consumer({ lib: '^2.0.0' }), ...lib('node_modules/dep/node_modules/lib', 'lib', '2.3.0'), ...index('lib', 'dep') },
    shared: { lib: {}, 'lib/': {} },
  },

  // filters
  'include request': { files: index('lib/get', 'lib/set'), shared: { 'lib/': { include: { request: 'get' } } } },
  'include pattern': { files: index('lib/get', 'lib/set', 'lib/fp/get.js'), shared: { 'lib/': { include: { request: /^FP\//i } } } },
  'exclude request': { files: index('lib/get', 'lib/set'), shared: { 'lib/': { exclude: { request: 'get' } } } },
  'exclude pattern': { files: index('lib/get', 'lib/set', 'lib/index'), shared: { 'lib/': { exclude: { request: /et$/ } } } },
  'filtered out, the next prefix takes it': { files: index('lib/fp/get.js'), shared: { 'lib/': { exclude: { request: /^fp/ } }, 'lib/fp/': { shareKey: 'fp/' } } },
  'include version': { files: index('lib', 'other'), shared: { lib: { include: { version: '^1.0.0' } }, other: { include: { version: '^3.0.0' } } } },
  'exclude version': { files: index('lib', 'other'), shared: { lib: { exclude: { version: '^1.0.0' } }, other: { exclude: { version: '3.x' } } } },
  'version filter per copy': {
    files: { ...consumer({ lib: '^2.0.0' }), ...lib('node_modules/dep/node_modules/lib', 'lib', '2.3.0'), ...index('lib', 'dep') },
    shared: { lib: { include: { version: '^2.0.0' } } },
  },
  'version filter without fallback': { files: index('lib'), shared: { lib: { import: false, exclude: { version: '*' } } } },
  'request filter on a bare key': { files: index('lib'), shared: { lib: { exclude: { request: /./ } } } },
  'version filter and version option': { files: index('lib'), shared: { lib: { version: '2.0.0', include: { version: '^1.0.0' } } } },

  'version filter of a prefix': { files: index('lib/get', 'other/get'), shared: { 'lib/': { include: { version: '^9.0.0' } }, 'other/': { exclude: { version: '*' } } } },
  'version filter of a prefix that fits': { files: index('lib/get'), shared: { 'lib/': { include: { version: '^1.0.0' } } } },
  'version filter of a subpath': { files: index('lib/get', 'other/get'), shared: { 'lib/get': { include: { version: '^9.0.0' } }, 'other/get': { exclude: { version: '>=4' } } } },
  'version filter of a file': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api.js': { shareKey: 'api', exclude: { version: '1.0.0' } } } },
  'version filter of another import': { files: index('lib'), shared: { lib: { import: 'other', include: { version: '^9.0.0' } } } },
  'version filter of a scoped package': { files: index('@sc/lib'), shared: { '@sc/lib': { include: { version: '^3.0.0' } } } },
  'version filter, no version': { files: { ...index('lib'), ...lib('node_modules/lib', 'lib', undefined) }, shared: { lib: { include: { version: '^1.0.0' } } } },
  'exclude version, no version': { files: { ...index('lib'), ...lib('node_modules/lib', 'lib', undefined) }, shared: { lib: { exclude: { version: '*' } } } },
  'include and exclude version': { files: index('lib', 'other'), shared: { lib: { include: { version: '^1.0.0' }, exclude: { version: '1.4.0' } }, other: { include: { version: '^4.0.0' }, exclude: { version: '<4' } } } },
  'version and request filters of a prefix': { files: index('lib/get', 'lib/set'), shared: { 'lib/': { include: { request: /^g/ }, exclude: { version: '^1.0.0' } } } },

  // what is provided
  'version': { files: index('lib'), shared: { lib: { version: '7.0.0' } } },
  'version false': { files: index('lib'), shared: { lib: { version: false } } },
  'version of a file': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api.js': { shareKey: 'api' } } },
  'version of a folder with a package.json': {
    files: { ...index('lib/fp'), 'node_modules/lib/fp/package.json': '{"main":"get.js"}' },
    shared: { 'lib/fp': {} },
  },
  'version of a folder with a name': {
    files: { ...index('lib/fp'), 'node_modules/lib/fp/package.json': '{"name":"lib/fp","main":"get.js"}', 'node_modules/lib/package.json': pack('lib', '1.4.0', { dependencies: {} }) },
    shared: { 'lib/fp': {} },
  },
  'singleton, strict and eager': { files: index('lib', 'lib/get', 'other'), shared: { lib: { singleton: true, strictVersion: true, eager: true }, 'lib/': { singleton: true, eager: true, requiredVersion: '^1.0.0' }, other: { import: false, singleton: true, strictVersion: true } } },
  'import of a scoped prefix': { files: index('@sc/lib/get'), shared: { '@sc/': { import: '@sc/', shareKey: 'scoped/', packageName: 'other' } } },
  'one request, two keys': { files: index('lib', 'nick'), shared: { lib: {}, nick: { import: 'lib', shareKey: 'lib', requiredVersion: '^1.1.0' } } },
  'one key, two scopes': { files: index('lib', 'nick'), shared: { lib: {}, nick: { import: 'lib', shareKey: 'lib', shareScope: 'own', packageName: 'lib' } } },
  'three physical versions': {
    files: {
      ...index('lib', 'dep', 'far'), ...consumer({ lib: '^2.0.0' }), ...lib('node_modules/dep/node_modules/lib', 'lib', '2.3.0'),
      'node_modules/far/package.json': pack('far', '1.0.0', { peerDependencies: { lib: '~0.9.0' } }), 'node_modules/far/index.js': js('lib', 'lib/set'),
      ...lib('node_modules/far/node_modules/lib', 'lib', '0.9.1'),
    },
    shared: { lib: {}, 'lib/set': {} },
  },
  'JSON and the package file': { files: index('lib/package.json', 'lib'), shared: { lib: {}, 'lib/package.json': {} } },

  // exposes and remotes
  'exposes with lists and names': {
    files: { ...index('lib'), 'src/a.js': js('other'), 'src/b.js': js('@sc/lib'), 'src/c.js': js('lib/get') },
    shared: ['lib', 'other', '@sc/lib', 'lib/get'],
    exposes: [{ './A': ['./src/a.js', './src/b.js'] }, { './C': { import: './src/c.js', name: 'see' } }],
  },
  'exposes of a package': { files: index('lib'), shared: { lib: {} }, exposes: { './lib': 'lib', './get': './node_modules/lib/get.js' } },
  'exposes as a list of requests': { files: { ...index('other'), 'src/a.js': js('lib') }, shared: ['lib', 'other'], exposes: ['./src/a.js'] },
  'remotes of all forms': {
    files: index('lib', 'one/x', 'two', 'three/y', 'four/z', '@sc/five/w'),
    shared: ['lib', 'other'],
    remotes: { one: 'one@http://localhost/one.js', two: ['two@http://localhost/two.js', 'two@http://localhost/else.js'], three: { external: 'three@http://localhost/three.js', shareScope: 'own' }, four: 'promise new Promise(() => {})', '@sc/five': 'five@http://localhost/five.js' },
  },
  'a remote and a share of one name': { files: index('lib', 'lib/get'), shared: ['lib'], remotes: { lib: 'lib@http://localhost/lib.js' } },
  'a remote and a prefix of one name': { files: index('lib', 'lib/get', 'lib/set'), shared: { 'lib/': {}, 'lib/get': {} }, remotes: { lib: 'lib@http://localhost/lib.js' } },
  'a remote below a share': { files: index('lib/get', 'lib/set'), shared: { 'lib/': {} }, remotes: { 'lib/get': 'lib@http://localhost/lib.js' } },

  // forms of imports
  forms: {
    files: { 'src/index.js': "import lib from 'lib';\nexport { a } from 'other';\nexport * from '@sc/lib';\nimport('dot.lib').then(use);\nuse(require('lib/get'), lib);\nimport 'lib/set';\n" },
    shared: ['lib', 'other', '@sc/lib', 'dot.lib', 'lib/get', 'lib/set'],
  },
  'alias does not hide a key': { files: index('lib', 'nick'), shared: ['lib'], resolve: { alias: { lib: 'other', nick: 'lib' } } },
  'alias to a shared file': { files: { ...index('nick'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api.js': {} }, resolve: { alias: { nick: '<dir>/src/api.js' } } },
  'within the shared package': { files: { ...index('lib/get'), 'node_modules/lib/get.js': "import * as o from 'other';\nuse(o);\n" }, shared: ['lib/get', 'other'] },
  exposes: { files: { ...index('lib'), 'src/widget.js': js('other') }, shared: ['lib', 'other'], exposes: { './Widget': './src/widget.js' } },
};

/** The files of an app: path -> text. */
export function filesOf({ files }) {
  return Object.fromEntries(Object.entries({ ...base, ...files }).filter(([, text]) => text !== null));
}

/** `value` with <dir> replaced in keys and texts, and regular expressions passed through `pattern`. */
export function placed(value, dir, pattern = regexp => regexp) {
  if (typeof value === 'string') return value.replaceAll('<dir>', dir);
  if (value instanceof RegExp) return pattern(value);
  if (Array.isArray(value)) return value.map(item => placed(item, dir, pattern));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [placed(key, dir), placed(item, dir, pattern)]));
}

/** The configuration of an app for mfshake. */
export function configOf({ shared, shareScope, resolve, exposes, remotes, entryLayer, rules }, dir) {
  const pattern = ({ source, flags }) => ({ regexp: source, ...(flags && { flags }) });
  return JSON.parse(JSON.stringify({ name: 'app', entry: entryLayer ? { main: { import: './src/index.js', layer: entryLayer } } : './src/index.js', module: rules && { rules: placed(rules, dir, pattern) }, exposes, remotes, shared: placed(shared, dir, pattern), shareScope, resolve: placed(resolve, dir) }));
}
