// Each shape of region (macro-spec A.7), executed: a chunk per shape, every subset of its exports, every form of --removed, with and without --keep-macros. What is kept behaves as
// before, effects happen as before, and what is removed gives what was asked for.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { mfshake, workDir, writeFiles } from '../lib/mfshake.mjs';

const when = (name, code) => `/* @common:if [condition="treeShake.lib.${name}"] */ ${code} /* @common:endif */`;

/**
 * exports: the names; `stays`: those that unused regions keep all the same; `dropped`: those that are gone whatever --removed says; `nested`: an export whose region stands in that of
 * another; `waits`: unused regions stay with their comments.
 */
const shapes = {
  'S1, bodies of getters': {
    exports: ['a', 'b', 'c', 'd'],
    code: `r.r(e);
r.d(e, {
  a: () => (${when('a', 'a')}),
  "b": () => ${when('b', 'b')},
  c: function () { return ${when('c', 'c')}; },
  d() { ${when('d', 'return d;')} }
});
function a() { return helper('a'); }
const b = () => a() + 'b', c = () => 'c';
class D { go() { return c(); } }
const d = () => new D().go();
function helper(x) { return x + x; }`,
  },
  'S2, whole properties': {
    exports: ['a', 'b', 'c'],
    code: `r.d(e, {
  ${when('a', 'a: () => (a),')}
  ${when('b', 'b: () => (b)')},
  ${when('c', 'c() { return c; }')}
});
var a = () => 1, b = () => a() + 1, c = () => b() + 1;`,
  },
  'values in the third argument': {
    exports: ['a', 'b', 'c'],
    dropped: (used, removed) => removed === 'throw' && ['b', 'c'],
    code: `const b = () => 'b', c = () => 'c';
r.d(e, { a: () => (${when('a', 'a')}) }, { ${when('b', 'b: b')}, ${when('c', 'c: c')} });
let a = () => 'a' + b();`,
  },
  'S3, assignments': {
    exports: ['a', 'b', 'c', 'd', 'x-y', 'f', 'g'],
    dropped: () => ['g'],
    code: `${when('a', "exports.a = function () { return 'a'; };")}
${when('b', "exports.b = log('b')")};
${when('c', 'module.exports.c = c')};
${when('d', 'this.d = (0, log)("d") ? () => 1 : 2;')}
${when('x-y', 'exports["x-y"] = () => c()')};
${when('f', 'exports.f = () => log("called")()')};
var used = ${when('g', 'exports.g = () => 2')};
function c() { return 'c'; }
log(typeof used());`.replaceAll('exports', 'e').replaceAll('module.e', 'm.exports'),
  },
  'S3, several at once': {
    exports: ['a', 'b', 'c', 'd'],
    dropped: (used, removed) => removed !== 'drop' && [used.includes('a') && 'b', used.includes('c') && 'd'],
    code: `${when('a', `e.a = ${when('b', 'e.b = f')}`)};
${when('c', 'e.c = f')}, ${when('d', 'e.d = () => 4')};
function f() { return 'f'; }`,
  },
  'S4, definitions': {
    exports: ['a', 'b', 'c'],
    stays: ['c'],
    code: `Object.defineProperty(e, "__esModule", { value: true });
${when('a', 'Object.defineProperty(e, "a", { enumerable: true, get: function () { return f; } })')};
${when('b', 'Object.defineProperty(e, "b", { enumerable: true, value: f });')}
${when('c', 'Object.defineProperty(e, "c", { enumerable: true, value: log("c") })')};
function f() { return 'f'; }`,
  },
  'S5, properties': {
    exports: ['a', 'b', 'c', 'd', 'x-y'],
    stays: ['d'],
    code: `m.exports = { ${when('a', 'a')}, ${when('b', 'b: function () { return a(); }')}, ${when('c', 'c() { return "c"; }')}, ${when('d', 'd: log("d")')}, ${when('x-y', '"x-y": () => 1')} };
function a() { return 'a'; }`,
  },
  'S6 and S7, declarations beside their getters': {
    exports: ['a', 'b', 'c', 'default'],
    code: `r.d(e, {
  a: () => (${when('a', 'a')}),
  b: () => (${when('b', 'b')}),
  c: () => (${when('c', 'c')}),
  "default": () => (${when('default', 'DEFAULT')})
});
${when('a', 'function a() { return inner(); }\nfunction inner() { return 1; }')}
${when('b', 'var b = () => shared(), more = 5;')}
function shared() { return 's'; }
${when('c', 'class c { go() { return shared(); } }')}
${when('default', 'const DEFAULT = (() => "default")')};`,
  },
  'S6, declarations that others read': {
    exports: ['a', 'b'],
    waits: true,
    code: `r.d(e, { a: () => (${when('a', 'a')}), b: () => (${when('b', 'b')}) });
${when('a', 'function a() { return 1; }')}
${when('b', 'const b = () => a() + 1;')}`,
  },
  'S8, left sides': {
    exports: ['a', 'b'],
    code: `${when('a', 'e.a')} = () => 'a';
${when('b', 'm.exports.b')} = log('b');`,
  },
  'nested regions': {
    exports: ['a', 'b'],
    nested: { b: 'a' },
    code: `r.d(e, { ${when('a', `a: () => (a), ${when('b', 'b: () => (b)')}`)} });
const a = () => 'a', b = () => 'b';`,
  },
  'a name that needs escapes': {
    exports: ['a"b', 'c'],
    conditions: { 'a"b': 'a%22b' },
    code: `r.d(e, { "a\\"b": () => (${when('a%22b', 'a')}), c: () => (${when('c', 'a')}) });
const a = () => 'quoted';`,
  },
};

