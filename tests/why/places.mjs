// `mfshake why KEY.EXPORT` for every way to use an export: the place it names is the place where the source uses it.
//
// The comment /*NAME*/ stands before what uses NAME of lib, in one of several files. Each app is run as it is, with CRLF, with a byte
// order mark, indented by tabs, behind other characters, and as TypeScript.
import assert from 'node:assert/strict';
import { mfshake, mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';

const names = [...'abcdefgh', 'default'];
const esm = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: false },
  'node_modules/lib/index.js': `${names.slice(0, -1).map(name => `export const ${name} = { p: { q: 1 } };\n`).join('')}export default function lib() {}\n`,
};
const commonjs = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0' },
  'node_modules/lib/index.js': names.slice(0, -1).map(name => `exports.${name} = { p: 1 };\n`).join(''),
};

/** Each app: name, its files, and what differs from an entry src/index.js with the ES module. */
const apps = [
  ['named', "import { a, b as z, default as y, c, d, e, f } from 'lib';\nuse(/*a*/a, [/*b*/z], /*default*/y);\nuse(`${/*c*/c.p}`, typeof /*d*/d, new /*e*/e(), { x: /*f*/f });\n"],
  ['shorthand and spread', "import { a, b, c, d } from 'lib';\nuse({ /*a*/a }, ...[/*b*/b], { .../*c*/c }, /*d*/d`x`);\n"],
  ['default', "import lib from 'lib';\nuse(1,\n  /*default*/lib());\n"],
  ['namespace', "import * as L from 'lib';\nuse(/*a*/L.a, /*b*/L['b'], /*c*/L\n  .c.p.q, (/*d*/L).d, 'e' in /*e*/L);\nconst { f, g: { p } } = /*f*/L;\nuse(f, p);\n/*h*/L.h.p = 1;\n"],
  ['in functions', "import { a, b, c, d, e } from 'lib';\nexport const unused = () => a;\nfunction f(x = /*b*/b) { return () => /*c*/c; }\nclass C { static x = /*d*/d; static { use(/*e*/e); } }\nuse(f, C);\n", { never: ['a'] }],
  ['shadowed', "import { a, b } from 'lib';\nuse((a => a)(1), function b() { return b; });\n{ const a = 1; use(a); }\nuse(/*a*/a);\n", { never: ['b'] }],
  ['through a barrel', { 'src/index.js': "import { x, y, z as w, all } from './barrel.js';\nuse(/*a*/x, /*b*/y, /*c*/w, /*d*/all.d);\n", 'src/barrel.js': "export { a as x, b as y } from 'lib';\nimport { c } from 'lib';\nexport { c as z };\nexport * as all from 'lib';\n" }],
  ['through a star', { 'src/index.js': "import { a } from './barrel.js';\nimport * as B from './barrel.js';\nuse(/*a*/a, /*b*/B.b);\n", 'src/barrel.js': "export * from './second.js';\n", 'src/second.js': "export * from 'lib';\n" }],
  ['dynamic', "import('lib').then(m => use(/*a*/m.a));\nconst n = await import('lib');\nuse(/*b*/n.b);\n(async () => {\n  const { c } = await /*c*/import('lib');\n  use(c);\n})();\n/*d*/import('lib').then(({ d }) => use(d));\n"],
  ['CommonJS', "const lib = require('lib');\nuse(/*a*/lib.a, /*b*/require('lib').b);\nconst { c } = /*c*/require('lib');\nmodule.exports = () => /*d*/require('lib').d;\n", { files: commonjs }],
  ['CommonJS re-export', { 'src/index.js': "use(/*a*/require('./h.js').x, require('./h.js').y);\n", 'src/h.js': "exports.x = require('lib').a;\nexports.y = { z: /*b*/require('lib').b };\nexports.never = require('lib').c;\n" }, { files: commonjs, never: ['c'] }],
  ['default of CommonJS', "import lib from 'lib';\nimport * as N from 'lib';\nuse(/*a*/lib.a, /*b*/N.b, /*c*/N.default.c);\n", { files: commonjs }],
  ['exposed', { 'src/exposed.js': "export { /*a*/a, /*b*/b as x } from 'lib';\nimport { c, d } from 'lib';\nexport { /*c*/c as y };\nexport const z = /*d*/d;\nexport default /*e*/e;\nimport { e } from 'lib';\n" }, { config: { entry: [], exposes: { './x': './src/exposed.js' } } }],
  ['library', { 'src/index.js': "export { /*a*/a } from 'lib';\nimport { b } from 'lib';\nexport const f = () => /*b*/b;\n" }, { config: { output: { library: 'x' } } }],
  ['JSX', { 'src/index.jsx': "import { a as A, b } from 'lib';\nimport * as L from 'lib';\nuse(/*a*/<A x={/*b*/b}>{/*c*/L.c}</A>);\n" }, { config: { entry: './src/index.jsx', jsx: 'transform' }, inElement: ['a'] }],
];
const typescript = [
  ['typed', { 'src/index.ts': "import { a, type b, c, d, e } from 'lib';\nimport type { f } from 'lib';\nlet x: typeof c = /*a*/a as b;\nenum E { y = /*d*/d.p as any }\nnamespace N { export const z = /*e*/e!; }\nuse(x, E, N, x as f);\n" }, { never: ['b', 'c', 'f'] }],
  ['import equals', { 'src/index.ts': "import lib = require('lib');\nimport part = /*b*/lib.b;\nuse(/*a*/lib.a, part);\n" }],
  ['classes', { 'src/index.ts': "import { a, b, c } from 'lib';\nabstract class C { constructor(private x = /*a*/a) {} declare y: b; abstract z(): c; }\nuse(C);\n" }, { never: ['b', 'c'] }],
];

