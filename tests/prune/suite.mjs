// prune on small chunks written by hand: the macro language, the shapes it edits, what it must leave alone.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshake, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateReport } from '../lib/schema.mjs';
import { createRuntime, evaluateChunk, exportNames } from '../runtime/runtime.mjs';

const when = (condition, code) =>
  `/* @common:if [condition="treeShake.${condition}"] */ ${code} /* @common:endif */`;
const getter = (key, name, code, property = name) => `  ${property}: () => (${when(`${key}.${name}`, code)})`;
const esm = (getters, body) => `((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {
"use strict";
__webpack_require__.r(__webpack_exports__);
__webpack_require__.d(__webpack_exports__, {
${getters.join(',\n')}
});
${body}
})`;
const cjs = body => `((module, exports, __webpack_require__) => {\n${body}\n})`;
const pureImport = (name, id) =>
  `/* harmony import */ var ${name}__WEBPACK_IMPORTED_MODULE_0__ = /* #__PURE__ */ __webpack_require__("${id}");\n`;

const wrap = {
  jsonp: modules =>
    `(self["webpackChunkapp"] = self["webpackChunkapp"] || []).push([["lib"], {\n\n${modules}\n\n}]);\n`,
  commonjs: modules => `exports.ids = ["lib"];\nexports.modules = {\n\n${modules}\n\n};\n`,
};
const chunkOf = (modules, format = 'jsonp') =>
  wrap[format](
    Object.entries(modules)
      .map(([id, code]) => `"${id}":\n${code}`)
      .join(',\n\n'),
  );

// A package whose root re-exports a and b, and has c, d and a default of its own; b needs heavy.js, all but d
// need util.js.
const root = './node_modules/lib/index.js';
const names = ['a', 'b', 'c', 'd', 'default'];
const modulesOf = { a: ['a', 'util'], b: ['b', 'util', 'heavy'], c: ['util'], d: [], default: [] };
const library = {
  [root]: esm(
    [
      getter('lib', 'a', '/* reexport safe */ a__WEBPACK_IMPORTED_MODULE_0__.a'),
      getter('lib', 'b', '/* reexport safe */ b__WEBPACK_IMPORTED_MODULE_0__["default"]'),
      getter('lib', 'c', 'c'),
      getter('lib', 'd', 'd'),
      getter('lib', 'default', '__WEBPACK_DEFAULT_EXPORT__', '"default"'),
    ],
    `${pureImport('a', './lib/a.js')}${pureImport('b', './lib/b.js')}${pureImport('util', './lib/util.js')}
function helper(x) { return (0,util__WEBPACK_IMPORTED_MODULE_0__.twice)(x); }
const c = x => helper(x) + 1;
const text = "/* @common:if [condition=\\"treeShake.lib.a\\"] */";
const pattern = /\\/\\* @common:endif \\*\\//;
function d() { return [text, \`/* @common:endif */\`, pattern.source]; }
/* ESM default export */ const __WEBPACK_DEFAULT_EXPORT__ = ({ size: 3 });`,
  ),
  './lib/a.js': esm(
    ['  a: () => (a)'],
    `${pureImport('util', './lib/util.js')}const a = x => (0,util__WEBPACK_IMPORTED_MODULE_0__.twice)(x) + 10;`,
  ),
  './lib/b.js': esm(
    ['  "default": () => (b)'],
    `${pureImport('util', './lib/util.js')}${pureImport('heavy', './lib/heavy.js')}function b(x) { return heavy__WEBPACK_IMPORTED_MODULE_0__.table[util__WEBPACK_IMPORTED_MODULE_0__.twice(x)]; }`,
  ),
  './lib/util.js': esm(['  twice: () => (twice)'], 'const twice = x => x * 2;'),
  './lib/heavy.js': esm(['  table: () => (table)'], 'const table = { 2: "two", 4: "four" };'),
};

