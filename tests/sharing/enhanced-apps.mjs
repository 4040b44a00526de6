// Apps over the options that only @module-federation/enhanced has, in the shape of apps.mjs.
import { apps } from './apps.mjs';

const js = (...requests) => requests.map((request, i) => `import * as m${i} from '${request}';\nuse(m${i});\n`).join('');
const index = (...requests) => ({ 'src/index.js': js(...requests) });
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

  // layers: no module is in one
  'issuer layer': { files: index('lib', 'other'), shared: { lib: { issuerLayer: 'rsc' }, other: {} } },
  'issuer layer beside none': { files: index('lib'), shared: { a: { request: 'lib', issuerLayer: 'rsc', shareKey: 'rsc' }, lib: {} } },
  'issuer layer of a prefix': { files: index('lib/get'), shared: { 'lib/': { issuerLayer: 'rsc' } } },
  layer: { files: index('lib'), shared: { lib: { layer: 'ssr' } } },

  // allowNodeModulesSuffixMatch
  'suffix of a bare key': { files: index('lib/get.js'), shared: { 'lib/index.js': { allowNodeModulesSuffixMatch: true } } },
  'suffix of a prefix': { files: index('lib/get.js'), shared: { 'lib/': { allowNodeModulesSuffixMatch: true, exclude: { request: /^get/ } } } },
  'no suffix unless asked for': { files: index('lib/get.js'), shared: { 'lib/index.js': {} } },
  'suffix in a nested package': { files: dep, shared: { 'lib/index.js': { allowNodeModulesSuffixMatch: true }, 'lib/get': {} } },

  // include and exclude
  'include, fallbackVersion': { files: index('lib', 'other'), shared: { lib: { import: false, include: { version: '^1.0.0', fallbackVersion: '1.4.0' } }, other: { import: false, include: { version: '^9.0.0', fallbackVersion: '4.0.0' } } } },
  'exclude, fallbackVersion': { files: index('lib', 'other'), shared: { lib: { import: false, exclude: { version: '^1.0.0', fallbackVersion: '1.4.0' } }, other: { import: false, exclude: { version: '^9.0.0', fallbackVersion: '4.0.0' } } } },
  'fallbackVersion beside an installed version': { files: index('lib', 'other'), shared: { lib: { exclude: { version: '^9.0.0', fallbackVersion: '9.1.0' } }, other: { include: { version: '^9.0.0', fallbackVersion: '9.1.0' } } } },
  'include request': { files: index('lib/get', 'lib/set'), shared: { 'lib/': { include: { request: 'get' } } } },
  'exclude pattern': { files: index('lib/get', 'lib/set'), shared: { 'lib/': { exclude: { request: /et$/ } } } },
  'include version': { files: index('lib', 'other'), shared: { lib: { include: { version: '^1.0.0' } }, other: { include: { version: '^3.0.0' } } } },

  // share scopes
  'a list of scopes': { files: index('lib'), shared: { lib: { shareScope: ['one', 'two'] } } },
  'a list of one scope': { files: index('lib', 'other'), shared: { lib: { shareScope: ['one'] }, other: {} } },
  'a list of scopes of a prefix': { files: index('lib/get'), shared: { 'lib/': { shareScope: ['one', 'default'] } } },
};
