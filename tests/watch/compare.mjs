// After each of many random edits: the watch has written, printed and reported what a run of its own writes, prints and reports.
//
//   make watch-edits [EDITS=2000] [SEED=n]        the seed of a failure is printed with it, and does the same again
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mfshake, readTree, workDir } from '../lib/mfshake.mjs';
import { edit, mend, random, writeApp } from './edits.mjs';
import { Watch } from './session.mjs';

const shown = tree => Object.fromEntries([...tree].map(([name, bytes]) => [name, bytes.toString()]));

/** What a run of its own makes of the app. */
async function cold(folder, args) {
  const out = path.join(path.dirname(folder), `${path.basename(folder)}-cold`);
  fs.rmSync(out, { recursive: true, force: true });
  const { code, stdout, stderr } = await mfshake(['analyze', '--no-cache', '-o', out, ...args], { cwd: folder });
  return { code, table: stdout, problems: stderr, files: code === 0 ? shown(readTree(out)) : undefined };
}

export async function compareEdits(folder, { seed, edits, args = [], onEdit = () => {} }) {
  const r = random(seed);
  const outcomes = {};
  writeApp(folder, r);
  const out = path.join(folder, 'out');
  const watch = new Watch(folder, args);
  const history = [];
  let broken = 0; // edits since the app was whole
  try {
    for (let number = 0; number <= edits; number++) {
      const mends = broken > 4;
      history.push(mends ? mend(folder, r) : number ? edit(folder, r) : 'the app as it is at first');
      if (mends) await watch.quiet();
      if (number && r.chance(0.2)) history.push(edit(folder, r)); // two at once
      const cycle = await watch.settled(number);
      const expected = await cold(folder, args);
      assert.equal(cycle.problems, expected.problems, 'the problems differ');
      assert.equal(/written$|nothing to write/.test(cycle.outcome) && !/nothing is written/.test(cycle.outcome), expected.code === 0, cycle.outcome);
      if (expected.code === 0) {
        assert.deepEqual(shown(readTree(out)), expected.files, 'the output differs');
        assert.equal(watch.table, expected.table, 'the table differs');
      }
      broken = expected.code === 0 ? 0 : broken + 1;
      outcomes[cycle.outcome] = (outcomes[cycle.outcome] ?? 0) + 1;
      onEdit(number, cycle, history.at(-1));
    }
    const { code, signal } = await watch.end();
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
  } catch (error) {
    error.message = `seed ${seed}, after ${history.length - 1} edits, the last ones: ${history.slice(-4).join('; ')}: ${error.message}`;
    throw error;
  } finally {
    watch.child.kill('SIGKILL');
  }
  return outcomes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const seed = Number(process.env.SEED || Date.now() % 2 ** 31), edits = Number(process.env.EDITS || 2000);
  const args = process.env.ARGS?.split(' ') ?? ['--no-emit'];
  let quick = 0;
  const outcomes = await compareEdits(path.join(workDir('edits'), 'app'), { seed, edits, args, onEdit: (number, cycle) => {
    quick += Number(cycle.ms < 5);
    if (number % 100 === 0) process.stderr.write(`${number} of ${edits} edits\n`);
  } });
  console.log(`${edits} edits, seed ${seed}: after each the watch has what a cold run has (${Object.entries(outcomes).map(([what, count]) => `${what}: ${count}`).join('; ')})`);
}
