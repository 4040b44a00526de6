// One test per recorded case: the run must not fail, and no answer may be unsound. How many are imprecise is
// printed.
import assert from 'node:assert/strict';
import path from 'node:path';
import { caseFolders, describe, judgeModule, judgeShare, scoreCase, summarize } from './score.mjs';

export default async function (suite) {
  const results = [];
  for (const dir of caseFolders()) {
    suite.test(path.basename(dir), async () => {
      const result = await scoreCase(dir);
      results.push(result);
      assert.equal(result.failed, undefined);
      for (const { key, verdict, text } of result.shares)
        assert.notEqual(verdict, 'unsound', `${key}: ${text}`);
    });
  }
  Object.defineProperty(suite, 'note', { get: () => describe(summarize(results)) });

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
    assert.deepEqual(judgeModule({ used: ['a'] }, { used: false, usedNoSideEffectsOpt: ['a'] }), []);
    assert.equal(judgeModule({ provided: true, used: true }, { provided: ['a'], used: ['a'] }).length, 2);
  });
}
