// Small packages, each about one thing that generated code can get wrong. Every package exports `result` (in CommonJS:
// exports.result) and perhaps more; what it is must be the same as in webpack's own build of the same files.
//
// { name: { file: source } }: index.js is the root; package.json is made up unless given.
export const cases = {
  'live-bindings': {
    'index.js': "import { count, bump } from './counter.js';\nconst before = count;\nbump();\nbump();\nexport const result = [before, count];\nexport { count, bump };",
    'counter.js': 'export let count = 0;\nexport function bump() { count += 1; }',
  },
  'assigned-later': {
    'index.js': "export let late;\nexport var later;\nexport const result = [() => late, () => later, () => both].map(get => { try { return typeof get(); } catch (error) { return error.name; } });\nlate = 1;\nlater = 2;\nlet both;\n({ a: late, b: [both] } = { a: 3, b: [4] });\nexport { both };\nfor (later of [5, 6]);",
  },
  'hoisted-functions-in-a-cycle': {
    'index.js': "import { fromB } from './b.js';\nexport function hoisted() { return 'hoisted'; }\nexport const result = fromB;",
    'b.js': "import { hoisted } from './index.js';\nexport const fromB = hoisted();",
  },
  'temporal-dead-zone-in-a-cycle': {
    'index.js': "import { seen } from './b.js';\nexport const early = 1;\nexport const result = seen;",
    'b.js': "import { early } from './index.js';\nlet seen;\ntry { seen = early; } catch (error) { seen = error.name; }\nexport { seen };",
  },
  'order-of-evaluation': {
    'index.js': "import './c.js';\nimport { a } from './a.js';\nimport './b.js';\nexport const result = [...globalThis.emitOrder, a];\nglobalThis.emitOrder = [];",
    'a.js': "import './c.js';\nglobalThis.emitOrder.push('a');\nexport const a = 1;",
    'b.js': "globalThis.emitOrder.push('b');",
    'c.js': "globalThis.emitOrder ??= [];\nglobalThis.emitOrder.push('c');",
  },
  'imports-are-hoisted': {
    'index.js': "export const before = a + 1;\nimport { a } from './a.js';\nexport const result = [before, a];",
    'a.js': 'export const a = 1;',
  },
  'strict-mode-and-this': {
    'index.js': "export const result = [this, (function () { return this; })(), typeof this, [1].map(() => this)[0]];\ntry { undeclaredName = 1; } catch (error) { result.push(error.name); }",
  },
  'sloppy-mode-in-commonjs': {
    'index.js': "exports.result = [typeof (function () { return this; })(), this === exports, this === module.exports];\nundeclaredByEmit = 1;\nexports.result.push(typeof undeclaredByEmit);\ndelete globalThis.undeclaredByEmit;\nvar hidden = with_();\nfunction with_() { with ({ inner: 5 }) { return inner; } }\nexports.result.push(hidden);",
  },
  'calls-lose-this': {
    'index.js': "import { getThis, tag } from './a.js';\nimport * as all from './a.js';\nexport const result = [getThis(), tag`x${1}`, getThis?.(), typeof all.getThis(), new getThis() instanceof getThis, (getThis)()];",
    'a.js': 'export function getThis() { return this === undefined ? "undefined" : typeof this; }\nexport function tag(strings, value) { return [this === undefined, strings[0], value]; }',
  },
  shorthand: {
    'index.js': "import { a, b as c } from './a.js';\nimport d from './a.js';\nconst object = { a, c, d, e: a, ['a' + 1]: a, a() { return a; } };\nconst { a: f = a, [a]: g = c } = {};\nexport const result = [Object.keys(object), object.c, object.d, object.e, object.a1, object.a(), f, g];",
    'a.js': 'export const a = "A";\nexport const b = "B";\nexport default "D";',
  },
  shadowing: {
    'index.js': "import { a, b } from './a.js';\nfunction one(a) { return a; }\nfunction two() { { const a = 2; if (a) return a; } }\nfunction three() { var b = 3; return b; function a() {} }\nconst four = ({ a }) => a;\nfunction five() { try { throw 5; } catch (a) { return a; } }\nconst six = function a() { return typeof a; };\nclass Seven { static a = 7; static b() { return [this.a, a]; } }\nfunction eight(x = a, b = x) { return [x, b]; }\nlabel: for (const a of [9]) { result9 = a; continue label; }\nvar result9;\nexport const result = [one(1), two(), three(), four({ a: 4 }), five(), six(), Seven.b(), eight(), result9, a, b];",
    'a.js': 'export const a = "import a";\nexport const b = "import b";',
  },
  'names-of-the-runtime': {
    'index.js': "import { value as __webpack_exports__ } from './a.js';\nimport __webpack_require__ from './a.js';\nconst module = 1, exports = 2, require = 3, define = 4;\nconst _a_js__WEBPACK_IMPORTED_MODULE_0__ = 6, a__WEBPACK_IMPORTED_MODULE_0__ = 7, __unused_webpack_module = 8;\nexport const result = [__webpack_exports__, __webpack_require__, module, exports, require, define, _a_js__WEBPACK_IMPORTED_MODULE_0__, a__WEBPACK_IMPORTED_MODULE_0__, __unused_webpack_module];\nexport default 'default';",
    'a.js': 'export const value = "value";\nexport default "from a";',
  },
  'default-exports': {
    'index.js': "import fn, { again } from './fn.js';\nimport arrow from './arrow.js';\nimport Class, { made } from './class.js';\nimport value from './value.js';\nimport object from './object.js';\nimport { x as changed, default as notChanged } from './changed.js';\nexport const result = [fn(), again, arrow(2), new Class().x, made, value, object.list, changed, notChanged];\nexport { default } from './value.js';\nexport { default as arrow } from './arrow.js';",
    'fn.js': 'export const again = late();\nexport default function late() { return "hoisted"; }',
    'arrow.js': 'export default x => x * 2;',
    'class.js': 'export default class { x = 1; }\nexport const made = typeof made2();\nfunction made2() { return 1; }',
    'value.js': 'export default 1 + 1, 3;'.replace('1 + 1, 3', '(1 + 1, 3)'),
    'object.js': 'export default { list: [1, 2] };',
    'changed.js': 'let x = 1;\nexport default x;\nx = 2;\nexport { x };',
  },
  'default-function-reassigned': {
    'index.js': "import f, { change } from './f.js';\nconst before = f();\nchange();\nexport const result = [before, f()];",
    'f.js': 'export default function f() { return 1; }\nexport function change() { f = () => 2; }',
  },
  'stars': {
    'index.js': "export * from './a.js';\nexport * from './b.js';\nexport * as ns from './a.js';\nexport const local = 'index';\nimport * as all from './index.js';\nimport * as a from './a.js';\nexport const result = [Object.keys(all).sort(), Object.keys(a), a.default, 'x' in a, all.ns === a];",
    'a.js': 'export const x = 1;\nexport const local = "a";\nexport default "a";',
    'b.js': 'export const y = 2;\nexport const local = "b";',
  },
  'namespace-objects': {
    'index.js': "import * as ns from './a.js';\nconst copy = { ...ns };\nconst { x, ...rest } = ns;\nconst key = ['y'][0];\nexport const result = [copy, x, rest, ns[key], Object.prototype.toString.call(ns), ns.missing, typeof ns, 'y' in ns, Object.keys(ns), JSON.stringify(ns)];\nexport { ns };",
    'a.js': 'export const y = 2;\nexport const x = 1;',
  },
  'string-names': {
    'index.js': "import { 'a b' as ab, \"c-d\" as cd } from './a.js';\nexport { 'a b' as 'x y' } from './a.js';\nexport const result = [ab, cd];\nexport { ab as 'out-put', cd as default };",
    'a.js': "const one = 1;\nexport { one as 'a b', one as 'c-d', one as 'if' };",
  },
  'reserved-names': {
    'index.js': "import { class_, delete_ } from './b.js';\nimport * as ns from './a.js';\nexport const result = [class_, delete_, ns.new, ns.default];",
    'a.js': 'const a = 1, b = 2, c = 3;\nexport { a as class, b as delete, c as new, a as default, b as if };',
    'b.js': "export { class as class_, delete as delete_ } from './a.js';",
  },
  'unicode-and-text': {
    'index.js': "import { ünïcode, \\u0061bc as abc } from './a.js';\nconst text = `import { a } from './a.js'; ${ünïcode} ${`${abc}`}`;\nconst pattern = /import \\{ abc \\} from \"[/]\"/u;\n// import './missing.js'\nexport const result = [text, pattern.source, '\\u2028', \"</script>\", 'a\\\nb'];".replace("\\u0061bc as abc", 'abc'),
    'a.js': 'export const ünïcode = "ü";\nexport const abc = "abc";',
  },
  'line-endings-and-bom': {
    'index.js': "\uFEFFimport { a } from './a.js'\r\nexport const result = [a\r\n, 2]\r\nexport default result",
    'a.js': "#!/usr/bin/env node\nexport const a = 1 // no line end",
  },
  'asi-hazards': {
    'index.js': "import { a } from './a.js'\nimport b from './a.js'\nlet x = a\nb()\n;[1].forEach(() => { x += 1 })\nconst f = () => a\nexport const result = [x, f()]\nexport default a\n+ 1",
    'a.js': 'export const a = 1\nexport default () => {}',
  },
  'import-as-statement-start': {
    'index.js': "import f, { g } from './a.js';\nlet log = []\nf(log)\ng(log)\nlog.push(0)\ng`${log}`\nexport const result = log",
    'a.js': 'export default log => { log.push("f") }\nexport const g = log => { (log.raw ? [] : log).push("g") }',
  },
  classes: {
    'index.js': "import { Base, key, mixin } from './a.js';\nexport class Derived extends mixin(Base) { [key] = 1; static s = key; #p = key; get p() { return this.#p; } static { this.t = key; } key() { return key; } }\nconst d = new Derived();\nexport const result = [d.k, Derived.s, d.p, Derived.t, d.key(), d.base, d.mixed];\nexport default class extends Base {}",
    'a.js': 'export class Base { base = "base"; }\nexport const key = "k";\nexport const mixin = C => class extends C { mixed = true; };',
  },
  'namespace-members': {
    'index.js': "import * as ns from './a.js';\nimport * as cjs from './c.js';\nconst made = new ns.Made(3);\nexport const result = [ns.f(), ns['f'](), (ns).x, ns?.x, ns.f?.(), ns.deep.list[1], made.x, ns.tag`t`, typeof ns.missing, 'x' in ns, cjs.f(), cjs.deep.list.length, (0, ns.f)()];\nfor (const item of ns.deep.list) result.push(item);",
    'a.js': "export const f = function () { return this === undefined ? 'no this' : 'namespace'; };\nexport const x = 1;\nexport class Made { constructor(x) { this.x = x; } }\nexport const deep = { list: [1, 2] };\nexport const tag = strings => strings[0];",
    'c.js': "exports.f = function () { return this === exports; };\nexports.deep = { list: [1] };",
  },
  'same-name-other-thing': {
    'index.js': "import { a, b } from './a.js';\nconst o = { a: 1, b() { return 2; }, get c() { return a; }, 'a.b': 3 };\nclass C { a = a; b() { return b; } static a = b; }\na: for (;;) { break a; }\nconst d = a / b / 2, e = `${a}${{ a }.a}`;\nfunction f({ a: renamed, b = a }, ...rest) { return [renamed, b, rest.a]; }\nconst g = (x = a) => { var b = x; return b; };\nexport const result = [o.a, o.b(), o.c, o['a.b'], new C().a, new C().b(), C.a, d, e, f({ a: 9 }), g(), ((a, b) => a + b)(1, 2), o?.a, typeof a, void a, a in { 4: 0 }, [...[a]], { ...{ a } }.a, -a, a ? b : 0];",
    'a.js': 'export const a = 4;\nexport const b = 2;',
  },
  'export-forms': {
    'index.js': "export var a = 1, b;\nexport let { c, d: [e = 5, ...f], ...g } = { c: 3, d: [undefined, 6], h: 7 };\nexport function* gen() { yield 1; }\nexport async function later() { return 2; }\nexport class K { static k = 8; }\nexport {};\nexport { a as one, a as uno, K as default };\nimport {} from './a.js';\nexport * as inner from './a.js';\nexport * as from from './b.js';\nexport const result = [a, b, c, e, f, g, [...gen()], K.k];\nb = 10;",
    'a.js': 'export default async function named() { return 1; }\nexport const as = 1;',
    'b.js': 'export { as as default, as } from "./a.js";',
  },
  'default-expressions': {
    'index.js': "import a from './a.js';\nimport b from './b.js';\nimport c from './c.js';\nimport d from './d.js';\nimport e, { self } from './e.js';\nexport const result = [a(), typeof b, c.name === 'Named', d, e, self()];",
    'a.js': 'export default (function () { return "in parentheses"; });',
    'b.js': '/* a comment */ export default /* another */ async function* () {} // end',
    'c.js': 'export default class Named {}\nNamed.extra = 1;',
    'd.js': 'const d = [1];\nexport { d as default };\nd.push(2);',
    'e.js': "import me from './e.js';\nexport default 'e';\nexport const self = () => me;",
  },
  'empty-modules': {
    'index.js': "import './nothing.js';\nimport * as nothing from './nothing.js';\nimport comment from './comment.js';\nexport const result = [Object.keys(nothing), typeof comment];",
    'nothing.js': '',
    'comment.js': '// nothing but this',
  },
  'generators-and-async': {
    'index.js': "import { list } from './a.js';\nexport function* numbers() { yield* list; }\nexport async function later() { for await (const x of list) return x; }\nexport const result = [...numbers(), typeof later];",
    'a.js': 'export const list = [1, 2];',
  },
  'dynamic-import': {
    'index.js': "export const load = () => import('./a.js').then(({ x, default: d }) => [x, d]);\nexport const loadCjs = () => import('./c.js').then(ns => [Object.keys(ns).sort(), ns.default, ns.y]);\nexport const result = typeof load;\nexport const promise = Promise.all([load(), loadCjs()]);",
    'a.js': 'export const x = 1;\nexport default 2;',
    'c.js': 'exports.y = 3;',
  },
  'dead-branches': {
    'index.js': "let mode;\nif (process.env.NODE_ENV === 'production') mode = require_('./prod.js'); else mode = 'development';\nfunction require_(name) { return name; }\nexport const result = [mode, process.env.NODE_ENV, process.env.NODE_ENV !== 'production' ? 'dev' : 'prod', typeof process.env.NODE_ENV];",
  },
  json: {
    'index.js': "import data, { name, list } from './data.json';\nimport * as ns from './data.json';\nexport const result = [data, name, list, ns.default === data];",
    'data.json': '{ "name": "json", "list": [1, { "default": 2, "__proto__": 3 }], "a-b": null }',
  },
  'global-this': {
    'index.js': "export const result = [typeof global === 'undefined' ? 'none' : global === globalThis, typeof globalThis];",
  },

  // --- CommonJS -----------------------------------------------------------------------------------------------------

  'commonjs-forms': {
    'index.js': "exports.a = 1;\nmodule.exports.b = 2;\nthis.c = 3;\nexports['d e'] = 4;\nObject.defineProperty(exports, 'f', { enumerable: true, get: () => 5 });\nexports.g = exports.h = 6;\nexports.result = [exports.a, module.exports.b, typeof require, typeof module.id, module.loaded, Object.keys(exports)];",
  },
  'commonjs-function': {
    'index.js': "module.exports = function call() { return 'called'; };\nmodule.exports.result = [typeof module.exports, exports === module.exports];\nmodule.exports.extra = require('./a');",
    'a.js': 'module.exports = { from: "a", self: () => module.exports.from };',
  },
  'commonjs-cycle': {
    'index.js': "exports.early = true;\nconst b = require('./b.js');\nexports.result = [b.seen, b.later()];\nexports.late = true;",
    'b.js': "const root = require('./index.js');\nexports.seen = Object.keys(root);\nexports.later = () => Object.keys(root);",
  },
  'commonjs-requires': {
    'index.js': "const { x, y: { z } } = require('./a.js');\nvar lazy = () => require('./a.js').x;\nlet maybe = null;\ntry { maybe = require('./a.js').missing; } catch { }\nfunction shadow(require) { return require('./not-there.js'); }\nexports.result = [x, z, lazy(), maybe, shadow(name => name), require('./folder').folder, require('./data').value];",
    'a.js': 'exports.x = 1;\nexports.y = { z: 2 };',
    'folder/index.js': 'exports.folder = true;',
    'data.json': '{ "value": 7 }',
  },
  'commonjs-by-name': {
    'index.js': "const load = name => require('./parts/' + name + '.js');\nexports.result = [load('one').value, load('two').value];\ntry { load('three'); } catch (error) { exports.result.push(error.code || error.name); }",
    'parts/one.js': 'exports.value = 1;',
    'parts/two.js': 'exports.value = 2;',
  },
  'commonjs-and-node-globals': {
    'index.js': "exports.result = [typeof global.Array, typeof module.exports, typeof require('./a.js').nothing];",
    'a.js': '',
  },
  'umd': {
    'index.js': "(function (root, factory) {\n  typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) :\n  typeof define === 'function' && define.amd ? define(['exports'], factory) : factory(root.lib = {});\n})(this, function (exports) { 'use strict'; exports.result = 'umd'; Object.defineProperty(exports, '__esModule', { value: true }); });",
  },

  // --- between ES modules and CommonJS ------------------------------------------------------------------------------

  'import-commonjs': {
    'index.js': "import def, { named } from './c.js';\nimport * as ns from './c.js';\nimport fn from './fn.js';\nimport * as fnNs from './fn.js';\nexport const result = [def.named, named, ns.named, ns.default === def, fn(), fn.extra, fnNs.default === fn, fnNs.extra, Object.keys(ns).sort()];",
    'c.js': 'exports.named = 1;\nexports.other = 2;',
    'fn.js': "module.exports = function () { return 'fn'; };\nmodule.exports.extra = 3;",
  },
  'import-commonjs-with-esmodule': {
    'index.js': "import def, { named } from './c.js';\nimport * as ns from './c.js';\nimport none from './none.js';\nexport const result = [def, named, ns.default, Object.keys(ns).sort(), none];\nexport { default } from './c.js';\nexport * from './c.js';",
    'c.js': "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = 'default';\nexports.named = 1;",
    'none.js': 'exports.__esModule = true;\nexports.x = 1;',
  },
  'import-commonjs-from-mjs': {
    'package.json': { name: 'import-commonjs-from-mjs', version: '1.0.0', main: 'index.mjs' },
    'index.mjs': "import def from './c.cjs';\nimport * as ns from './c.cjs';\nimport { named } from './c.cjs';\nexport const result = [def.default, def.named, named, ns.default === def];",
    'c.cjs': "Object.defineProperty(exports, '__esModule', { value: true });\nexports.default = 'default';\nexports.named = 1;",
  },
  'import-commonjs-in-type-module': {
    'package.json': { name: 'import-commonjs-in-type-module', version: '1.0.0', type: 'module', main: 'index.js' },
    'index.js': "import def, { named } from './c.cjs';\nexport const result = [def.default, def.named, named];\nexport * from './c.cjs';",
    'c.cjs': "exports.__esModule = true;\nexports.default = 'default';\nexports.named = 1;",
  },
  'import-commonjs-whole-object': {
    'index.js': "import value from './value.js';\nimport * as text from './text.js';\nimport nothing from './nothing.js';\nexport const result = [value, text.default, text.length, nothing];",
    'value.js': 'module.exports = 42;',
    'text.js': 'module.exports = "text";',
    'nothing.js': 'module.exports = null;',
  },
  'import-commonjs-live': {
    'index.js': "import { count, bump } from './c.js';\nconst before = count;\nbump();\nexport const result = [before, count];",
    'c.js': 'exports.count = 0;\nexports.bump = () => { exports.count += 1; };',
  },
  'require-es-module': {
    'index.js': "const ns = require('./esm.mjs');\nconst { named } = require('./esm.mjs');\nexports.result = [ns.default, named, ns.__esModule, Object.keys(ns).sort(), Object.prototype.toString.call(ns)];",
    'esm.mjs': "export default 'default';\nexport const named = 1;",
  },
  'reexport-commonjs': {
    'index.js': "export { named, default } from './c.js';\nexport * as ns from './c.js';\nexport { default as fn } from './fn.js';\nexport * from './d.js';\nexport const result = 1;",
    'c.js': 'exports.named = 1;',
    'fn.js': 'module.exports = { a: 1 };',
    'd.js': 'exports.fromD = 4;\nexports.result = "hidden";',
  },
  'commonjs-reexports': {
    'index.js': "exports.result = 1;\nexports.a = require('./a.js').a;\nexports.whole = require('./a.js');",
    'a.js': 'exports.a = 1;',
  },
  'commonjs-index-by-mode': {
    'index.js': "'use strict';\nif (process.env.NODE_ENV === 'production') {\n  module.exports = require('./prod.js');\n} else {\n  module.exports = require('./dev.js');\n}",
    'prod.js': 'exports.result = "production";\nexports.p = 1;',
    'dev.js': 'exports.result = "development";\nexports.d = 1;',
  },
  'typescript-output': {
    'index.js': "\"use strict\";\nvar __createBinding = (this && this.__createBinding) || (function (o, m, k, k2) { o[k2 || k] = m[k]; });\nvar __exportStar = (this && this.__exportStar) || function (m, exports) { for (var p in m) if (p !== 'default' && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p); };\nObject.defineProperty(exports, \"__esModule\", { value: true });\nexports.result = void 0;\nconst a_1 = require(\"./a\");\n__exportStar(require(\"./a\"), exports);\nexports.result = [(0, a_1.f)(), a_1.default];",
    'a.js': "Object.defineProperty(exports, '__esModule', { value: true });\nexports.f = f;\nfunction f() { return this === undefined || this === globalThis; }\nexports.default = 'd';",
  },

  // --- resolving ----------------------------------------------------------------------------------------------------

  'browser-field': {
    'package.json': { name: 'browser-field', version: '1.0.0', main: 'index.js', browser: { './node.js': './web.js', './gone.js': false, 'fs': false } },
    'index.js': "import { where } from './node.js';\nimport gone from './gone.js';\nimport * as fs from 'fs';\nexport const result = [where, Object.keys(gone ?? {}), typeof fs.readFile];",
    'node.js': 'export const where = "node";',
    'web.js': 'export const where = "web";',
    'gone.js': 'export default 1;',
  },
  'exports-and-imports-fields': {
    'package.json': { name: 'exports-and-imports-fields', version: '1.0.0', exports: { '.': { node: './node.js', browser: './index.js' }, './sub/*': './lib/*.js' }, imports: { '#inner': { production: './lib/prod.js', default: './lib/dev.js' } } },
    'index.js': "import { mode } from '#inner';\nimport { self } from 'exports-and-imports-fields/sub/self';\nexport const result = [mode, self];",
    'node.js': 'export const result = "node";',
    'lib/prod.js': 'export const mode = "prod";',
    'lib/dev.js': 'export const mode = "dev";',
    'lib/self.js': 'export const self = "self";',
  },
  'nested-packages': {
    'index.js': "import { version } from 'inner';\nimport { deep } from './folder/deep.js';\nexport const result = [version, deep];",
    'folder/deep.js': "export { version as deep } from 'inner';",
    'node_modules/inner/package.json': { name: 'inner', version: '1.0.0', main: './main' },
    'node_modules/inner/main.js': 'export const version = 1;',
    'folder/node_modules/inner/package.json': { name: 'inner', version: '2.0.0', module: 'esm.js', main: 'cjs.js' },
    'folder/node_modules/inner/esm.js': 'export const version = 2;',
    'folder/node_modules/inner/cjs.js': 'exports.version = "wrong";',
  },
  'side-effects': {
    'package.json': { name: 'side-effects', version: '1.0.0', main: 'index.js', sideEffects: ['./polyfill.js'] },
    'index.js': "import './polyfill.js';\nexport { a } from './a.js';\nexport const result = globalThis.emitSide;\ndelete globalThis.emitSide;",
    'polyfill.js': 'globalThis.emitSide = "polyfill";',
    'a.js': 'export const a = 1;',
  },
};