/** [{ name, path, line, column }] of the comments in the files, columns in bytes, a byte order mark not counted. */
function marks(files, inElement = []) {
  const found = [];
  for (const [path, text] of Object.entries(files).filter(([file]) => file.startsWith('src/'))) {
    text.replace(/^\ufeff/, '').split('\n').forEach((line, index) => {
      for (const mark of line.matchAll(/\/\*(\w+)\*\//g)) {
        const end = mark.index + mark[0].length + (inElement.includes(mark[1]) ? 1 : 0);
        found.push({ name: mark[1], path, line: index + 1, column: Buffer.byteLength(line.slice(0, end)) + 1 });
      }
    });
  }
  return found;
}

const variants = {
  'as it is': text => text,
  CRLF: text => text.replaceAll('\n', '\r\n'),
  'byte order mark': text => `\ufeff${text}`,
  tabs: text => text.replaceAll(/^/gm, '\t\t'),
  'other characters': text => text.replaceAll(/^(?=.*\/\*)/gm, '/* ñ 変数 𝒪 */ '),
};

async function check(label, source, { files = esm, config = {}, never = [], inElement } = {}, vary) {
  const sources = typeof source === 'string' ? { 'src/index.js': source } : source;
  const varied = Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, vary(text)]));
  const entry = Object.keys(sources)[0];
  const dir = workDir(`why-${label.replace(/\W+/g, '-')}`);
  writeFiles(dir, {
    'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '1.0.0' } },
    'mfshake.json': { name: 'app', entry: `./${entry}`, shared: { lib: {} }, ...config },
    ...files, ...varied,
  });
  const expected = marks(varied, inElement);
  assert.ok(expected.length > 0, 'no mark');
  for (const name of [...new Set(expected.map(mark => mark.name))]) {
    const { uses } = JSON.parse((await mfshakeOk(['why', `lib.${name}`, '--format', 'json'], { cwd: dir })).stdout);
    const places = uses.map(({ path, line, column }) => ({ name, path, line, column }));
    assert.deepEqual(places, expected.filter(mark => mark.name === name), name);
    for (const use of uses) assert.equal(use.whole, false, `${name} is used as such`);
  }
  for (const name of never) {
    const { stdout, code } = await mfshake(['why', `lib.${name}`, '--format', 'json'], { cwd: dir });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout).uses, [], `${name} is not used`);
  }
}

export default function (suite) {
  for (const [how, vary] of Object.entries(variants)) {
    for (const [name, source, options] of apps) suite.test(`${name}, ${how}`, () => check(`${name} ${how}`, source, options, vary));
    for (const [name, source, options] of typescript) {
      suite.test(`TypeScript, ${name}, ${how}`, () => check(`ts ${name} ${how}`, source, { ...options, config: { entry: './src/index.ts' } }, vary));
    }
  }
}