const flags = (key, all, used) => ({
  treeShake: { [key]: Object.fromEntries(all.map(name => [name, used.includes(name)])) },
});
const withoutMacros = text =>
  text.replace(/\/\* @common:(if \[condition="treeShake[^"\\]*"\]|endif) \*\//g, '').replace(/\s+/g, '');
const subsets = all => all.reduce((sets, item) => [...sets, ...sets.map(set => [...set, item])], [[]]);

export default async function (suite) {
  const dir = workDir('prune');
  let count = 0;

  /**
   * Runs prune on a chunk's text; returns { code, stderr, stdout, text } (text undefined when nothing was
   * written).
   */
  async function pruneText(text, reports, ...args) {
    const folder = path.join(dir, String(count++));
    writeFiles(folder, {
      'chunk.js': text,
      ...Object.fromEntries(reports.map((report, i) => [`usage-${i}.json`, report])),
    });
    const result = await mfshake(
      ['prune', 'chunk.js', '--usage', ...reports.map((_, i) => `usage-${i}.json`), '-o', 'out', ...args],
      { cwd: folder },
    );
    const out = path.join(folder, 'out/chunk.js');
    return { ...result, text: fs.existsSync(out) ? fs.readFileSync(out, 'utf8') : undefined };
  }

  async function prune(text, reports, ...args) {
    const result = await pruneText(text, [].concat(reports), ...args);
    assert.equal(result.code, 0, result.stderr);
    assert.ok(result.text !== undefined, 'nothing was written');
    return result;
  }
  const load = text => createRuntime([evaluateChunk(text)]);
  const moduleIds = text => Object.keys(evaluateChunk(text).modules);

  for (const format of ['jsonp', 'commonjs']) {
    const text = chunkOf(library, format);

    for (const used of subsets(names)) {
      suite.test(`${format}, only {${used.join(', ')}}`, async () => {
        const { text: pruned } = await prune(text, flags('lib', names, used));
        const exports = load(pruned).require(root);
        assert.deepEqual(exportNames(exports), used);
        const original = load(text).require(root);
        for (const name of used) {
          if (typeof original[name] === 'function')
            assert.deepEqual(
              [1, 2].map(x => exports[name](x)),
              [1, 2].map(x => original[name](x)),
            );
          else assert.deepEqual(exports[name], original[name]);
        }
        const expected = new Set([
          root,
          ...used.flatMap(name => modulesOf[name].map(file => `./lib/${file}.js`)),
        ]);
        assert.deepEqual(
          moduleIds(pruned),
          Object.keys(library).filter(id => expected.has(id)),
        );
        assert.equal((await prune(pruned, flags('lib', names, used))).text, pruned, 'pruned again');
        if (used.length === names.length) assert.equal(withoutMacros(pruned), withoutMacros(text));
      });
    }
  }

  const text = chunkOf(library);

  suite.test('an export that no report knows is kept, macros and all', async () => {
    assert.equal((await prune(text, flags('other', names, []))).text, text);
    const { text: pruned } = await prune(text, flags('lib', ['b'], []));
    assert.deepEqual(exportNames(load(pruned).require(root)), ['a', 'c', 'd', 'default']);
    assert.equal(pruned.match(/@common:if \[condition="treeShake\.lib\.(a|c|d|default)"\]/g).length, 4);
  });

  suite.test('a flag that is no boolean keeps, with a warning', async () => {
    const { text: pruned, stderr } = await prune(text, {
      treeShake: { lib: { a: 0, b: 'no', c: null, d: true, default: true } },
    });
    assert.deepEqual(exportNames(load(pruned).require(root)), names);
    assert.match(stderr, /M202/);
  });

  suite.test('--keep-macros', async () => {
    const { text: pruned } = await prune(text, flags('lib', names, ['a', 'd']), '--keep-macros');
    assert.deepEqual(exportNames(load(pruned).require(root)), ['a', 'd']);
    assert.equal(pruned.match(/\(\/\* @common:if/g).length, 2);
    assert.equal((await prune(pruned, flags('lib', names, ['a', 'd']), '--keep-macros')).text, pruned);
  });

  suite.test('--removed', async () => {
    const usage = flags('lib', names, ['a']);
    const exports = async mode => load((await prune(text, usage, `--removed=${mode}`)).text).require(root);
    assert.deepEqual(exportNames(await exports('drop')), ['a']);
    const nulls = await exports('null');
    assert.deepEqual([nulls.b, nulls.c, nulls.default], [null, null, null]);
    const throwing = await exports('throw');
    assert.throws(() => throwing.b, /mfshake: lib\.b was pruned/);
    assert.equal(throwing.a(1), 12);
  });

  // --- keys and names --------------------------------------------------------------------------------------

  for (const [key, name] of [
    ['@scope/pkg', 'a'],
    ['chart.js', 'a'],
    ['./src/x.mjs', 'a'],
    ['@a.b/c.d', 'default'],
    ['lib', 'a.b'],
    ['chart.js', 'x.y'],
  ]) {
    suite.test(`the condition of ${key}, export ${name}`, async () => {
      const source = chunkOf({
        [root]: esm(
          [
            `  ${JSON.stringify(name)}: () => (${when(`${key}.${name}`, 'one')})`,
            getter(key, 'other', 'two'),
          ],
          'const one = 1;\nconst two = 2;',
        ),
      });
      const usage = used => ({ treeShake: { [key]: { [name]: used, other: true }, unrelated: { a: true } } });
      assert.deepEqual(exportNames(load((await prune(source, usage(false))).text).require(root)), ['other']);
      assert.deepEqual(
        exportNames(load((await prune(source, usage(true))).text).require(root)),
        [name, 'other'].sort(),
      );
    });
  }

  suite.test('a condition that fits two keys keeps', async () => {
    const source = chunkOf({ [root]: esm([`  "c.d": () => (${when('a.b.c.d', 'one')})`], 'const one = 1;') });
    const { text: pruned, stderr } = await prune(source, {
      treeShake: { 'a.b': { 'c.d': false }, a: { 'b.c.d': false } },
    });
    assert.deepEqual(exportNames(load(pruned).require(root)), ['c.d']);
    assert.match(stderr, /M203/);
  });

  suite.test('encoded names', async () => {
    const source = chunkOf({
      [root]: esm(
        [`  "50% \\"x\\"": () => (${when('lib.50%25 %22x%22', 'one')})`, getter('lib', 'b', 'two')],
        'const one = 1;\nconst two = 2;',
      ),
    });
    assert.deepEqual(
      exportNames(
        load((await prune(source, { treeShake: { lib: { '50% "x"': false, b: true } } })).text).require(root),
      ),
      ['b'],
    );
  });

  // --- shapes ----------------------------------------------------------------------------------------------

  suite.test('whole properties (S2), with the comma inside or outside', async () => {
    const source = chunkOf({
      [root]: esm(
        [
          `  ${when('lib.a', 'a: () => (a)')}`,
          `  ${when('lib.b', 'b: () => (b)')}`,
          '  /* @common:if [condition="treeShake.lib.c"] */ c: () => (c), /* @common:endif */  d: () => (d)',
        ],
        'const a = 1, b = 2;\nconst c = 3;\nconst d = 4;',
      ),
    });
    for (const used of subsets(['a', 'b', 'c'])) {
      const { text: pruned } = await prune(source, flags('lib', ['a', 'b', 'c'], used));
      assert.deepEqual(exportNames(load(pruned).require(root)), [...used, 'd']);
    }
  });

  suite.test('CommonJS assignments (S3)', async () => {
    const source = chunkOf({
      [root]: cjs(`const log = globalThis.pruneLog;
${when('lib.a', 'exports.a = function () { return internal(); }')};
${when('lib.b', 'exports.b = log("side effect")')};
${when('lib.c', 'module.exports.c = __webpack_require__("./lib/c.js")')};
${when('lib.d', 'exports.d = exports.e = 5')};
function internal() { return 1; }`),
      './lib/c.js': cjs('exports.value = 3;'),
    });
    const run = async used => {
      const log = [];
      globalThis.pruneLog = entry => log.push(entry);
      const { text: pruned } = await prune(source, flags('lib', ['a', 'b', 'c', 'd'], used));
      const exports = load(pruned).require(root);
      delete globalThis.pruneLog;
      assert.deepEqual(log, ['side effect'], 'the side effect stays');
      return exports;
    };
    assert.deepEqual(exportNames(await run(['a', 'b', 'c', 'd'])), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(exportNames(await run([])), ['e']);
    const some = await run(['a', 'c']);
    assert.deepEqual(exportNames(some), ['a', 'c', 'e']);
    assert.equal(some.a(), 1);
    assert.deepEqual(some.c, { value: 3 });
  });

  suite.test('old forms: macros in // comments, other spacing', async () => {
    const source = chunkOf({
      [root]: esm(
        [
          '  a: () => (// @common:if [condition="treeShake.lib.a"]\n a // @common:endif\n)',
          '  b: () => (/*@common:if\n [ condition = "treeShake.lib.b" ]*/ b /*@common:endif*/)',
        ],
        'const a = 1;\nconst b = 2;',
      ),
    });
    assert.deepEqual(
      exportNames(load((await prune(source, flags('lib', ['a', 'b'], ['b']))).text).require(root)),
      ['b'],
    );
    assert.deepEqual(
      exportNames(load((await prune(source, flags('lib', ['a', 'b'], ['a']))).text).require(root)),
      ['a'],
    );
  });

  suite.test('nested regions: both must be true', async () => {
    const source = chunkOf({
      [root]: esm(
        [`  a: () => (${when('lib.a', when('lib.b', 'a'))})`, '  z: () => (z)'],
        'const a = 1;\nconst z = 0;',
      ),
    });
    for (const used of subsets(['a', 'b'])) {
      const { text: pruned } = await prune(source, flags('lib', ['a', 'b'], used));
      assert.deepEqual(exportNames(load(pruned).require(root)), used.length === 2 ? ['a', 'z'] : ['z']);
    }
  });

  // --- what must stay --------------------------------------------------------------------------------------

  suite.test('modules with side effects stay, and run in order', async () => {
    const source = chunkOf({
      [root]: esm(
        [getter('lib', 'a', 'a__WEBPACK_IMPORTED_MODULE_0__.a'), getter('lib', 'b', 'b')],
        `/* harmony import */ var side__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__("./lib/side.js");\n/* harmony import */ var a__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__("./lib/a.js");\nconst b = 2;`,
      ),
      './lib/side.js': cjs('globalThis.pruneOrder.push("side");'),
      './lib/a.js': esm(['  a: () => (a)'], 'const a = globalThis.pruneOrder.push("a");'),
    });
    const { text: pruned } = await prune(source, flags('lib', ['a', 'b'], ['b']));
    globalThis.pruneOrder = [];
    assert.deepEqual(exportNames(load(pruned).require(root)), ['b']);
    assert.deepEqual(globalThis.pruneOrder, ['side', 'a']);
    delete globalThis.pruneOrder;
  });

  suite.test('a declaration that something else needs stays; eval pins everything', async () => {
    const source = chunkOf({
      [root]: esm(
        [getter('lib', 'a', 'a'), getter('lib', 'b', 'b')],
        'const a = () => 1;\nconst b = () => eval("a()") + b.length;',
      ),
    });
    const { text: pruned } = await prune(source, flags('lib', ['a', 'b'], ['b']));
    assert.equal(load(pruned).require(root).b(), 1);
  });

  suite.test('a module that was unreachable before the run is left alone', async () => {
    const modules = {
      ...library,
      './other/entry.js': cjs('exports.used = __webpack_require__("./lib/heavy.js");'),
    };
    const { text: pruned } = await prune(chunkOf(modules), flags('lib', names, ['c']));
    assert.deepEqual(moduleIds(pruned), [root, './lib/util.js', './lib/heavy.js', './other/entry.js']);
    assert.equal(load(pruned).require('./other/entry.js').used.table[2], 'two');
  });

  suite.test('modules named in other ways than by a plain require stay', async () => {
    const late = `module.exports = () => [__webpack_require__.e("x").then(__webpack_require__.bind(__webpack_require__, "./lib/a.js")), __webpack_require__.t("./lib/b.js", 1)];`;
    const { text: pruned } = await prune(
      chunkOf({ ...library, './entry.js': cjs(late) }),
      flags('lib', names, ['d']),
    );
    assert.deepEqual(moduleIds(pruned), [...Object.keys(library), './entry.js']);
  });

  // --- reports ---------------------------------------------------------------------------------------------

  const share = (used, rest = {}) => ({ lib: { provided: names, used, fallback: root.slice(2), ...rest } });
  const named = (app, used, remotes, rest) => {
    const report = usageReport(app, share(used, rest));
    if (remotes) report.mfshake.remotes = remotes;
    validateReport(report);
    return report;
  };
  const left = async (reports, ...args) =>
    exportNames(load((await prune(text, reports, ...args)).text).require(root));

  suite.test('several reports: what any of them uses is kept', async () => {
    assert.deepEqual(await left([named('host', ['a'], ['shop']), named('shop', ['c'])]), ['a', 'c']);
    assert.deepEqual(await left([flags('lib', names, ['a']), flags('lib', names, ['b'])]), ['a', 'b']);
  });

  suite.test('--remote: what that app uses is kept', async () => {
    const reports = [named('host', ['a'], ['shop']), named('shop', ['c'])];
    assert.deepEqual(await left(reports, '--remote', 'shop'), ['c']);
    assert.deepEqual(await left(reports, '--remote', 'host'), ['a']);
  });

  suite.test('a declared consumer without a report locks its keys', async () => {
    const { text: pruned, stdout, stderr } = await prune(text, named('host', ['a'], ['shop', 'blog']));
    assert.deepEqual(exportNames(load(pruned).require(root)), names);
    assert.match(stdout + stderr, /blog/);
    assert.deepEqual(await left(named('host', ['a'], ['shop']), '--consumers', 'host'), ['a']);
    assert.deepEqual(await left(named('host', ['a']), '--consumers', 'host,shop'), names);
  });

  suite.test('a report that is not exact locks its key', async () => {
    for (const mode of ['namespace', 'dynamic']) {
      assert.deepEqual(
        await left([named('host', ['a'], ['shop']), named('shop', ['c'], undefined, { mode })]),
        names,
      );
    }
  });

  suite.test('a report without a fallback still says what its app needs', async () => {
    const consumer = usageReport('shop', {
      lib: {
        provided: ['c'],
        used: ['c'],
        mode: 'no-fallback',
        fallback: null,
        version: null,
        role: ['consume'],
      },
    });
    const kept = await left([named('host', ['a'], ['shop']), consumer]);
    assert.ok(
      ['a', 'c'].every(name => kept.includes(name)),
      kept.join(),
    );
  });

  const lists = used => ({ used_exports: used, unused_exports: names.filter(name => !used.includes(name)) });
  const olderShapes = {
    J1: used => ({ consume_shared_modules: { lib: { ...lists(used), possibly_unused_exports: [] } } }),
    J2: used => ({ consume_shared_modules: { lib: lists(used) }, metadata: { total_modules: 3 } }),
    J3: used => ({ consume_shared_modules: { lib: { ...lists(used), entry_module_id: root } } }),
    J4: used => ({ lib: { ...lists(used), possibly_unused_exports: [], entry_module_id: root } }),
    J5: used => ({ lib: { ...lists(used), entry_module_id: root, chunk_characteristics: [{}] } }),
    J6: used => ({
      lib: { chunk_characteristics: { usage: flags('lib', names, used).treeShake.lib, entry_module_id: root } },
    }),
    J7: used => ({
      treeShake: {
        lib: {
          ...flags('lib', names, used).treeShake.lib,
          chunk_characteristics: { entry_module_id: root, chunk_format: 'jsonp', chunk_files: ['lib.js'] },
        },
      },
    }),
    J8: used => flags('lib', names, used),
  };
  for (const [shape, report] of Object.entries(olderShapes)) {
    suite.test(`the prototypes' shape ${shape}`, async () => {
      assert.deepEqual(await left([report(['a', 'd'])]), ['a', 'd']);
      assert.deepEqual(await left([report(['a']), named('host', ['c'])]), ['a', 'c']);
      if (shape !== 'J8') assert.deepEqual(await left([report([]), named('host', ['c'])]), names, 'a namespace');
    });
  }

  suite.test('what a list leaves out is kept', async () => {
    const report = { lib: { used_exports: ['a'], unused_exports: ['b'] } };
    assert.deepEqual(await left([report]), ['a', 'c', 'd', 'default']);
    assert.deepEqual(await left([report, named('host', ['d'])]), ['a', 'c', 'd', 'default']);
  });

  const stats = (name, entry, remotes = []) => ({
    id: name,
    name,
    metaData: { name, type: 'app' },
    shared: [{ id: `${name}:lib`, name: 'lib', version: '1.0.0', requiredVersion: '^1.0.0', ...entry }],
    remotes: remotes.map(remote => ({ federationContainerName: remote, alias: remote, moduleName: 'x' })),
    exposes: [],
  });

  suite.test('mf-stats.json makes an app a known consumer, and its share whole', async () => {
    const host = named('host', ['a'], ['shop']);
    for (const entry of [{}, { usedExports: [] }, { usedExports: ['c'] }]) {
      const result = await prune(text, [host, stats('shop', entry)]);
      assert.deepEqual(exportNames(load(result.text).require(root)), names);
      assert.match(result.stdout, /shop/);
    }
    assert.deepEqual(await left([host, stats('shop', {})], '--trust-stats'), names);
    const trusted = stats('shop', { usedExports: ['c'] }, ['cart']);
    assert.deepEqual(await left([host, trusted], '--trust-stats'), names, 'cart has no report');
    assert.deepEqual(await left([host, trusted, stats('cart', { usedExports: ['d'] })], '--trust-stats'), [
      'a',
      'c',
      'd',
    ]);
    assert.deepEqual(await left([stats('shop', { usedExports: ['c'] })], '--trust-stats'), ['c']);
  });

  suite.test('the lists of Vite are complete', async () => {
    const vite = (status, usedExports) =>
      stats('shop', { usedExports, referenceExports: usedExports, treeShaking: { mode: 'server-calc', usedExports, status } });
    assert.deepEqual(await left([named('host', ['a'], ['shop']), vite(1, ['c'])]), ['a', 'c']);
    assert.deepEqual(await left([named('host', ['a'], ['shop']), vite(0, [])]), names);
    assert.deepEqual(await left([named('host', ['a'], ['shop']), vite(1, [])]), names);
  });

  suite.test('the summary counts exports, modules and bytes', async () => {
    const { stdout, text: pruned } = await prune(text, flags('lib', names, ['a']));
    assert.match(stdout, /lib/);
    assert.match(stdout.replace(/[,.\s]/g, ''), new RegExp(String(Buffer.byteLength(pruned))));
  });
}
