// lodash-es as one annotated chunk, pruned to known sets of exports: how many modules may be left, and that
// what is left computes what the npm package computes.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { compareCalls } from '../lib/calls.mjs';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateReport } from '../lib/schema.mjs';
import * as lodash from 'lodash-es';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';

const key = 'lodash-es';
const provided = Object.keys(lodash).sort();

// The default export needs everything but the modules that only pass on names of others (webpack skips those
// as well).
const neededByDefault = 619;

// The most modules that may be left, with only these exports used.
const limits = [
  { used: [], atMost: 1 },
  { used: ['debounce'], atMost: 15 },
  { used: ['delay', 'random', 'sortBy'], atMost: 145 },
  { used: ['default'], atMost: Infinity, all: true },
  { used: ['debounce', 'default'], atMost: Infinity, all: true },
  {
    used: [
      'camelCase',
      'chunk',
      'cloneDeep',
      'difference',
      'filter',
      'get',
      'groupBy',
      'isEqual',
      'keyBy',
      'map',
      'merge',
      'omit',
      'orderBy',
      'partition',
      'pick',
      'set',
      'sumBy',
      'template',
      'uniqBy',
      'zipObject',
    ],
    atMost: 253,
  },
];

export default async function (suite) {
  const dir = workDir('oracles');
  writeFiles(dir, {
    'package.json': { name: 'app', version: '1.0.0', dependencies: { [key]: '^4.17.0' } },
    'src/index.js': `import * as lodash from '${key}';\nglobalThis.use(lodash);\n`,
  });
  const analyzed = {};
  const analyze = format =>
    (analyzed[format] ??= (async () => {
      const config = {
        name: 'app',
        entry: './src/index.js',
        shared: { [key]: {} },
        output: { path: `shared-${format}`, format },
      };
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
      assert.ok(Object.keys(chunk.modules).length >= neededByDefault);
      assert.deepEqual(exportNames(createRuntime([chunk]).require(root)), provided);
    });

    for (const { used, atMost, all } of limits) {
      const label = used.length > 4 ? `${used.length} functions` : used.join(', ') || 'none';
      suite.test(`${format}: ${label} → ${all ? 'all' : `at most ${atMost}`}`, async () => {
        const { out, root, report, chunk } = await analyze(format);
        const name = label.replace(/\W+/g, '-');
        const usage = path.join(dir, `usage-${format}-${name}.json`);
        const { fallback } = report.mfshake.shares[key];
        const document = usageReport('app', {
          [key]: { provided, used, fallback, version: lodash.default.VERSION },
        });
        validateReport(document);
        fs.writeFileSync(usage, JSON.stringify(document));
        const pruned = path.join(dir, `pruned-${format}-${name}`);
        await mfshakeOk(['prune', out, '--usage', usage, '-o', pruned]);

        const result = readChunk(chunkFile(pruned, key));
        const left = Object.keys(result.modules).length;
        if (all) assert.ok(left >= neededByDefault, `only ${left} modules are left`);
        else assert.ok(left <= atMost && left >= 1, `${left} modules are left`);
        assert.deepEqual(result.ids, chunk.ids);
        const exports = createRuntime([result]).require(root);
        assert.deepEqual(exportNames(exports), used);
        for (const kept of used.filter(n => n !== 'default')) {
          assert.ok(compareCalls(kept, exports[kept], lodash[kept]) >= 20);
        }
        if (used.includes('default'))
          assert.deepEqual(Object.keys(exports.default).sort(), Object.keys(lodash.default).sort());
      });
    }
  }

  suite.test('the calls tell different functions apart', () => {
    assert.throws(() => compareCalls('sortBy', lodash.map, lodash.sortBy), assert.AssertionError);
    assert.throws(() => compareCalls('debounce', lodash.throttle, lodash.debounce), assert.AssertionError);
    assert.throws(
      () => compareCalls('delay', fn => lodash.delay(fn, 1), lodash.delay),
      assert.AssertionError,
    );
  });
}
