// The test runtime itself, on chunks written by hand: what the other suites conclude rests on it.
import assert from 'node:assert/strict';
import { createRuntime, encodeKey, evaluateChunk, exportNames } from './runtime.mjs';

const modules = `{
  "./esm.js": (module, exports, require) => {
    "use strict";
    require.r(exports);
    require.d(exports, { add: () => (add), "default": () => (value), count: () => (count), bump: () => (bump) });
    var cjs = require("./cjs.js");
    var cjs_default = /*#__PURE__*/ require.n(cjs);
    var react = require("webpack/sharing/consume/default/react/react");
    var jsx = require("webpack/sharing/consume/default/react/jsx-runtime/react/jsx-runtime");
    const add = (a, b) => cjs_default()(a, b) + react.zero + jsx.zero;
    const value = this === undefined ? "this is undefined" : typeof this;
    let count = 0;
    const bump = () => { count += 1; };
  },
  "./cjs.js": function (module, exports) { module.exports = (a, b) => a + b; module.exports.self = this === exports; },
  "./cycle-a.js": (module, exports, require) => { exports.early = require("./cycle-b.js").seen; exports.late = 1; },
  "./cycle-b.js": (module, exports, require) => { exports.seen = Object.keys(require("./cycle-a.js")); },
  "./ns.js": (module, exports, require) => { module.exports = { plain: require.t("./cjs.js", 1), full: require.t({ a: 1 }, 2), kept: require.t("./esm.js", 5) }; },
  "./hmd.js": (module, exports, require) => { module = require.hmd(module); module.exports = 1; },
  "./throws.js": () => { throw new Error("at load"); },
  7: (module, exports, require) => { exports.id = module.id; exports.g = require.g === globalThis; exports.nmd = require.nmd(module).children.length; }
}`;
const jsonp = `(self["webpackChunkhost"] = self["webpackChunkhost"] || []).push([["shared-a"], ${modules}]);`;
const commonjs = `exports.ids = ["shared-a"];\nexports.modules = ${modules};`;
const shared = { react: { zero: 0 }, 'react/jsx-runtime': { zero: 0 } };

export default async function (suite) {
  for (const [format, source] of Object.entries({ jsonp, commonjs })) {
    const load = () => createRuntime([evaluateChunk(source)], { shared });

    suite.test(`${format}: recognised, with its ids and modules`, () => {
      const chunk = evaluateChunk(source);
      assert.equal(chunk.format, format);
      assert.deepEqual(chunk.ids, ['shared-a']);
      assert.equal(chunk.uniqueName, format === 'jsonp' ? 'host' : null);
      assert.ok('./esm.js' in chunk.modules);
    });

    suite.test(`${format}: ES modules, CommonJS interop, shared imports, live bindings`, () => {
      const { require } = load();
      const esm = require('./esm.js');
      assert.deepEqual(exportNames(esm), ['add', 'bump', 'count', 'default']);
      assert.equal(esm.__esModule, true);
      assert.equal(Object.prototype.toString.call(esm), '[object Module]');
      assert.equal(esm.add(2, 3), 5);
      esm.bump();
      assert.equal(esm.count, 1);
      assert.equal(require('./cjs.js').self, true);
      assert.equal(require('./esm.js'), esm);
      assert.equal(require(7), require('7'));
      assert.deepEqual({ ...require(7) }, { id: 7, g: true, nmd: 0 });
    });

    suite.test(`${format}: cycles see what is there so far`, () => {
      assert.deepEqual(load().require('./cycle-a.js'), { early: [], late: 1 });
      assert.deepEqual(load().require('./cycle-b.js'), { seen: ['early', 'late'] });
    });

    suite.test(`${format}: fake namespaces`, () => {
      const { require } = load();
      const { plain, full, kept } = require('./ns.js');
      assert.equal(plain.default(1, 2), 3);
      assert.equal('self' in plain, false);
      assert.deepEqual(exportNames(full), ['a', 'default']);
      assert.equal(kept, require('./esm.js'));
    });

    suite.test(`${format}: errors are thrown, again on the second require, and unknown ids too`, () => {
      const { require } = load();
      assert.throws(() => require('./throws.js'), /at load/);
      assert.throws(() => require('./throws.js'), /at load/);
      assert.throws(() => require('./hmd.js'), /assigns module\.exports/);
      assert.throws(() => require('./missing.js'), /is in no chunk/);
      assert.throws(
        () => createRuntime([evaluateChunk(source)]).require('./esm.js'),
        /nothing given for webpack\/sharing/,
      );
    });
  }

  suite.test('getters and values given as a list', () => {
    const { require } = createRuntime([]);
    const exports = {};
    require.d(exports, ['a', () => 1, 'b', 0, 2, 'c', () => 3]);
    assert.deepEqual({ ...exports }, { a: 1, b: 2, c: 3 });
  });

  suite.test('a file that is no chunk is refused', () => {
    assert.throws(() => evaluateChunk('self.other = 1'), /pushes no chunk/);
    assert.throws(() => evaluateChunk(`${jsonp}\n${jsonp}`), /more than one/);
    assert.throws(() => evaluateChunk('require("lodash-es")'), /calls Node's require/);
  });

  suite.test('the globals stay clean', () => {
    evaluateChunk(jsonp);
    assert.equal('webpackChunkhost' in globalThis, false);
  });

  suite.test('folder names of share keys', () => {
    assert.equal(encodeKey('@scope/some-pkg'), 'scope_scope__some_pkg');
    assert.equal(encodeKey('chart.js'), 'chartjs');
  });
}
