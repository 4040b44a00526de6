// Apps over the options that only @module-federation/enhanced has, in the shape of apps.mjs.
import { apps } from './apps.mjs';

const js = (...requests) => requests.map((request, i) => `import * as m${i} from '${request}';\nuse(m${i});\n`).join('');
const index = (...requests) => ({ 'src/index.js': js(...requests) });
/** lib for the layer rsc, and for all others. */
const layered = { rsc: { request: 'lib', shareKey: 'lib-rsc', issuerLayer: 'rsc' }, lib: {} };
const dep = apps['two physical versions'].files;

export const enhancedApps = {
  // request
  'request of a bare key': { files: index('lib', 'lib/get'), shared: { all: { request: 'lib', shareKey: 'lib' } } },
  'request without a share key': { files: index('lib'), shared: { all: { request: 'lib' } } },
  'request and import': { files: index('lib'), shared: { all: { request: 'lib', import: 'other', shareKey: 'lib' } } },
  'request of a prefix': { files: index('lib/get', 'lib/fp/get.js'), shared: { p: { request: 'lib/', shareKey: 'lib/' } } },
  'request and package name': { files: index('lib'), shared: { all: { request: 'lib', packageName: 'other' } } },
  'request of a scoped package': { files: index('@sc/lib', '@sc/lib/get'), shared: { one: { request: '@sc/lib' }, two: { request: '@sc/lib/get', shareKey: 'two' } } },
  'request, not provided': { files: index('lib'), shared: { all: { request: 'lib', import: false, shareKey: 'lib' } } },
  'request of a file': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { api: { request: './src/api.js', shareKey: 'api' } } },

  // layers: of entries, of rules, of shares
  layer: { files: index('lib'), shared: { lib: { layer: 'ssr' } } },
  'issuer layer of a file': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { './src/api.js': { issuerLayer: 'rsc', shareKey: 'api' } } },
  'layer of the entry': { files: index('lib', 'other'), shared: { lib: { issuerLayer: 'rsc' }, other: {} }, entryLayer: 'rsc', rules: [] },
  'another layer than the entry': { files: index('lib', 'other'), shared: { lib: { issuerLayer: 'rsc' }, other: {} }, entryLayer: 'ssr', rules: [{ test: /never/, layer: 'rsc' }] },
  'layer of a rule': { files: { ...index('lib', './rsc/a.js'), 'src/rsc/a.js': js('lib') }, shared: layered, rules: [{ include: '<dir>/src/rsc/', layer: 'rsc' }] },
  'layer that imports inherit': { files: { ...index('./rsc/a.js'), 'src/rsc/a.js': js('../b.js'), 'src/b.js': js('lib') }, shared: layered, rules: [{ test: /[/]rsc[/]/, layer: 'rsc' }] },
  'one file in two layers': { files: { ...index('./rsc/a.js', './b.js'), 'src/rsc/a.js': js('../b.js'), 'src/b.js': js('lib') }, shared: layered, rules: [{ resource: { and: [/[/]src[/]/, /rsc/] }, layer: 'rsc' }] },
  'rule of an issuer': { files: { ...index('./a.js', './c.js'), 'src/a.js': js('./b.js'), 'src/b.js': js('lib'), 'src/c.js': js('lib') }, shared: layered, rules: [{ issuer: { not: [/index/] }, test: /[/]src[/]/, layer: 'rsc' }, { test: /index|c[.]js/, layer: 'none' }] },
  'rule of an issuer layer': { files: { ...index('./a.js'), 'src/a.js': js('./b.js'), 'src/b.js': js('lib') }, shared: layered, entryLayer: 'app', rules: [{ test: /a[.]js$/, layer: 'mid' }, { issuerLayer: 'mid', layer: 'rsc' }] },
  'the last rule has its way': { files: index('lib'), shared: layered, rules: [{ test: /index/, layer: 'rsc' }, { test: /src/, layer: 'ssr' }] },
  'rules below rules': { files: { ...index('./a.js', './b.js'), 'src/a.js': js('lib'), 'src/b.js': js('lib') }, shared: layered, rules: [{ exclude: /node_modules/, oneOf: [{ test: /a[.]js/, layer: 'rsc' }, { rules: [{ test: /b[.]js/, layer: 'ssr' }] }] }] },
  'dependencies in a layer': { files: { ...index('dep'), ...dep }, shared: layered, rules: [{ test: /node_modules[/]dep[/]/, layer: 'rsc' }] },
  'packages of a layered share': { files: { ...index('other', 'lib'), 'node_modules/other/index.js': js('lib') }, shared: { other: { layer: 'rsc' }, ...layered }, rules: [] },
  'packages of a share without a layer': { files: { ...index('other', 'lib'), 'node_modules/other/index.js': js('lib') }, shared: { other: {}, ...layered }, entryLayer: 'rsc', rules: [] },
  'issuer layer of a prefix': { files: { ...index('lib/get'), 'src/index.js': js('lib/get', './a.js'), 'src/a.js': js('lib/set') }, shared: { 'lib/': { issuerLayer: 'rsc', shareKey: 'rsc/' } }, rules: [{ test: /a[.]js/, layer: 'rsc' }] },
  'prefix for all before that of a layer': { files: index('lib/get'), shared: { 'lib/': {}, r: { request: 'lib/', shareKey: 'rsc/', issuerLayer: 'rsc' } }, entryLayer: 'rsc', rules: [] },
  'prefix of a layer before that for all': { files: index('lib/get'), shared: { r: { request: 'lib/', import: 'lib/', shareKey: 'rsc/', issuerLayer: 'rsc' }, 'lib/': {} }, entryLayer: 'rsc', rules: [] },
  'suffix in a layer': { files: { ...index('lib/get.js') }, shared: { r: { request: 'lib/index.js', shareKey: 'rsc', issuerLayer: 'rsc', allowNodeModulesSuffixMatch: true }, 'lib/index.js': {} }, entryLayer: 'rsc', rules: [] },
  'three layers': { files: { ...index('./a.js', './b.js', './c.js'), 'src/a.js': js('lib'), 'src/b.js': js('lib'), 'src/c.js': js('lib') }, shared: { one: { request: 'lib', shareKey: 'one', issuerLayer: 'one' }, two: { request: 'lib', shareKey: 'two', issuerLayer: 'two' } }, rules: ['a', 'b', 'c'].map((file, i) => ({ test: new RegExp(`/${file}[.]js$`), layer: ['one', 'two', 'three'][i] })) },
  'filtered out in a layer': { files: index('lib'), shared: { r: { request: 'lib', shareKey: 'rsc', issuerLayer: 'rsc', include: { version: '^9.0.0' } } }, entryLayer: 'rsc', rules: [] },
  'layered and not installed': { files: index('gone'), shared: { gone: { import: false, issuerLayer: 'rsc' } }, entryLayer: 'rsc', rules: [] },
  'remote and layered share': { files: index('lib'), shared: { r: { request: 'lib', shareKey: 'rsc', issuerLayer: 'rsc' } }, entryLayer: 'rsc', rules: [], exposes: { './W': './src/index.js' } },

  // allowNodeModulesSuffixMatch
  'suffix of a bare key': { files: index('lib/get.js'), shared: { 'lib/index.js': { allowNodeModulesSuffixMatch: true } } },
  'suffix of a prefix': { files: index('lib/get.js'), shared: { 'lib/': { allowNodeModulesSuffixMatch: true, exclude: { request: /^get/ } } } },
  'no suffix unless asked for': { files: index('lib/get.js'), shared: { 'lib/index.js': {} } },
  'suffix in a nested package': { files: dep, shared: { 'lib/index.js': { allowNodeModulesSuffixMatch: true }, 'lib/get': {} } },

  // include and exclude
  'include, fallbackVersion': { files: index('lib', 'other'), shared: { lib: { import: false, include: { version: '^1.0.0', fallbackVersion: '1.4.0' } }, other: { import: false, include: { version: '^9.0.0', fallbackVersion: '4.0.0' } } } },
  'exclude, fallbackVersion': { files: index('lib', 'other'), shared: { lib: { import: false, exclude: { version: '^1.0.0', fallbackVersion: '1.4.0' } }, other: { import: false, exclude: { version: '^9.0.0', fallbackVersion: '4.0.0' } } } },
  'fallbackVersion beside an installed version': { files: index('lib', 'other'), shared: { lib: { exclude: { version: '^9.0.0', fallbackVersion: '9.1.0' } }, other: { include: { version: '^9.0.0', fallbackVersion: '9.1.0' } } } },

  // share scopes
  'a list of scopes': { files: index('lib'), shared: { lib: { shareScope: ['one', 'two'] } } },
  'a list of one scope': { files: index('lib', 'other'), shared: { lib: { shareScope: ['one'] }, other: {} } },
  'a list of scopes of a key of its own': { files: index('lib', 'other'), shared: { all: { request: 'lib', import: 'other', shareKey: 'all', shareScope: ['one', 'two'], packageName: 'lib' } } },
  'eager with a layer and a scope': { files: index('lib'), shared: { lib: { eager: true, singleton: true, layer: 'ssr', shareScope: ['one'] } } },
  'request of an absolute file': { files: { ...index('./api.js'), 'src/api.js': 'export const a = 1;\n' }, shared: { api: { request: '<dir>/src/api.js', shareKey: 'api', version: '3.0.0' } } },
  'suffix of a prefix with an own key': { files: index('lib/get.js'), shared: { p: { request: 'lib/', shareKey: 'p/', allowNodeModulesSuffixMatch: true } } },
  'fallbackVersion of a prefix': { files: index('lib/get', 'other/get'), shared: { 'lib/': { include: { version: '^9.0.0', fallbackVersion: '9.1.0' } }, 'other/': { exclude: { version: '^9.0.0', fallbackVersion: '9.1.0' } } } },
  'a list of scopes of a prefix': { files: index('lib/get'), shared: { 'lib/': { shareScope: ['one', 'default'] } } },
};