const subsets = all => all.reduce((sets, item) => [...sets, ...sets.map(set => [...set, item])], [[]]);
const chunkOf = code => `(self["webpackChunkapp"] = self["webpackChunkapp"] || []).push([["lib"], {
"root": (function (m, e, r) {
${code}
})
}]);
`;

function run(text) {
  const self = {};
  vm.compileFunction(text, ['self'])(self);
  const factory = self.webpackChunkapp[0][1].root;
  const require = () => assert.fail('nothing is required');
  require.r = exports => Object.defineProperty(exports, '__esModule', { value: true });
  require.d = (exports, getters, values = {}) => {
    for (const name of Object.keys(getters)) Object.defineProperty(exports, name, { enumerable: true, get: getters[name] });
    for (const name of Object.keys(values)) Object.defineProperty(exports, name, { enumerable: true, value: values[name] });
  };
  const effects = [];
  globalThis.log = what => {
    effects.push(what);
    return () => what;
  };
  const module = { exports: {} };
  factory.call(module.exports, module, module.exports, require);
  return { exports: module.exports, effects };
}

/** What can be seen of a value. */
const look = value => (typeof value === 'function' ? (/^class/.test(String(value)) ? new value().go() : value()) : value);

function check(shape, used, removed, before, after) {
  const isKept = name => used.includes(name) || shape.stays?.includes(name);
  const isGone = name => shape.nested?.[name] && !isKept(shape.nested[name]);
  assert.deepEqual(after.effects, before.effects, 'effects');
  for (const name of shape.exports) {
    const isDropped = removed === 'drop' || (shape.dropped?.(used, removed) || []).includes(name);
    if (isGone(name)) continue;
    if (isKept(name)) assert.deepEqual(look(after.exports[name]), look(before.exports[name]), name);
    else if (isDropped) assert.ok(!(name in after.exports), `${name} is there`);
    else if (removed === 'null') assert.equal(after.exports[name], null, name);
    else assert.throws(() => after.exports[name], { message: `mfshake: lib.${name} was pruned` }, name);
  }
}

