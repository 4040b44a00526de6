// analyze --watch: after every change what a run of its own writes, prints and reports; errors do not end it, signals do.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { binary, mfshake, mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';
import { compareEdits } from './compare.mjs';
import { Watch } from './session.mjs';

const files = {
  'mfshake.json': { name: 'app', entry: './src/index.js', shared: ['lib'], output: { path: 'out' } },
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
  'src/index.js': "import { a } from 'lib';\nimport './tick.js';\nconsole.log(a);\n",
  'src/tick.js': 'export const tick = 1;\n',
  'node_modules/lib/package.json': { name: 'lib', version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
};
const used = folder => JSON.parse(fs.readFileSync(path.join(folder, 'out/share-usage.json'), 'utf8')).mfshake.shares.lib.used;
const write = (folder, file, text) => fs.writeFileSync(path.join(folder, file), text);

export default async function (suite) {
  const dir = workDir('watch');
  const start = async (name, args = [], options) => {
    const folder = path.join(dir, name);
    writeFiles(folder, files);
    const watch = new Watch(folder, args, options);
    assert.ok(await watch.cycle(() => true), 'it does not begin');
    return { folder, watch };
  };

  for (const seed of [1, 2, 3]) {
    suite.test(`random edits, seed ${seed}`, () => compareEdits(path.join(dir, `edits-${seed}`), { seed, edits: 40, args: seed === 3 ? [] : ['--no-emit'] }));
  }

  suite.test('errors are told and do not end it; what was written stays until they are mended', async () => {
    const { folder, watch } = await start('errors');
    assert.deepEqual(used(folder), ['a']);
    for (const [file, text, code] of [
      ['src/index.js', 'import { from from', 'M504'], ['src/index.js', "import './none.js';\n", 'M502'], ['mfshake.json', '{', 'M302'], ['node_modules/lib/package.json', '{', 'M406'],
    ]) {
      const before = fs.readFileSync(path.join(folder, file), 'utf8');
      write(folder, file, text);
      const broken = await watch.cycle(c => c.cause.includes(file), watch.cycles.length);
      assert.match(broken.problems, new RegExp(code));
      assert.match(broken.outcome, /nothing is written/);
      assert.deepEqual(used(folder), ['a']);
      const count = watch.cycles.length;
      write(folder, file, before);
      assert.equal((await watch.cycle(c => c.cause.includes(file), count)).problems, '');
    }
    fs.rmSync(path.join(folder, 'src/index.js'));
    assert.match((await watch.settled(1)).problems, /M501/);
    write(folder, 'src/index.js', files['src/index.js'].replace('{ a }', '{ b as a }'));
    await watch.settled(2);
    assert.deepEqual(used(folder), ['b']);
    assert.deepEqual(await watch.end(), { code: 0, signal: null, rest: 'mfshake: the watch ends\n' });
  });

  suite.test('what is told is one line a change: what changed, what came of it, how long it took', async () => {
    const { folder, watch } = await start('lines');
    assert.match(watch.cycles[0].cause, /^watching \d+ folders$/);
    assert.equal(watch.cycles[0].outcome, 'written');
    const cases = [['a comment', "import { a } from 'lib';\nimport './tick.js';\nconsole.log(a); // here\n", 'nothing to write'], ['another use', "import { c } from 'lib';\nimport './tick.js';\nconsole.log(c);\n", 'written']];
    for (const [, text, outcome] of cases) {
      const count = watch.cycles.length;
      write(folder, 'src/index.js', text);
      const cycle = await watch.cycle(() => true, count);
      assert.deepEqual([cycle.cause, cycle.outcome], ['src/index.js changed', outcome]);
    }
    fs.rmSync(path.join(folder, 'out'), { recursive: true });
    await watch.settled(1);
    assert.deepEqual(used(folder), ['c'], 'an output that is gone is written again');
    await watch.end();
  });

  suite.test('SIGINT, SIGTERM and SIGHUP end it', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      const { watch } = await start(signal);
      const { code, signal: by } = await watch.end(signal);
      assert.deepEqual({ code, by }, { code: 0, by: null });
    }
  });

  suite.test('through a link to a package elsewhere, and when the link is another one', async () => {
    const folder = path.join(dir, 'links', 'app');
    writeFiles(folder, files);
    for (const each of ['one', 'two']) fs.cpSync(path.join(folder, 'node_modules/lib'), path.join(dir, 'links/store', each), { recursive: true });
    write(path.join(dir, 'links/store'), 'two/index.js', 'export const a = 1;\n');
    fs.rmSync(path.join(folder, 'node_modules/lib'), { recursive: true });
    fs.symlinkSync('../../store/current', path.join(folder, 'node_modules/lib'));
    fs.symlinkSync('one', path.join(dir, 'links/store/current'));
    const watch = new Watch(folder, ['--no-emit']);
    await watch.cycle(() => true);
    const provided = () => Object.keys(JSON.parse(fs.readFileSync(path.join(folder, 'out/share-usage.json'), 'utf8')).treeShake.lib);
    assert.deepEqual(provided(), ['a', 'b', 'c']);
    write(path.join(dir, 'links/store'), 'one/index.js', 'export const a = 1, b = 1;\n');
    await watch.settled(1);
    assert.deepEqual(provided(), ['a', 'b']);
    fs.symlinkSync('two', path.join(dir, 'links/store/next'));
    fs.renameSync(path.join(dir, 'links/store/next'), path.join(dir, 'links/store/current'));
    await watch.settled(2);
    assert.deepEqual(provided(), ['a']);
    await watch.end();
  });

  suite.test('a system that watches no more is told with its remedy', async () => {
    const folder = path.join(dir, 'limit');
    writeFiles(folder, files);
    for (const [limit, count, message] of [['instances', 0, /nothing can be watched/], ['watches', 2, /changes in this folder would not be noticed/]]) {
      const { code, stderr } = await mfshake(['-Ur', 'sh', '-c', `echo ${count} > /proc/sys/user/max_inotify_${limit} && exec "$0" analyze --watch --no-emit`, binary], { cwd: folder, program: 'unshare' });
      if (/unshare/.test(stderr)) return void (suite.note = 'no user namespaces here: what happens at the limits of inotify is left to unit/test_fs_watch.c');
      assert.equal(code, 3);
      assert.match(stderr, message);
      assert.match(stderr, /error\[M904\].*fs\.inotify\.max_user/);
      assert.match(stderr, /sysctl fs\.inotify\.max_user_watches/);
    }
  });

  suite.test('options that make no sense with it', async () => {
    for (const args of [['--dump', 'facts'], ['--output-file', 'x']]) {
      const { code, stderr } = await mfshake(['analyze', '--watch', ...args], { cwd: dir });
      assert.equal(code, 2);
      assert.match(stderr, /M300.*--watch/);
    }
  });

  suite.test('the output is that of a run without it', async () => {
    const { folder, watch } = await start('output');
    await mfshakeOk(['analyze', '-o', path.join(dir, 'output-once')], { cwd: folder });
    assert.deepEqual(readTree(path.join(folder, 'out')), readTree(path.join(dir, 'output-once')));
    await watch.end();
  });
}
