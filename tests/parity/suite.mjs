// One test per recorded case: the run must not fail, no answer for a share may be unsound or imprecise, and what is said of modules is what both bundlers say, but for the
// differences that are listed in differences.json and explained in docs/parity.md.
import assert from 'node:assert/strict';
import path from 'node:path';
import fs from 'node:fs';
import { mfshakeOk, root, workDir } from '../lib/mfshake.mjs';
import { isUpToDate } from './cases.mjs';
import { base, caseFolders, configuration, describe, judgeModule, judgeShare, scoreCase, summarize } from './score.mjs';

// The rows of the table of constructs on which the official shared tree shaking deletes live exports, and what the report has to say of ui-lib.
const whatIsTrue = {
  'a6-named': 'A', 'a6-ns-member': 'B', 'a6-ns-destructure': 'C', 'a6-ns-computed': 'all', 'a6-ns-computed-and-named': 'all', 'a6-ns-global-escape': 'all',
  'a6-ns-object-keys': 'all', 'a6-export-star-as': 'all', 'a6-export-ns-binding': 'all', 'a6-dependency-computed': 'all', 'a6-require-whole': 'all',
  'a6-dynamic-then-whole': 'all', 'a6-dynamic-destructure': 'B', 'a6-require-destructure': 'D', 'a6-star-barrel': 'C', 'a6-named-barrel': 'D',
  'a6-member-of-export': 'A', 'a6-no-side-effects-flag': 'A',
};

/** The exports of ui-lib that the report has as used, or 'all'. */
async function reported(name) {
  const dir = workDir(`reported-${name}`);
  fs.cpSync(path.join(base, name), dir, { recursive: true });
  fs.writeFileSync(path.join(dir, 'mfshake.json'), configuration(dir));
  await mfshakeOk(['analyze', '--no-emit', '-q', '-o', 'out'], { cwd: dir });
  const { treeShake: { 'ui-lib': { chunk_characteristics, ...exports } } } = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8'));
  const used = Object.keys(exports).filter(export_ => exports[export_]);
  return used.length === Object.keys(exports).length ? 'all' : used.join(', ');
}

const explained = JSON.parse(fs.readFileSync(new URL('differences.json', import.meta.url), 'utf8'));
const differencesOf = (name, result) => result.modules.flatMap(({ path: file, differences }) => differences.map(difference => `${name}: ${file}: ${difference}`));

export default async function (suite) {
  const results = [];
  for (const dir of caseFolders()) {
    suite.test(path.basename(dir), async () => {
      const result = await scoreCase(dir);
      results.push(result);
      assert.equal(result.failed, undefined);
      for (const { key, verdict, text } of result.shares)
        assert.equal(verdict, 'fine', `${key}: ${text}`);
      assert.deepEqual(differencesOf(path.basename(dir), result), explained.filter(line => line.startsWith(`${path.basename(dir)}: `)));
    });
  }
  suite.test('every difference belongs to a case and is explained', () => {
    const names = new Set(caseFolders().map(dir => path.basename(dir)));
    const text = fs.readFileSync(path.join(root, 'docs/parity.md'), 'utf8');
    for (const line of explained) {
      const [name] = line.split(': ');
      assert.ok(names.has(name) && text.includes(`\`${name}\``), line);
    }
  });
  Object.defineProperty(suite, 'note', { get: () => describe(summarize(results)) });

  for (const [name, truth] of Object.entries(whatIsTrue)) suite.test(`${name}: the report says what is true`, async () => assert.equal(await reported(name), truth));
  suite.test('every row of that table is a case', () => assert.deepEqual(fs.readdirSync(base).filter(name => name.startsWith('a6-')), Object.keys(whatIsTrue).sort()));
  suite.test('docs/parity-cases.md is up to date: node tests/parity/cases.mjs', () => assert.ok(isUpToDate()));

  suite.test('the verdicts themselves', () => {
    const verdict = (answer, must, may = must) => judgeShare(answer, { must, may }).verdict;
    assert.equal(verdict(['a'], ['a']), 'fine');
    assert.equal(verdict(['a', 'b'], ['a'], ['a', 'b']), 'fine');
    assert.equal(verdict([], ['a']), 'unsound');
    assert.equal(verdict(['a'], '*'), 'unsound');
    assert.equal(verdict('*', ['a']), 'imprecise');
    assert.equal(verdict(['*', 'a'], ['a'], '*'), 'fine');
    assert.equal(verdict(undefined, '*'), 'fine');
    assert.deepEqual(
      judgeModule({ provided: ['b', 'a'], used: true }, { provided: ['a', 'b'], used: true }),
      [],
    );
    assert.deepEqual(judgeModule(undefined, { sideEffectFree: true, used: false }), []);
    assert.deepEqual(judgeModule(undefined, { used: ['a'] }), ['missing']);
    const disputed = { used: { webpack: ['a', 'b'], rspack: true } };
    assert.deepEqual(judgeModule({ used: ['b', 'a'] }, {}, disputed), []);
    assert.deepEqual(judgeModule({ used: true }, {}, disputed), []);
    assert.deepEqual(judgeModule({ used: ['a'] }, {}, disputed), ['used ["a"] without ["b"], which both bundlers have']);
    assert.deepEqual(judgeModule({ used: [] }, {}, { used: { webpack: ['a'], rspack: [] } }), []);
    assert.deepEqual(judgeModule({ used: ['a'] }, { used: false, usedNoSideEffectsOpt: ['a'] }), []);
    assert.equal(judgeModule({ provided: true, used: true }, { provided: ['a'], used: ['a'] }).length, 2);
  });
}