export default async function (suite) {
  const dir = workDir('shapes');
  let count = 0;
  async function prune(text, used, shape, ...args) {
    const folder = path.join(dir, String(count++));
    const flags = Object.fromEntries(shape.exports.map(name => [name, used.includes(name)]));
    writeFiles(folder, { 'chunk.js': text, 'usage.json': { treeShake: { lib: flags }, ...shape.values } });
    const result = await mfshake(['prune', 'chunk.js', '--usage', 'usage.json', '-o', 'out', ...args], { cwd: folder });
    assert.equal(result.code, 0, result.stderr);
    return { ...result, text: fs.readFileSync(path.join(folder, 'out/chunk.js'), 'utf8') };
  }

  for (const [name, shape] of Object.entries(shapes))
    suite.test(`${name}: every subset, every form of what is removed`, async () => {
      const text = chunkOf(shape.code);
      const before = run(text);
      /* Each pair of a subset and a form, or of many exports every third one. */
      const step = shape.exports.length > 5 ? 3 : 1;
      for (const [index, used] of subsets(shape.exports).entries())
        for (const [form, removed] of ['drop', 'null', 'throw'].entries()) {
          if ((index + form) % step) continue;
          const { text: pruned } = await prune(text, used, shape, `--removed=${removed}`);
          try {
            check(shape, used, removed, before, run(pruned));
          } catch (error) {
            error.message += `\n{${used}} --removed=${removed}\n${pruned}`;
            throw error;
          }
          assert.equal((await prune(pruned, used, shape, `--removed=${removed}`)).text, pruned, 'pruned again');
        }
      const all = await prune(text, shape.exports, shape, '--keep-macros');
      assert.equal(all.text, text, 'all used, macros kept');
      const kept = await prune(text, shape.exports.slice(1), shape, '--keep-macros');
      check(shape, shape.exports.slice(1), 'drop', before, run(kept.text));
      assert.equal((await prune(kept.text, shape.exports.slice(1), shape)).text.includes('@common:if'), shape.waits ?? false);
    });

  const other = {
    exports: ['a', 'b'],
    code: `r.d(e, { read: () => read });
function read() { return [${when('a', 'heavy()')}, ${when('b', '2')}, ${when('a', 'list')}.length]; }
var list = [1];
function heavy() { return 'heavy'; }`,
  };
  suite.test('S9, any other expression: only with --compat', async () => {
    const text = chunkOf(other.code);
    const without = await prune(text, ['b'], other);
    assert.match(without.stderr, /warning\[M802\]: the unused region of treeShake\.lib\.a is kept/);
    assert.deepEqual(run(without.text).exports.read(), ['heavy', 2, 1]);
    const { text: compat, stderr } = await prune(text, ['b'], other, '--compat');
    assert.deepEqual(run(compat).exports.read(), [null, 2, 1], 'null in the place of a value; what is looked into stays');
    assert.match(stderr, /M802/);
    assert.equal((await prune(compat, ['b'], other, '--compat')).text, compat);
    assert.deepEqual(run((await prune(text, ['a', 'b'], other, '--compat')).text).exports.read(), ['heavy', 2, 1]);
  });

  suite.test('S10, the argument of require and regions across nodes: never', async () => {
    const code = `var x = r(${when('a', '"root"')});
${when('a', 'if (x) { log(1) }')} else { log(2) }
/* @common:if [condition="treeShake.lib.a"] */ function f() { return 1 /* @common:endif */ + 1; }`;
    const shape = { exports: ['a'] };
    const { text, stderr } = await prune(chunkOf(code), [], shape, '--compat');
    assert.equal(text, chunkOf(code));
    assert.equal(stderr.match(/M802/g).length, 3);
    assert.match(stderr, /it is the argument of a require call/);
  });

  const inline = (attributes, code) => `/* @common:define-inline [${attributes}] */ ${code}`;
  const values = { build: { name: 'x"<y', count: -3, flags: [true, null, { __proto__: 1, 'a b': [] }], deep: { of: { 'k': 1.5e3 } } } };
  const inlined = {
    exports: ['a'],
    values,
    code: `r.d(e, { a: () => a });
const a = () => [${inline('value="build.name"', '"development"')}, ${inline('value="build.count"', '1')} + 1, ${inline('value="build.flags"', 'flags')}, ${inline('value="build.deep"', '({})')}, ${inline('value="build.none" default="none"', 'null')}];
var flags = [];`,
  };
  suite.test('define-inline: values of the reports, and defaults', async () => {
    const text = chunkOf(inlined.code);
    const { text: pruned, stderr } = await prune(text, ['a'], inlined);
    const [name, count_, flags, deep, none] = run(pruned).exports.a();
    assert.deepEqual([name, count_, none], ['x"<y', 2, 'none'], stderr);
    assert.match(stderr, /M802.*no expression of one part directly follows it/, 'an operand of a sum stays');
    assert.equal(JSON.stringify(flags), '[true,null,{"a b":[]}]');
    assert.deepEqual(deep, { of: { k: 1500 } });
    assert.ok(!pruned.includes('<y'), 'nothing that could end a script');
    assert.equal((await prune(pruned, ['a'], inlined)).text, pruned);
    const kept = await prune(text, ['a'], inlined, '--keep-macros');
    assert.deepEqual(run(kept.text).exports.a(), run(pruned).exports.a());
    assert.equal((await prune(kept.text, ['a'], inlined, '--keep-macros')).text, kept.text);
  });

  suite.test('define-inline: what is left alone', async () => {
    const cases = [
      [inline('value="build.none"', '1'), /no report has a value for it, and it has no default/],
      [inline('value="build.name"', 'f()'), /no expression of one part/],
      [inline('value="build.name"', 'f.x'), /no expression of one part/],
      [`${inline('value="build.name"', 'f')} = 1`, /no expression of one part/],
      [inline('value="build.name"', '...f'), /no expression of one part/],
    ];
    for (const [code, why] of cases) {
      const text = chunkOf(`var f = () => 1;\nlog([${code}]);`.replace(/\[(.*) = 1\]/, '$1 = 1'));
      const { text: pruned, stderr } = await prune(text, [], { exports: ['a'], values });
      assert.equal(pruned, text);
      assert.match(stderr, why);
    }
    const folder = path.join(dir, 'two-reports');
    const text = chunkOf(`log(${inline('value="build.name"', '1')});`);
    writeFiles(folder, {
      'chunk.js': text,
      'a.json': { treeShake: { lib: { a: true } }, build: { name: 'a' } },
      'b.json': { treeShake: { lib: { a: true } }, build: { name: 'b' } },
    });
    const result = await mfshake(['prune', 'chunk.js', '--usage', 'a.json', 'b.json', '-o', 'out'], { cwd: folder });
    assert.match(result.stderr, /the reports have different values for it/);
    assert.equal(fs.readFileSync(path.join(folder, 'out/chunk.js'), 'utf8'), text);
  });
}
