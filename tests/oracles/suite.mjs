// lodash-es as one annotated chunk, pruned to known sets of exports: how many modules may be left, and that what is
// left computes what the npm package computes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as lodash from 'lodash-es';
import { underControl } from '../lib/clock.mjs';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateReport } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';

const key = 'lodash-es';
const provided = Object.keys(lodash).sort();

// The most modules that may be left, with only these exports used.
const limits = [
  { used: [], atMost: 1 },
  { used: ['debounce'], atMost: 15 },
  { used: ['delay', 'random', 'sortBy'], atMost: 145 },
  { used: ['default'], atMost: Infinity, all: true },
  { used: ['debounce', 'default'], atMost: Infinity, all: true },
  { used: ['camelCase', 'chunk', 'cloneDeep', 'difference', 'filter', 'get', 'groupBy', 'isEqual', 'keyBy', 'map', 'merge', 'omit', 'orderBy', 'partition', 'pick', 'set', 'sumBy', 'template', 'uniqBy', 'zipObject'], atMost: 253 },
];

// --- calls ----------------------------------------------------------------------------------------------------------

// Arguments for any function: made anew for each call, because some functions change what they get.
const people = () => [{ name: 'Ada', age: 36, tags: ['x'] }, { name: 'Bob', age: 17, tags: [] }, { name: 'Cy', age: 36, tags: ['x', 'y'] }];
const argumentLists = () => [
  [], [undefined], [null], [0], [3], [-1.5], ['some text here'], [true], [[3, 1, 2]], [people()], [{ b: 2, a: { c: [1] } }], [new Date(5)],
  [people(), 'name'], [people(), ['age', 'name']], [people(), person => person.age], [people(), { age: 36 }], [people(), ['age'], ['desc']],
  [[1, [2, [3, 4]]], 2], [{ a: { b: 1 } }, 'a.b'], [{ a: { b: 1 } }, ['a', 'c'], 7], ['a-b_c d', 2], [5, 5], [1, 10], [1, 2, true],
  [['a', 'b'], [1, 2]], [{ a: 1 }, { b: { c: 2 } }, { b: { d: 3 } }], [new Map([['k', 1]])], [new Set([1, 2])], [[NaN, 0, '', 'x'], Boolean],
];

// Functions that work with time get calls of their own: what was called when, seen from outside.
const timedCalls = {
  debounce: [[0], [10], [50, { leading: true }], [50, { leading: true, trailing: false }], [50, { maxWait: 60 }]].flatMap(options =>
    [[5, 5, 5, 100], [60, 60], [30, 30, 30, 30, 30], [1], [49, 51, 200]].map(pauses => (debounce, tick) => {
      const log = [];
      const call = debounce((...args) => { log.push([Date.now(), ...args]); return args[0]; }, ...options);
      pauses.forEach((pause, i) => { log.push(['returned', call(i)]); tick(pause); });
      log.push(['flushed', call.flush()]);
      call('last');
      call.cancel();
      tick(1000);
      return log;
    })),
  delay: [0, 1, 5, 10, '7', NaN, undefined].flatMap(wait => [[], ['a'], ['a', 'b']].map(args => (delay, tick) => {
    const log = [];
    log.push(typeof delay((...received) => log.push([Date.now(), received]), wait, ...args));
    [1, 4, 10, 100].forEach(pause => { tick(pause); log.push(Date.now()); });
    return log;
  })),
};

const outcome = call => {
  try {
    const value = underControl(call);
    return { value: typeof value === 'function' ? `function of ${value.length}` : value };
  } catch (error) {
    return { error: `${error?.name}: ${error?.message}` };
  }
};

/** Calls one export of both in the same ways; returns the number of calls. */
function compareCalls(name, ours, theirs) {
  const calls = timedCalls[name] ?? argumentLists().map((_, i) => fn => fn(...argumentLists()[i]));
  for (const [i, call] of calls.entries()) {
    assert.deepEqual(outcome(tick => call(ours, tick)), outcome(tick => call(theirs, tick)), `${name}, call ${i}`);
  }
  return calls.length;
}

// --- the suite ------------------------------------------------------------------------------------------------------

export default async function (suite) {
  const dir = workDir('oracles');
  writeFiles(dir, {
    'package.json': { name: 'app', version: '1.0.0', dependencies: { [key]: '^4.17.0' } },
    'src/index.js': `import * as lodash from '${key}';\nglobalThis.use(lodash);\n`,
  });
  const analyzed = {};
  const analyze = format => (analyzed[format] ??= (async () => {
    const config = { name: 'app', entry: './src/index.js', shared: { [key]: {} }, output: { path: `shared-${format}`, format } };
    writeFiles(dir, { [`${format}.json`]: config });
    await mfshakeOk(['analyze', '-C', dir, '-c', path.join(dir, `${format}.json`)]);
    const out = path.join(dir, `shared-${format}`);
    const report = JSON.parse(fs.readFileSync(path.join(out, 'share-usage.json'), 'utf8'));
    const chunk = readChunk(chunkFile(out, key));
    return { out, root: rootModule(report, key), report, chunk };
  })());

  for (const format of ['jsonp', 'commonjs']) {
    suite.test(`${format}: analyze finds every export used by a namespace that escapes`, async () => {
      const { report, chunk, root } = await analyze(format);
      validateReport(report);
      assert.equal(report.mfshake.shares[key].mode, 'namespace');
      assert.deepEqual(Object.keys(report.treeShake[key]).sort(), provided);
      assert.equal(Object.keys(chunk.modules).length, 619);
      assert.deepEqual(exportNames(createRuntime([chunk]).require(root)), provided);
    });

    for (const { used, atMost, all } of limits) {
      const label = used.length > 4 ? `${used.length} functions` : used.join(', ') || 'none';
      suite.test(`${format}: ${label} → ${all ? 'all modules' : `at most ${atMost}`}`, async () => {
        const { out, root, report, chunk } = await analyze(format);
        const name = label.replace(/\W+/g, '-');
        const usage = path.join(dir, `usage-${format}-${name}.json`);
        const { fallback } = report.mfshake.shares[key];
        const document = usageReport('app', { [key]: { provided, used, fallback, version: lodash.default.VERSION } });
        validateReport(document);
        fs.writeFileSync(usage, JSON.stringify(document));
        const pruned = path.join(dir, `pruned-${format}-${name}`);
        await mfshakeOk(['prune', out, '--usage', usage, '-o', pruned]);

        const result = readChunk(chunkFile(pruned, key));
        const left = Object.keys(result.modules).length;
        if (all) assert.equal(left, Object.keys(chunk.modules).length);
        else assert.ok(left <= atMost && left >= 1, `${left} modules are left`);
        assert.deepEqual(result.ids, chunk.ids);
        const exports = createRuntime([result]).require(root);
        assert.deepEqual(exportNames(exports), used);
        for (const kept of used.filter(n => n !== 'default')) {
          assert.ok(compareCalls(kept, exports[kept], lodash[kept]) >= 20);
        }
        if (used.includes('default')) assert.deepEqual(Object.keys(exports.default).sort(), Object.keys(lodash.default).sort());
      });
    }
  }

  suite.test('the calls tell different functions apart', () => {
    assert.throws(() => compareCalls('sortBy', lodash.map, lodash.sortBy), assert.AssertionError);
    assert.throws(() => compareCalls('debounce', lodash.throttle, lodash.debounce), assert.AssertionError);
    assert.throws(() => compareCalls('delay', fn => lodash.delay(fn, 1), lodash.delay), assert.AssertionError);
  });
}
