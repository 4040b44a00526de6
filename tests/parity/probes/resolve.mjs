// Requests and files: package.json maps, aliases, extensions, links, side-effect globs.

// A module whose export `a` is asked for, and another that is not.
const file = name => `export const a = ${JSON.stringify(name)};\nexport const b = 'not used';\n`;
const files = (folder, names) => Object.fromEntries(names.map(name => [`${folder}/${name}`, name.endsWith('.cjs') ? `exports.a = ${JSON.stringify(name)};\nexports.b = 1;\n` : name.endsWith('.json') ? { a: 1, b: 2 } : file(name)]));
const pkg = (name, manifest, names) => ({ [`node_modules/${name}/package.json`]: { name, version: '1.0.0', ...manifest }, ...files(`node_modules/${name}`, names) });
/** An app that uses `a` of each request. */
const uses = (...requests) => ({ 'src/index.js': requests.map((request, i) => `import { a as a${i} } from '${request}';\nuse(a${i});\n`).join('') });
const requires = (...requests) => ({ 'src/index.js': requests.map((request, i) => `const { a: a${i} } = require('${request}');\nuse(a${i});\n`).join('') });
const both = request => ({ 'src/index.js': `import { a } from '${request}';\nuse(a, require('${request}').a);\n` });

// A re-export of what cannot be resolved: webpack and Rspack know that it is not there, mfshake that somebody asked for it. The build fails in all three.
const missing = line => [[line, 'a missing module']];
const refused = key => [[`"${key}" in "resolve" is not supported`, 'refused (M304)']];

const probes = [];
const add = (name, content, more = {}) => {
  const { links, differs, ...rest } = more;
  probes.push({ name, files: Object.assign({}, ...[content].flat()), case: rest, links, differs });
};

