// Exports info: namespaces within namespaces, circles, names that lead through several modules, what is terminal.
const flagged = { 'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: false } };
const unflagged = { 'node_modules/lib/package.json': { name: 'lib', version: '1.0.0' } };
const deep = {
  'node_modules/lib/index.js': "export * as one from './one.js';\nexport { one as alias } from './again.js';\nexport const z = 1;\nexport default { a: 1, b: 2 };\n",
  'node_modules/lib/again.js': "import * as one from './one.js';\nexport { one };\n",
  'node_modules/lib/one.js': "export * as two from './two.js';\nexport const x = 1;\nexport const y = 2;\n",
  'node_modules/lib/two.js': "export * as three from './three.js';\nexport const p = 1;\nexport const q = 2;\n",
  'node_modules/lib/three.js': "export const a = { b: { c: 1 } };\nexport const b = 2;\nexport default 3;\nexport function f() { return a; }\n",
};
// What is right and known better than the bundlers say: a namespace is never null, so that ?. and defaults of patterns change nothing.
const precise = ['one.js', 'two.js', 'three.js'].map(file => [`lib/${file}: used`, 'a namespace is never null']);
const differences = {
  'namespace, optional at depth': precise, 'namespace, optional late': precise.slice(1), 'namespace, nested default in pattern': precise.slice(0, 2),
  'circle without a value': ['index', 'o'].map(file => [`lib/${file}.js: used`, 'the name is nowhere: anything may be meant']),
};
for (const name of ['default member', 'data destructured']) differences[`JSON behind, ${name} with side effects`] = [['d.json: used', 'the members of the value are known']];

const probes = [];
const add = (name, source, more = {}) => {
  const { files = deep, ...rest } = more;
  for (const [label, manifest] of [['', flagged], [' with side effects', unflagged]]) {
    const differs = differences[name] ?? differences[name + label];
    probes.push({ name: name + label, differs, files: { ...manifest, ...files, ...(typeof source === 'string' ? { 'src/index.js': source } : source) }, case: { shared: { lib: {} }, ...rest } });
  }
};
const L = "import * as L from 'lib';\n";
for (const [name, use] of Object.entries({
  'three deep': 'use(L.one.two.three.a);', 'four deep': 'use(L.one.two.three.a.b.c);', 'whole at depth two': 'use(L.one.two);', 'whole at depth one': 'use(L.one);',
  'call at depth': 'use(L.one.two.three.f());', 'default at depth': 'use(L.one.two.three.default);', 'missing at depth': 'use(L.one.two.three.nope);', 'missing in the middle': 'use(L.one.nope.three);',
  'computed at depth': 'use(L.one.two[k]);', 'computed literal at depth': "use(L['one']['two']['three']['b']);", 'destructured at depth': 'const { one: { two: { three: { a, b } } } } = L;\nuse(a, b);',
  'destructured in two steps': 'const { two } = L.one;\nuse(two.three.b);', 'const of a part': 'const T = L.one.two;\nuse(T.three.b);', 'in at depth': "use('a' in L.one.two.three);", 'in in the middle': "use('three' in L.one.two);",
  'typeof at depth': 'use(typeof L.one.two.three.b);', 'delete at depth': 'use(delete L.one.two.three.a.b);', 'assigned at depth': 'L.one.two.three.a.b = 1;', 'optional at depth': 'use(L.one?.two.three.b);', 'optional late': 'use(L.one.two?.three?.b);',
  'optional call': 'use(L.one.two.three.f?.());', 'new at depth': 'use(new L.one.two.three.f());', 'tag at depth': 'use(L.one.two.three.f`x`);', 'spread at depth': 'use({ ...L.one.two });', 'alias': 'use(L.alias.two.three.b);',
  'both ways': 'use(L.alias.x, L.one.y);', 'template at depth': 'use(`${L.one.two.three.b}`);', 'default member': 'use(L.default.a);', 'update': 'L.z++;', 'compound at depth': 'L.one.two.three.a.b += 1;',
  'comma call': 'use((0, L.one.two.three.f)());', 'parenthesized': 'use((((L).one).two).three.b);', 'in a template tag': 'L.one.two.three.f`${L.one.x}`;', 'for of': 'for (const v of L.one.two.three.b) use(v);', 'for in': 'for (const v in L.one.two.three) use(v);',
  'as default value': 'const f = (x = L.one.two.three.b) => use(x);\nf();', 'as a key': 'use({ [L.one.two.three.b]: 1 });', 'shorthand of a part': 'const { one } = L;\nuse({ one });', 'rest at depth': 'const { three, ...rest } = L.one.two;\nuse(three.b, rest);',
  'array pattern': 'const [v] = L.one.two.three.b;\nuse(v);', 'nested default in pattern': 'const { one: { two: { three = 1 } = {} } = {} } = L;\nuse(three);', 'pattern assigned': 'let a;\n({ one: { two: { three: { a } } } } = L);\nuse(a);', 'Object.keys at depth': 'use(Object.keys(L.one.two.three));',
  'equality at depth': 'use(L.one.two.three.b === L.one.x);', 'void at depth': 'use(void L.one.two.three.b);', 'statement at depth': 'L.one.two.three.b;', 'unused at depth': 'const v = L.one.two.three.b;', 'unused function': 'const f = () => L.one.two.three.b;',
})) add(`namespace, ${name}`, `${L}${use}\n`);
for (const [name, use] of Object.entries({ 'named part': 'use(one.two.three.b);', 'named part whole': 'use(one);', 'named part call': 'use(one.two.three.f());', 'named part destructured': 'const { two: { p } } = one;\nuse(p);' })) add(name, `import { one } from 'lib';\n${use}\n`);
add('re-exported part', { 'src/index.js': "import { one } from './h.js';\nuse(one.two.three.b);\n", 'src/h.js': "export { one } from 'lib';\n" });
add('re-exported namespace', { 'src/index.js': "import { L } from './h.js';\nuse(L.one.two.p);\n", 'src/h.js': "import * as L from 'lib';\nexport { L };\nexport default L;\n" });
add('re-exported namespace as default', { 'src/index.js': "import L from './h.js';\nuse(L.one.two.p);\n", 'src/h.js': "import * as L from 'lib';\nexport default L;\n" });
add('exported const of a namespace', { 'src/index.js': "import { M } from './h.js';\nuse(M.one.two.p);\n", 'src/h.js': "import * as L from 'lib';\nexport const M = L;\n" });
add('star of a namespace', { 'src/index.js': "import { one } from './h.js';\nuse(one.x);\n", 'src/h.js': "export * from './i.js';\n", 'src/i.js': "export * from 'lib';\n" });
add('star as, twice', { 'src/index.js': "import { A, B } from './h.js';\nuse(A.one.x, B.z);\n", 'src/h.js': "export * as A from 'lib';\nexport * as B from 'lib';\n" });
add('dynamic import of a namespace', "import('lib').then(L => use(L.one.two.p));\n");
add('dynamic import, awaited', "const { one: { two: { q } } } = await import('lib');\nuse(q);\n");
add('require at depth', "use(require('lib').one.two.three.b);\n");
add('require destructured at depth', "const { one: { two: { q } } } = require('lib');\nuse(q);\n");
// --- circles ---
const circle = {
  'node_modules/lib/index.js': "export * from './a.js';\nexport * from './b.js';\n",
  'node_modules/lib/a.js': "export * from './b.js';\nexport const a = 1;\nexport const shared = 'a';\n",
  'node_modules/lib/b.js': "export * from './a.js';\nexport const b = 2;\n",
};
for (const name of ['a', 'b', 'shared', 'nope']) add(`circle of stars, ${name}`, `import { ${name} } from 'lib';\nuse(${name});\n`, { files: circle });
add('circle of stars, whole', `${L}use(L);\n`, { files: circle });
const named = {
  'node_modules/lib/index.js': "export { a, b } from './a.js';\n",
  'node_modules/lib/a.js': "import { c } from './b.js';\nexport const a = () => c;\nexport { b } from './b.js';\n",
  'node_modules/lib/b.js': "import { a } from './a.js';\nexport const b = () => a();\nexport const c = 1;\nexport const d = () => a;\n",
};
add('circle of names', "import { b } from 'lib';\nuse(b);\n", { files: named });
const itself = { 'node_modules/lib/index.js': "export * as self from './index.js';\nexport const a = 1;\nexport const b = 2;\nimport * as me from './index.js';\nexport const c = () => me.b;\nexport const d = () => me.self.self.a;\n" };
add('imports itself', "import { c } from 'lib';\nuse(c);\n", { files: itself });
add('imports itself deep', "import { self } from 'lib';\nuse(self.self.self.a);\n", { files: itself });
add('re-exports itself', "import { x } from 'lib';\nuse(x);\n", { files: { 'node_modules/lib/index.js': "export { a as x } from './index.js';\nexport const a = 1;\nexport const b = 2;\n" } });
add('circle without a value', "import { x } from 'lib';\nuse(x);\n", { files: { 'node_modules/lib/index.js': "export { y as x } from './o.js';\nexport const v = 1;\n", 'node_modules/lib/o.js': "export { x as y } from './index.js';\nexport const w = 1;\n" } });
// --- terminal bindings ---
const chain = {
  'node_modules/lib/index.js': "export { c as d, default, other } from './one.js';\n",
  'node_modules/lib/one.js': "export { b as c, b as other } from './two.js';\nexport { default } from './two.js';\nexport const one = 1;\n",
  'node_modules/lib/two.js': "import v, { a } from './three.js';\nexport { a as b };\nexport default v;\nexport const two = 1;\n",
  'node_modules/lib/three.js': 'export let a = 1;\nexport default function f() { return a; }\nexport const three = 1;\n',
};
for (const [name, use] of Object.entries({ renamed: "import { d } from 'lib';\nuse(d);", default: "import D from 'lib';\nuse(D);", 'default as a name': "import { default as D } from 'lib';\nuse(D);", both: "import D, { other, d } from 'lib';\nuse(D, other === d);", member: "import { d } from 'lib';\nuse(d.x.y);" })) add(`chain, ${name}`, `${use}\n`, { files: chain });
const strings = { 'node_modules/lib/index.js': "const a = 1, b = 2;\nexport { a as 'a b', b as 'default', a as '*', b as '' };\nexport * as 'ns x' from './o.js';\nexport { 'p q' as 'r s' } from './o.js';\n", 'node_modules/lib/o.js': "const p = 1;\nexport { p as 'p q', p as 'other' };\n" };
add('string names', "import { 'a b' as x, default as y } from 'lib';\nuse(x, y);\n", { files: strings });
add('string names, namespace', `${L}use(L['ns x']['p q'], L['*']);\n`, { files: strings });
add('string names, re-exported', { 'src/index.js': "import { 'm n' as v } from './h.js';\nuse(v);\n", 'src/h.js': "export { 'r s' as 'm n', 'a b' } from 'lib';\n" }, { files: strings });
const conflict = {
  'node_modules/lib/index.js': "export * from './a.js';\nexport * from './b.js';\nexport { only } from './c.js';\n",
  'node_modules/lib/a.js': "export const x = 'a';\nexport const same = 1;\nexport { t } from './c.js';\n",
  'node_modules/lib/b.js': "export const x = 'b';\nexport const other = 1;\nexport { t } from './c.js';\n",
  'node_modules/lib/c.js': 'export const t = 1;\nexport const only = 2;\n',
};
add('stars that bring one binding', "import { t, only } from 'lib';\nuse(t, only);\n", { files: conflict });
add('stars that bring one binding, in a namespace', `${L}use(L.t, L.other);\n`, { files: conflict });
const mixed = { 'node_modules/lib/index.js': "export * from './c.cjs';\nexport * as whole from './c.cjs';\nexport { default as d, a as first } from './c.cjs';\nexport const own = 1;\n", 'node_modules/lib/c.cjs': "exports.a = 1;\nexports.b = { c: 1 };\nexports.d = 3;\n" };
for (const [name, use] of Object.entries({ 'star name': "import { b } from 'lib';\nuse(b.c);", 'whole member': "import { whole } from 'lib';\nuse(whole.b.c);", 'whole default': "import { whole } from 'lib';\nuse(whole.default.b);", 'd': "import { d } from 'lib';\nuse(d.a);", 'd whole': "import { d } from 'lib';\nuse(d);", 'own': "import { own } from 'lib';\nuse(own);", 'namespace': "import * as L from 'lib';\nuse(L);" })) add(`CommonJS behind, ${name}`, `${use}\n`, { files: mixed });
const data = { 'node_modules/lib/index.js': "export { default as data, x } from './d.json';\nexport * as all from './d.json';\nimport d from './d.json';\nexport const y = d.y.z;\n", 'node_modules/lib/d.json': { x: 1, y: { z: 2, w: [1] }, v: 3 } };
for (const [name, use] of Object.entries({ 'default member': "import { data } from 'lib';\nuse(data.y.z);", 'name': "import { x } from 'lib';\nuse(x);", 'all': "import { all } from 'lib';\nuse(all.default.v, all.x);", y: "import { y } from 'lib';\nuse(y);", 'data whole': "import { data } from 'lib';\nuse(data);", 'data destructured': "import { data } from 'lib';\nconst { y: { w } } = data;\nuse(w);" })) add(`JSON behind, ${name}`, `${use}\n`, { files: data });
add('let that is assigned', "import { n, set } from 'lib';\nset(2);\nuse(n);\n", { files: { 'node_modules/lib/index.js': 'export let n = 1;\nexport const set = v => { n = v; };\nexport const other = () => n;\n' } });
add('default of a class', "import C from 'lib';\nuse(new C().m());\n", { files: { 'node_modules/lib/index.js': "import { h } from './h.js';\nexport default class extends h.Base { m() { return super.m(); } }\nexport const other = 1;\n", 'node_modules/lib/h.js': 'export const h = { Base: class { m() {} } };\nexport const i = 1;\n' } });
add('export default name, assigned later', "import D from 'lib';\nuse(D);\n", { files: { 'node_modules/lib/index.js': 'let x = 1;\nexport default x;\nx = 2;\nexport { x as live };\n' } });
export default probes;