// --- exports ---
add('exports string', [uses('lib'), pkg('lib', { exports: './x.js', main: './y.js' }, ['x.js', 'y.js'])]);
add('exports array string', [uses('lib'), pkg('lib', { exports: ['./x.js', './y.js'] }, ['x.js', 'y.js'])]);
add('exports array first missing', [uses('lib'), pkg('lib', { exports: ['./gone.js', './y.js'] }, ['y.js'])]);
add('exports array first invalid', [uses('lib'), pkg('lib', { exports: ['x.js', './y.js'] }, ['x.js', 'y.js'])]);
add('exports array null first', [uses('lib'), pkg('lib', { exports: [null, './y.js'] }, ['y.js'])]);
add('exports array of conditions', [uses('lib'), pkg('lib', { exports: { '.': [{ foo: './x.js' }, { import: './y.js' }, './z.js'] } }, ['x.js', 'y.js', 'z.js'])]);
add('exports nested conditions', [both('lib'), pkg('lib', { exports: { '.': { node: { import: './node.js', require: './node.cjs' }, browser: { import: { production: './prod.js', default: './dev.js' }, require: './web.cjs' }, default: './d.js' } } }, ['node.js', 'node.cjs', 'prod.js', 'dev.js', 'web.cjs', 'd.js'])]);
add('exports nested conditions node', [both('lib'), pkg('lib', { exports: { '.': { node: { import: './node.js', require: './node.cjs' }, browser: { import: './prod.js', require: './web.cjs' }, default: './d.js' } } }, ['node.js', 'node.cjs', 'prod.js', 'web.cjs', 'd.js'])], { target: 'node' });
add('exports nested falls out', [uses('lib'), pkg('lib', { exports: { '.': { browser: { deno: './x.js' }, default: './d.js' } } }, ['x.js', 'd.js'])]);
add('exports null in condition', [uses('lib'), pkg('lib', { exports: { '.': { browser: null, default: './d.js' } } }, ['d.js'])]);
add('exports null in nested condition', [uses('lib'), pkg('lib', { exports: { '.': { browser: { import: null }, default: './d.js' } } }, ['d.js'])]);
add('exports order wins', [uses('lib'), pkg('lib', { exports: { default: './d.js', import: './i.js' } }, ['d.js', 'i.js'])]);
add('exports module condition', [both('lib'), pkg('lib', { exports: { module: './m.js', require: './r.cjs', default: './d.js' } }, ['m.js', 'r.cjs', 'd.js'])]);
add('exports module-sync', [both('lib'), pkg('lib', { exports: { 'module-sync': './m.js', default: './d.cjs' } }, ['m.js', 'd.cjs'])]);
add('exports webpack condition', [uses('lib'), pkg('lib', { exports: { webpack: './w.js', default: './d.js' } }, ['w.js', 'd.js'])]);
add('exports development', [uses('lib'), pkg('lib', { exports: { development: './dev.js', production: './prod.js', default: './d.js' } }, ['dev.js', 'prod.js', 'd.js'])], { mode: 'development' });
add('exports mode none', [uses('lib'), pkg('lib', { exports: { development: './dev.js', production: './prod.js', default: './d.js' } }, ['dev.js', 'prod.js', 'd.js'])], { mode: 'none' });
add('exports conditionNames', [uses('lib'), pkg('lib', { exports: { mine: './m.js', import: './i.js', default: './d.js' } }, ['m.js', 'i.js', 'd.js'])], { resolve: { conditionNames: ['mine', '...'] } });
add('exports conditionNames alone', [uses('lib'), pkg('lib', { exports: { mine: './m.js', import: './i.js', default: './d.js' } }, ['m.js', 'i.js', 'd.js'])], { resolve: { conditionNames: ['import'] } });
add('exports types first', [uses('lib'), pkg('lib', { exports: { types: './t.d.ts', import: './i.js' } }, ['i.js', 't.d.ts'])]);
add('exports missing subpath', [uses('lib/x.js'), pkg('lib', { exports: { '.': './i.js' } }, ['i.js', 'x.js'])]);
add('exports package.json', [{ 'src/index.js': "import { version } from 'lib/package.json';\nuse(version);\n" }, pkg('lib', { exports: { '.': './i.js', './package.json': './package.json' } }, ['i.js'])]);
add('exports empty object', [uses('lib'), pkg('lib', { exports: {}, main: './i.js' }, ['i.js'])]);
add('exports null', [uses('lib'), pkg('lib', { exports: null, main: './i.js' }, ['i.js'])]);
add('exports false', [uses('lib'), pkg('lib', { exports: false, main: './i.js' }, ['i.js'])]);
add('exports mixed keys', [uses('lib'), pkg('lib', { exports: { './a': './i.js', import: './i.js' } }, ['i.js'])]);
add('exports pattern', [uses('lib/features/x.js', 'lib/features/y/z'), pkg('lib', { exports: { './features/*.js': './src/features/*.js', './features/*': './src/other/*.js' } }, ['src/features/x.js', 'src/other/x.js.js', 'src/other/y/z.js'])]);
add('exports pattern precedence', [uses('lib/a/b/c', 'lib/a/x', 'lib/a/b/x-y'), pkg('lib', { exports: { './*': './star/*.js', './a/*': './a/*.js', './a/b/*': './ab/*.js', './a/b/x-*': './abx/*.js' } }, ['star/a/b/c.js', 'a/x.js', 'a/b/c.js', 'ab/c.js', 'ab/x-y.js', 'abx/y.js'])]);
add('exports pattern same prefix longer suffix', [uses('lib/x.cc.js'), pkg('lib', { exports: { './*.js': './one/*.js', './*.cc.js': './two/*.js' } }, ['one/x.cc.js', 'two/x.js'])]);
add('exports exact before pattern', [uses('lib/x'), pkg('lib', { exports: { './*': './star/*.js', './x': './exact.js' } }, ['star/x.js', 'exact.js'])]);
add('exports pattern star twice in target', [uses('lib/x'), pkg('lib', { exports: { './*': './d/*/*.js' } }, ['d/x/x.js'])]);
add('exports pattern two stars in key', [uses('lib/x/y'), pkg('lib', { exports: { './*/*': './d/*.js', '.': './d.js' } }, ['d/x/y.js', 'd.js', 'd/x.js', 'd/y.js'])]);
add('exports pattern null', [uses('lib/internal/x', 'lib/pub'), pkg('lib', { exports: { './*': './*.js', './internal/*': null } }, ['internal/x.js', 'pub.js'])]);
add('exports pattern empty match', [uses('lib/d/'), pkg('lib', { exports: { './d/*': './d/*index.js' } }, ['d/index.js'])]);
add('exports folder slash', [uses('lib/d/x.js'), pkg('lib', { exports: { './d/': './src/' } }, ['src/x.js'])]);
add('exports folder slash and star', [uses('lib/d/x.js'), pkg('lib', { exports: { './d/': './src/', './d/*': './two/*' } }, ['src/x.js', 'two/x.js'])]);
add('exports target without extension', [uses('lib/x'), pkg('lib', { exports: { './x': './src/x' } }, ['src/x.js'])]);
add('exports target folder', [uses('lib/x'), pkg('lib', { exports: { './x': './src' } }, ['src/index.js'])]);
add('exports dots in request', [uses('lib/d/../e/x'), pkg('lib', { exports: { './*': './*.js' } }, ['e/x.js', 'd/x.js'])]);
add('exports target outside', [uses('lib/x'), pkg('lib', { exports: { './x': './../other/x.js' } }, ['y.js']), pkg('other', {}, ['x.js'])]);
add('exports target node_modules', [uses('lib/x'), pkg('lib', { exports: { './x': './node_modules/in/x.js' } }, ['node_modules/in/x.js'])]);
add('exports percent', [uses('lib/%41'), pkg('lib', { exports: { './%41': './pc.js', './A': './A.js' } }, ['pc.js', 'A.js'])]);
add('self reference', [uses('./own.js'), { 'package.json': { name: 'app', version: '1.0.0', exports: { '.': './src/main.js', './x': './src/x.js' } }, 'src/own.js': "import { a as m } from 'app';\nimport { a as x } from 'app/x';\nexport const a = [m, x];\n" }, files('src', ['main.js', 'x.js'])]);
add('self reference without exports', [uses('app/src/x.js'), { 'package.json': { name: 'app', version: '1.0.0', main: './src/x.js' } }, files('src', ['x.js'])]);
add('self reference in a package', [uses('lib'), pkg('lib', { exports: { '.': './i.js', './x': './x.js' } }, ['x.js']), { 'node_modules/lib/i.js': "export { a } from 'lib/x';\nexport { b } from 'lib/x';\n" }]);
add('self before node_modules', [uses('app/x'), { 'package.json': { name: 'app', exports: { './x': './src/x.js' } } }, pkg('app', { exports: { './x': './x.js' } }, ['x.js']), files('src', ['x.js'])]);
// --- imports ---
add('imports', [uses('#a', '#b/x', '#c/y.js', '#dep', '#dep2', '#cond'), { 'package.json': { name: 'app', imports: { '#a': './src/a.js', '#b/*': './src/b/*.js', '#c/*.js': './src/c/*.js', '#dep': 'lib', '#dep2': 'lib/sub', '#cond': { node: './src/n.js', browser: './src/w.js' } } } }, files('src', ['a.js', 'b/x.js', 'c/y.js', 'n.js', 'w.js']), pkg('lib', { exports: { '.': './i.js', './sub': './s.js' } }, ['i.js', 's.js'])]);
add('imports null and missing', [uses('#a', '#nope'), { 'package.json': { name: 'app', imports: { '#a': null } } }]);
add('imports array', [uses('#a'), { 'package.json': { name: 'app', imports: { '#a': ['gone', './src/a.js'] } } }, files('src', ['a.js'])]);
add('imports slash', [uses('#/x.js'), { 'package.json': { name: 'app', imports: { '#/*': './src/*' } } }, files('src', ['x.js'])]);
add('imports star to package', [uses('#lib/x'), { 'package.json': { name: 'app', imports: { '#lib/*': 'lib/*.js' } } }, pkg('lib', {}, ['x.js'])]);
add('imports in nested package.json', [uses('./sub/in.js'), { 'package.json': { name: 'app', imports: { '#a': './src/a.js' } }, 'src/sub/package.json': { type: 'module' }, 'src/sub/in.js': "export { a } from '#a';\n" }, files('src', ['a.js'])], { differs: missing('src/sub/in.js: provided') });
add('imports folder', [uses('#d/x.js'), { 'package.json': { name: 'app', imports: { '#d/': './src/d/' } } }, files('src', ['d/x.js'])]);
add('imports builtin', [{ 'src/index.js': "import { join } from '#p';\nuse(join);\n", 'package.json': { name: 'app', imports: { '#p': 'node:path' } } }], { target: 'node' });
// --- browser ---
const lib = (manifest, names) => [uses('lib'), pkg('lib', manifest, names)];
add('browser string', lib({ main: './m.js', browser: './b.js' }, ['m.js', 'b.js']));
add('browser string node', lib({ main: './m.js', browser: './b.js' }, ['m.js', 'b.js']), { target: 'node' });
add('browser string and module', lib({ main: './m.js', module: './mod.js', browser: './b.js' }, ['m.js', 'mod.js', 'b.js']));
add('browser object main', lib({ main: './m.js', browser: { './m.js': './b.js' } }, ['m.js', 'b.js']));
add('browser object main without dot', lib({ main: 'm.js', browser: { 'm.js': 'b.js' } }, ['m.js', 'b.js']));
add('browser object key without extension', lib({ main: './m.js', browser: { './m': './b.js' } }, ['m.js', 'b.js']));
add('browser object module key', lib({ main: './m.js', module: './mod.js', browser: { './m.js': './b.js', './mod.js': './bmod.js' } }, ['m.js', 'mod.js', 'b.js', 'bmod.js']));
add('browser object false', [uses('lib'), pkg('lib', { main: './m.js', browser: { './x.js': false, fs: false, other: './o.js' } }, ['x.js', 'o.js']), { 'node_modules/lib/m.js': "import x from './x.js';\nimport fs from 'fs';\nimport { a as o } from 'other';\nexport const a = [x, fs, o];\n" }]);
add('browser package to package', [uses('lib'), pkg('lib', { main: './m.js', browser: { one: 'two', './sub': './b.js' } }, ['sub.js', 'b.js']), pkg('one', {}, ['index.js']), pkg('two', {}, ['index.js']), { 'node_modules/lib/m.js': "import { a as o } from 'one';\nimport { a as s } from './sub';\nexport const a = [o, s];\n" }]);
add('browser subpath of package', [uses('lib'), pkg('lib', { main: './m.js', browser: { 'one/x.js': './b.js', 'one/y': './b2.js' } }, ['b.js', 'b2.js']), pkg('one', {}, ['index.js', 'x.js', 'y.js']), { 'node_modules/lib/m.js': "import { a as o } from 'one/x.js';\nimport { a as s } from 'one/y';\nexport const a = [o, s];\n" }]);
add('browser for request from outside', [uses('lib/x', 'lib/y.js'), pkg('lib', { browser: { './x.js': './bx.js', './y.js': './by.js' } }, ['x.js', 'y.js', 'bx.js', 'by.js'])]);
add('browser folder index', [uses('lib'), pkg('lib', { main: './m.js', browser: { './d/index.js': './b.js' } }, ['d/index.js', 'b.js']), { 'node_modules/lib/m.js': "export { a } from './d';\n" }]);
add('browser folder key', [uses('lib'), pkg('lib', { main: './m.js', browser: { './d': './b.js' } }, ['d/index.js', 'b.js']), { 'node_modules/lib/m.js': "export { a } from './d';\n" }]);
add('browser in app', [uses('./x', 'lib'), { 'package.json': { name: 'app', browser: { './src/x.js': './src/bx.js', lib: './src/bl.js' } } }, files('src', ['x.js', 'bx.js', 'bl.js']), pkg('lib', {}, ['index.js'])]);
add('browser with exports', lib({ exports: './m.js', browser: { './m.js': './b.js' } }, ['m.js', 'b.js']));
add('browser chain', [uses('lib'), pkg('lib', { main: './m.js', browser: { './m.js': './n.js', './n.js': './o.js' } }, ['m.js', 'n.js', 'o.js'])]);
add('exportsFields empty', lib({ main: './m.js', exports: './e.js' }, ['m.js', 'e.js']), { resolve: { exportsFields: [] } });
add('aliasFields empty', lib({ main: './m.js', browser: { './m.js': './b.js' } }, ['m.js', 'b.js']), { resolve: { aliasFields: [] } });
// --- main fields ---
add('mainFields order', lib({ main: './m.js', module: './mod.js', 'jsnext:main': './js.js' }, ['m.js', 'mod.js', 'js.js']), { resolve: { mainFields: ['jsnext:main', 'main'] } });
add('mainFields first missing file', lib({ main: './m.js', module: './gone.js' }, ['m.js']));
add('mainFields empty string', [both('lib'), pkg('lib', { main: '', module: './mod.js' }, ['index.js', 'mod.js'])]);
add('mainFields no file', lib({}, ['index.js']));
add('main folder', lib({ main: './d' }, ['d/index.js']));
add('main folder slash', lib({ main: 'd/' }, ['d/index.js']));
add('main dot', lib({ main: '.' }, ['index.js']));
add('main without extension', lib({ main: 'd' }, ['d.js', 'd/index.js']));
add('main gone, index', lib({ main: './gone.js' }, ['index.js']));
add('subpath with own package.json', [uses('lib/sub'), pkg('lib', {}, ['index.js', 'sub/m.js', 'sub/es.js']), { 'node_modules/lib/sub/package.json': { main: './m.js', module: './es.js', sideEffects: false } }]);
add('module field not an object', lib({ main: './m.js', module: true }, ['m.js']));
add('package.json in folder of app', [uses('./dir'), { 'src/dir/package.json': { main: './x.js' } }, files('src/dir', ['x.js', 'index.js'])]);
// --- links ---
add('pnpm', [uses('lib'), { 'node_modules/.pnpm/lib@1.0.0/node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: false }, 'node_modules/.pnpm/lib@1.0.0/node_modules/lib/index.js': "export { a, b } from 'dep';\n", 'node_modules/.pnpm/dep@2.0.0/node_modules/dep/package.json': { name: 'dep', version: '2.0.0' }, ...files('node_modules/.pnpm/dep@2.0.0/node_modules/dep', ['index.js']) }], { links: { 'node_modules/lib': '.pnpm/lib@1.0.0/node_modules/lib', 'node_modules/.pnpm/lib@1.0.0/node_modules/dep': '../../dep@2.0.0/node_modules/dep' }, shared: { lib: {}, dep: {} } });
add('workspace link', [uses('ui'), { 'packages/ui/package.json': { name: 'ui', version: '1.0.0', sideEffects: false }, 'packages/ui/index.js': "export { a } from './x.js';\nexport { b } from './x.js';\n" }, files('packages/ui', ['x.js'])], { links: { 'node_modules/ui': '../packages/ui' }, shared: { ui: {} } });
add('workspace link kept', [uses('ui'), { 'packages/ui/package.json': { name: 'ui', version: '1.0.0' } }, files('packages/ui', ['index.js'])], { links: { 'node_modules/ui': '../packages/ui' }, resolve: { symlinks: false } });
add('linked file', [uses('./l.js', './sub/l2.js'), files('real', ['x.js']), { 'src/sub/x.js': '' }], { links: { 'src/l.js': '../real/x.js', 'src/sub/l2.js': '../../real/x.js' } });
add('link of a folder in the app', [uses('./l/x.js'), files('real', ['x.js'])], { links: { 'src/l': '../real' } });
// --- sideEffects ---
const flagged = (sideEffects, names = ['x.js', 'y.js', 'd/z.js', 'style.css']) => [
  { 'src/index.js': "import { v } from 'lib';\nuse(v);\n" },
  { 'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects }, 'node_modules/lib/index.js': "import './x.js';\nimport './y.js';\nimport './d/z.js';\nimport './d/e/w.js';\nexport const v = 1;\n" },
  Object.fromEntries(['x.js', 'y.js', 'd/z.js', 'd/e/w.js'].map(name => [`node_modules/lib/${name}`, `globalThis.run('${name}');\nexport const ${name.replace(/\W/g, '_')} = 1;\n`])),
];
for (const flag of [false, true, [], ['x.js'], ['./x.js'], './x.js', 'x.js', ['*.js'], ['./*.js'], ['**/*.js'], ['./**/*.js'], ['d/*'], ['d/**'], ['./d/**'], ['d/'], ['./d'], ['{x,y}.js'], ['./{x,d/z}.js'], ['[xy].js'], ['?.js'], ['!x.js'], ['./d/**/w.js'], ['d/**/z.js'], ['**/e/*'], ['*/z.js'], ['/x.js'], ['**'], ['*'], ['./**'], ['*.css'], 'false', 0, '**/', ['d/**/'], ['./'], ['d/**/e/**/w.js'], ['.'], ['d*'], ['**d/*'], ['x.JS'], ['e/w.js'], ['**/w.js', 'y.js'], ['../lib/x.js'], ['@(x|y).js'], ['d/{e,f}/*.js'], ['d/[!a]/w.js'], ['x*'], ['*x.js'], ['{x.js,d/**}'], ['\\x.js'], ['./d/e/*', '']]) {
  add(`sideEffects ${JSON.stringify(flag)}`, flagged(flag));
}
add('sideEffects of nested package.json', [flagged(true), { 'node_modules/lib/d/package.json': { sideEffects: false } }]);
add('sideEffects nested without flag', [flagged(false), { 'node_modules/lib/d/package.json': { type: 'module' } }]);
add('sideEffects with css', [{ 'src/index.js': "import { v } from 'lib';\nuse(v);\n", 'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: ['**/*.css'] }, 'node_modules/lib/index.js': "import './x.js';\nexport const v = 1;\n", 'node_modules/lib/x.js': 'globalThis.run(1);\n' }]);
add('sideEffects by main field', [uses('lib'), { 'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: ['src/polyfill.js'] }, 'node_modules/lib/index.js': "import './src/polyfill.js';\nimport './src/other.js';\nexport const a = 1;\n", 'node_modules/lib/src/polyfill.js': 'globalThis.run(1);\n', 'node_modules/lib/src/other.js': 'globalThis.run(2);\n' }]);
add('sideEffects through a link', [uses('lib'), { 'packages/l/package.json': { name: 'lib', version: '1.0.0', sideEffects: ['./p.js'] }, 'packages/l/index.js': "import './p.js';\nimport './o.js';\nexport const a = 1;\n", 'packages/l/p.js': 'globalThis.run(1);\n', 'packages/l/o.js': 'globalThis.run(2);\n' }], { links: { 'node_modules/lib': '../packages/l' } });
add('sideEffects of the app', [{ 'package.json': { name: 'app', sideEffects: ['./src/p.js'] }, 'src/index.js': "import './p.js';\nimport './o.js';\nuse(1);\n", 'src/p.js': 'globalThis.run(1);\n', 'src/o.js': 'globalThis.run(2);\n' }]);
// --- fully specified ---
add('type module', [uses('lib'), pkg('lib', { type: 'module', exports: './i.js' }, ['x.js', 'd/index.js']), { 'node_modules/lib/i.js': "export { a } from './x';\nexport * from './d';\n" }], { differs: missing('lib/i.js: provided') });
add('mjs', [uses('./m.mjs'), { 'src/m.mjs': "export { a } from './x';\nexport { a as c } from './x.js';\n" }, files('src', ['x.js'])], { differs: missing('src/m.mjs: provided') });
add('mjs requests a package', [uses('./m.mjs'), { 'src/m.mjs': "export { a } from 'lib';\nexport { a as c } from 'lib/sub';\nexport { a as d } from 'lib/sub.js';\n" }, pkg('lib', {}, ['index.js', 'sub.js'])], { differs: missing('src/m.mjs: provided') });
add('fullySpecified option', [uses('./x', './y.js'), files('src', ['x.js', 'y.js'])], { resolve: { fullySpecified: true } });
add('type module require', [uses('./m.cjs'), { 'src/package.json': { type: 'module' }, 'src/m.cjs': "exports.a = require('./x').a;\n" }, files('src', ['x.js'])]);
add('mjs json', [uses('./m.mjs'), { 'src/m.mjs': "import d from './d.json';\nexport const a = d.x;\n", 'src/d.json': { x: 1, y: 2 } }]);
add('mjs folder', [uses('./m.mjs'), { 'src/m.mjs': "export { a } from './d/index.js';\nexport { b } from './e';\n" }, files('src', ['d/index.js', 'e/index.js'])], { differs: missing('src/m.mjs: provided') });
// --- alias ---
add('alias', [uses('x/sub', 'x', 'y', 'y/sub', '@/in.js', 'z'), files('src', ['ax/index.js', 'ax/sub.js', 'ay.js', 'in.js', 'z2.js']), pkg('y', {}, ['index.js', 'sub.js'])], { resolve: { alias: { x: '<dir>/src/ax', y$: '<dir>/src/ay.js', '@': '<dir>/src', z: ['<dir>/src/z1.js', '<dir>/src/z2.js'] } } });
add('alias false', [{ 'src/index.js': "import x from 'x';\nimport * as y from 'y/sub';\nimport { a } from 'z';\nuse(x, y.q, a);\n" }, pkg('x', {}, ['index.js']), pkg('z', {}, ['index.js'])], { resolve: { alias: { x: false, y: false, z$: false } } });
add('alias wildcard', [uses('@comp/x', 'p-y'), files('src', ['c/x.js', 'p/y.js'])], { resolve: { alias: { '@comp/*': '<dir>/src/c/*', 'p-*': '<dir>/src/p/*.js' } } });
add('alias array of objects', [uses('x', 'xx'), files('src', ['one.js', 'two.js']), pkg('xx', {}, ['index.js'])], { resolve: { alias: [{ name: 'x', alias: '<dir>/src/one.js', onlyModule: true }, { name: 'xx', alias: '<dir>/src/two.js' }] } });
add('alias chain', [uses('x'), files('src', ['z.js'])], { resolve: { alias: { x: 'y', y: '<dir>/src/z.js' } } });
add('alias to itself', [uses('x'), pkg('x', { main: 'm.js' }, ['m.js', 'es/index.js'])], { resolve: { alias: { x: 'x/es' } } });
add('alias of a file', [uses('./x.js', './y'), files('src', ['x.js', 'y.js', 'x2.js', 'y2.js'])], { resolve: { alias: { '<dir>/src/x.js': '<dir>/src/x2.js', '<dir>/src/y.js': '<dir>/src/y2.js' } } });
add('alias relative key', [uses('./x.js'), files('src', ['x.js', 'x2.js'])], { resolve: { alias: { './x.js': '<dir>/src/x2.js' } } });
add('fallback', [uses('gone', 'x'), files('src', ['f.js', 'g.js']), pkg('x', {}, ['index.js'])], { resolve: { fallback: { gone: '<dir>/src/f.js', x: '<dir>/src/g.js' } } });
add('fallback false', [{ 'src/index.js': "import c from 'crypto';\nimport { a } from 'gone';\nuse(c, a);\n" }], { resolve: { fallback: { crypto: false, gone: false } } });
add('alias of a longer name', [uses('react-dom/x', 'react'), files('src', ['r/index.js', 'r/x.js']), pkg('react-dom', {}, ['x.js'])], { resolve: { alias: { react: '<dir>/src/r' } } });
// --- extensions, main files, modules ---
add('extensions', [uses('./x', './y', './z.foo'), files('src', ['x.foo.js', 'x.js', 'y.bar.js', 'y.js', 'z.foo.js'])], { resolve: { extensions: ['.foo.js', '...'] } });
add('extensions without dots', [uses('./x'), files('src', ['x.web.js', 'x.js'])], { resolve: { extensions: ['.web.js', '.js'] } });
add('extensions empty', [uses('./x.js'), files('src', ['x.js'])], { resolve: { extensions: [] } });
add('file before folder', [uses('./x', './x/'), files('src', ['x.js', 'x/index.js'])]);
add('file without extension', [uses('./x'), files('src', ['x', 'x.js'])]);
add('enforceExtension', [uses('./x', './y.js'), files('src', ['x.js', 'y.js', 'y.js.js'])], { resolve: { enforceExtension: true }, differs: refused('enforceExtension') });
add('extensionAlias', [uses('./x.js', './y.js', './z.mjs'), files('src', ['x.ts', 'y.js', 'z.mts', 'z.mjs'])], { resolve: { extensionAlias: { '.js': ['.ts', '.js'], '.mjs': '.mts' } } });
add('extensionAlias in exports', [uses('lib/x.js'), pkg('lib', { exports: { './*': './*' } }, ['x.ts', 'x.js'])], { resolve: { extensionAlias: { '.js': ['.ts', '.js'] } } });
add('extensionAlias without original', [uses('./x.js'), files('src', ['x.js'])], { resolve: { extensionAlias: { '.js': ['.ts'] } } });
add('mainFiles', [uses('./d', './e'), files('src', ['d/main.js', 'd/index.js', 'e/index.js'])], { resolve: { mainFiles: ['main', 'index'] } });
add('modules', [uses('x', 'y'), files('src', ['x.js', 'lib/y/index.js'])], { resolve: { modules: ['<dir>/src', '<dir>/src/lib', 'node_modules'] } });
add('modules relative', [uses('x', './d/in.js'), files('vendor', ['x.js']), files('src/d/vendor', ['x.js']), { 'src/d/in.js': "export { a } from 'x';\n" }], { resolve: { modules: ['vendor', 'node_modules'] } });
add('roots', [uses('/src/x.js', '/y.js'), files('src', ['x.js']), files('r', ['y.js'])], { resolve: { roots: ['<dir>', '<dir>/r'] } });
add('preferRelative', [uses('x', 'lib'), files('src', ['x.js']), pkg('lib', {}, ['index.js'])], { resolve: { preferRelative: true } });
add('preferAbsolute', [uses('/src/x.js'), files('src', ['x.js'])], { resolve: { preferAbsolute: true } });
add('restrictions', [uses('./x.js', '../y.js'), files('src', ['x.js']), files('.', ['y.js'])], { resolve: { restrictions: ['<dir>/src'] }, differs: refused('restrictions') });
add('descriptionFiles', [uses('lib'), pkg('lib', { main: 'm.js' }, ['m.js', 'n.js']), { 'node_modules/lib/other.json': { name: 'lib', main: 'n.js' } }], { resolve: { descriptionFiles: ['other.json', 'package.json'] }, differs: refused('descriptionFiles') });
add('exportsFields', [uses('lib'), pkg('lib', { exports: './m.js', mine: './n.js' }, ['m.js', 'n.js'])], { resolve: { exportsFields: ['mine', 'exports'] } });
add('importsFields', [uses('#x'), { 'package.json': { name: 'app', imports: { '#x': './src/m.js' }, mine: { '#x': './src/n.js' } } }, files('src', ['m.js', 'n.js'])], { resolve: { importsFields: ['mine'] } });
add('byDependency', [both('lib'), pkg('lib', { exports: { c: './c.js', import: './i.js', require: './r.cjs' } }, ['c.js', 'i.js', 'r.cjs'])], { resolve: { byDependency: { commonjs: { conditionNames: ['c', '...'] } } } });
add('byDependency extensions', [both('./x'), files('src', ['x.cjs', 'x.js'])], { resolve: { byDependency: { commonjs: { extensions: ['.cjs'] } } } });
// --- requests ---
add('query', [uses('./x.js?raw', './x.js', './x.js?a=1'), files('src', ['x.js'])]);
add('query of a package', [uses('lib?x', 'lib/y.js?x'), pkg('lib', { exports: { '.': './i.js', './y.js': './y.js' } }, ['i.js', 'y.js'])]);
add('fragment', [uses('./x.js#f', './y#z'), files('src', ['x.js', 'y#z.js', 'y.js'])], { differs: [['extra: src/y#z.js', 'the bundlers write the path of this file in another way']] });
add('query in a folder name', [uses('./x.js?./y.js'), files('src', ['x.js'])]);
add('trailing slash', [uses('lib/', './d/'), pkg('lib', { main: 'm.js' }, ['m.js', 'index.js']), files('src', ['d/index.js'])]);
add('dot requests', [uses('./d/in.js'), { 'src/d/in.js': "export { a } from '.';\nimport { a as p } from '..';\nimport { b as q } from './';\nuse(p, q);\n" }, files('src', ['d/index.js']), { 'src/index.js': "export { a as default } from './d/in.js';\nimport { a } from './d/in.js';\nuse(a);\nexport { a };\n" }]);
add('backslash', [{ 'src/index.js': "import { a } from '.\\\\x.js';\nuse(a);\n" }, files('src', ['x.js'])]);
add('case', [uses('./X.js'), files('src', ['x.js'])]);
add('absolute request', [uses('/work-not-there/x.js'), files('src', ['x.js'])]);
add('empty request', [{ 'src/index.js': "import { a } from '';\nuse(a);\n" }]);
add('request with blanks', [{ 'src/index.js': "import { a } from ' ./x.js';\nuse(a);\n" }, files('src', ['x.js'])]);
add('double slash', [uses('.//x.js', './d//x.js', 'lib//x.js'), files('src', ['x.js', 'd/x.js']), pkg('lib', {}, ['x.js'])]);
add('data uri', [{ 'src/index.js': "import { a } from 'data:text/javascript,export const a = 1; export const b = 2';\nuse(a);\n" }], { differs: [['data:text/javascript', 'data: modules are not read']] });
add('http', [{ 'src/index.js': "import { a } from 'https://example.org/x.js';\nuse(a);\n" }]);
add('missing in try', [{ 'src/index.js': "let x;\ntry { x = require('gone'); } catch { x = 1; }\ntry { require.resolve('gone2'); } catch {}\nuse(x);\n" }]);
add('missing in try of dependency', [uses('lib'), pkg('lib', {}, []), { 'node_modules/lib/index.js': "try { exports.a = require('gone'); } catch (error) { exports.a = 1; }\nexports.b = 1;\n" }]);
add('missing import', [uses('gone', './gone.js', 'lib/gone'), pkg('lib', {}, ['index.js'])]);
add('missing dynamic import', [{ 'src/index.js': "import('gone').catch(use);\n" }]);
add('builtins on node', [{ 'src/index.js': "import fs from 'fs';\nimport { join } from 'node:path';\nimport * as t from 'fs/promises';\nimport test from 'node:test';\nuse(fs.x, join, t.x, test, require('node:os').x, require('worker_threads'));\n" }], { target: 'node' });
add('builtins on web', [{ 'src/index.js': "import fs from 'fs';\nuse(fs.x);\n" }]);
add('node: on web', [{ 'src/index.js': "import fs from 'node:fs';\nuse(fs.x);\n" }], { differs: missing('node:fs') });
add('builtin shadowed by a package', [uses('punycode', 'events', 'buffer/'), pkg('punycode', {}, ['index.js']), pkg('events', {}, ['index.js']), pkg('buffer', {}, ['index.js'])]);
add('builtin shadowed on node', [uses('punycode', 'punycode/', 'events/x.js'), pkg('punycode', {}, ['index.js']), pkg('events', {}, ['x.js'])], { target: 'node' });
// --- tsconfig ---
const ts = (compilerOptions, more = {}) => ({ 'tsconfig.json': { compilerOptions, ...more } });
const tsconfig = { resolve: { tsconfig: true, extensions: ['.ts', '.js'] }, entries: ['./src/index.ts'] };
const tsUses = (...requests) => ({ 'src/index.ts': uses(...requests)['src/index.js'] });
add('tsconfig paths', [tsUses('@a/x', '@b', 'c-x-d', '@two'), ts({ baseUrl: '.', paths: { '@a/*': ['src/a/*'], '@b': ['src/b.ts'], 'c-*-d': ['src/c/*.ts'], '@two': ['src/gone.ts', 'src/two.ts'] } }), files('src', ['a/x.ts', 'b.ts', 'c/x.ts', 'two.ts'])], tsconfig);
add('tsconfig baseUrl', [tsUses('src/x', 'lib'), ts({ baseUrl: './' }), files('src', ['x.ts']), pkg('lib', {}, ['index.js'])], tsconfig);
add('tsconfig baseUrl before packages', [tsUses('lib'), ts({ baseUrl: './src' }), files('src', ['lib.ts']), pkg('lib', {}, ['index.js'])], tsconfig);
add('tsconfig extends', [tsUses('@a/x'), { 'tsconfig.json': { extends: './base/tsconfig.base.json' }, 'base/tsconfig.base.json': { compilerOptions: { baseUrl: '..', paths: { '@a/*': ['src/a/*'] } } } }, files('src', ['a/x.ts'])], tsconfig);
add('tsconfig extends array', [tsUses('@a/x'), { 'tsconfig.json': { extends: ['./one.json', './two.json'] }, 'one.json': { compilerOptions: { paths: { '@a/*': ['./src/one/*'] } } }, 'two.json': { compilerOptions: { paths: { '@a/*': ['./src/two/*'] } } } }, files('src', ['one/x.ts', 'two/x.ts'])], tsconfig);
add('tsconfig extends a package', [tsUses('@a/x'), { 'tsconfig.json': { extends: 'base/tsconfig.json', compilerOptions: { baseUrl: '.', paths: { '@a/*': ['src/a/*'] } } }, 'node_modules/base/tsconfig.json': { compilerOptions: { strict: true } } }, files('src', ['a/x.ts'])], tsconfig);
add('tsconfig with comments', [tsUses('@a/x'), { 'tsconfig.json': '{\n  // comment\n  "compilerOptions": { /* x */ "paths": { "@a/*": ["./src/a/*",], }, },\n}\n' }, files('src', ['a/x.ts'])], tsconfig);
add('tsconfig star', [tsUses('x', 'lib'), ts({ paths: { '*': ['./src/star/*'] } }), files('src', ['star/x.ts']), pkg('lib', {}, ['index.js'])], tsconfig);
add('tsconfig precedence', [tsUses('@a/b/x', '@a/exact'), ts({ paths: { '@a/*': ['./src/one/*'], '@a/b/*': ['./src/two/*'], '@a/exact': ['./src/three.ts'] } }), files('src', ['one/b/x.ts', 'two/x.ts', 'one/exact.ts', 'three.ts'])], tsconfig);
add('tsconfig not asked for', [tsUses('@a/x'), ts({ paths: { '@a/*': ['./src/a/*'] } }), files('src', ['a/x.ts']), pkg('@a/x', {}, ['index.js'])], { entries: ['./src/index.ts'], resolve: { extensions: ['.ts', '.js'] } });
add('tsconfig path to a package', [tsUses('mylib'), ts({ baseUrl: '.', paths: { mylib: ['node_modules/lib'] } }), pkg('lib', { main: 'm.js' }, ['m.js', 'index.js'])], tsconfig);
add('ts index and js request', [tsUses('./x.js', './d'), files('src', ['x.ts', 'd/index.ts'])], { entries: ['./src/index.ts'], resolve: { extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } } });

export default probes;
