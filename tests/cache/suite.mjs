// The cache of module records: a run with it, whatever state it is in, gives the bytes of a run without it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binary, mfshake, mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';
import runs from './runs.mjs';

const files = {
  'mfshake.json': { name: 'app', entry: './src/index.js', shared: { lib: {} } },
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
  'src/index.js':
    "import { f1 } from 'lib';\nconst load = name => import(`./parts/${name}.js`);\nimport('./parts/a.js').then(({ a }) => a);\nconsole.log(f1, load);\n",
  'src/parts/a.js': "const { f2 } = require('lib');\nexports.a = f2;\nexports.b = require('./b.js');\n",
  'src/parts/b.js': 'module.exports = { x: 1, y: 2 };\n',
  'node_modules/lib/package.json': { name: 'lib', version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': Array.from({ length: 8 }, (_, i) => `export * from './f${i}.js';\n`).join(''),
};
for (let i = 0; i < 8; i++)
  files[`node_modules/lib/f${i}.js`] = `import { f${(i + 3) % 8} as other } from './f${(i + 3) % 8}.js';\nexport const f${i} = () => other;\n`;

const headerBytes = 104;
const entryBytes = 48;

export default async function (suite) {
  const dir = workDir('cache');
  const app = path.join(dir, 'app');
  writeFiles(app, files);
  let count = 0;
  async function output(args, options = {}) {
    const out = path.join(dir, `out-${count++}`);
    const { stderr } = await mfshakeOk(['analyze', ...args, '-o', out], { cwd: app, ...options });
    const tree = readTree(out);
    assert.ok(tree.size >= 2, `only ${tree.size} files in the output`);
    fs.rmSync(out, { recursive: true });
    return { stderr, tree };
  }
  const cold = await output(['--no-cache']);
  const folderOf = name => path.join(dir, name);
  const fileOf = folder => {
    const names = fs.readdirSync(folder).filter(name => !name.startsWith('run-'));
    assert.equal(names.length, 1, names.join(' '));
    return path.join(folder, names[0]);
  };

  suite.test('empty, filled, one and many threads, by the environment', async () => {
    const folder = folderOf('plain/deep');
    assert.deepEqual(await output(['--cache', folder, '-j1']), cold);
    const written = fs.readFileSync(fileOf(folder));
    assert.deepEqual(await output(['--cache', folder, '-j1']), cold);
    assert.deepEqual(await output(['-j4'], { env: { MFSHAKE_CACHE: folder } }), cold);
    assert.deepEqual(fs.readFileSync(fileOf(folder)), written, 'a run that learned nothing writes nothing');
    const { stdout } = await mfshakeOk(['cache', 'info', '--cache', folder]);
    assert.match(stdout, /^records +12$/m);
  });

  suite.test('every region of the file damaged, and cut off anywhere', async () => {
    const folder = folderOf('damaged');
    await output(['--cache', folder]);
    const file = fileOf(folder);
    const good = fs.readFileSync(file);
    const entries = good.readUInt32LE(12);
    assert.equal(entries, 12);
    const places = new Set();
    for (let at = 0; at < headerBytes; at += 4) places.add(at);
    for (let at = headerBytes; at < headerBytes + entries * entryBytes; at += 8) places.add(at);
    for (let at = headerBytes + entries * entryBytes; at < good.length; at += Math.ceil(good.length / 150)) places.add(at);
    for (const at of places) {
      const bad = Buffer.from(good);
      bad[at] ^= 0x41;
      fs.writeFileSync(file, bad);
      assert.deepEqual(await output(['--cache', folder]), cold, `byte ${at} changed`);
    }
    for (let length = 0; length < good.length; length += Math.ceil(good.length / 25)) {
      fs.writeFileSync(file, good.subarray(0, length));
      assert.deepEqual(await output(['--cache', folder]), cold, `cut off after ${length} bytes`);
    }
  });

  suite.test('a file that others may write to, and a link, are not read', async () => {
    const folder = folderOf('foreign');
    await output(['--cache', folder]);
    const file = fileOf(folder);
    fs.chmodSync(file, 0o666);
    assert.match((await mfshakeOk(['cache', 'info', '--cache', folder])).stdout, /it is not read/);
    assert.deepEqual(await output(['--cache', folder]), cold);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600, 'the run put a file of its own in place');
    const elsewhere = path.join(dir, 'elsewhere');
    fs.renameSync(file, elsewhere);
    const before = fs.readFileSync(elsewhere);
    fs.symlinkSync(elsewhere, file);
    assert.deepEqual(await output(['--cache', folder]), cold);
    assert.ok(!fs.lstatSync(file).isSymbolicLink());
    assert.deepEqual(fs.readFileSync(elsewhere), before);
  });

  suite.test('runs at the same time', async () => {
    const folder = folderOf('crowd');
    const all = await Promise.all(Array.from({ length: 8 }, () => output(['--cache', folder])));
    for (const one of all) assert.deepEqual(one, cold);
    assert.deepEqual(await output(['--cache', folder]), cold);
    fileOf(folder); // no temporary file is left
  });

  // Another app for each of `count`, with sources of its own; returns what a run without a cache gives for each.
  async function manyApps(name, count) {
    const list = [];
    for (let i = 0; i < count; i++) {
      const cwd = path.join(dir, name, String(i));
      const own = Object.fromEntries(Array.from({ length: 30 }, (_, m) => [`src/m${m}.js`, `import { f${(i + m) % 8} as f } from 'lib';\nexport const own${i} = [${m}, f];\n`]));
      writeFiles(cwd, { ...files, ...own, 'src/index.js': `${Object.keys(own).map(file => `import './${path.basename(file)}';\n`).join('')}${files['src/index.js']}` });
      list.push({ cwd, want: await output(['--no-cache'], { cwd }) });
    }
    return list;
  }

  suite.test('different apps at the same time, again and again, while somebody clears the cache', async () => {
    const folder = folderOf('many');
    const apps = await manyApps('many-apps', 4);
    for (let round = 0; round < 5; round++) {
      const runs = apps.flatMap(({ cwd, want }) => [0, 1].map(async () => assert.deepEqual((await output(['--cache', folder], { cwd })).tree, want.tree)));
      if (round === 2) runs.push(mfshakeOk(['cache', 'clear', '--cache', folder]));
      await Promise.all(runs);
      if (round !== 2) fileOf(folder); // cleared last, there is none until the next run
    }
    const { stdout } = await mfshakeOk(['cache', 'info', '--cache', folder]);
    const records = Number(/^records +(\d+)$/m.exec(stdout)[1]);
    assert.ok(records >= 30, `${records} records: what the runs learned was lost`);
  });

  suite.test('killed while it writes: what lies there is whole, and the next run is right', async () => {
    const folder = folderOf('killed');
    const [{ cwd, want }] = await manyApps('killed-app', 1);
    const start = performance.now();
    await output(['--cache', folderOf('killed-before')], { cwd });
    // From the start to a little after the end of a run; shorter whenever a run ends before.
    let longest = 1.5 * (performance.now() - start), killed = 0;
    for (let i = 0; i < 60; i++) {
      // Something new to write each time, so that both files are written again.
      fs.writeFileSync(path.join(cwd, 'src/m0.js'), `import { f0 as f } from 'lib';\nexport const own0 = [0, f];\n// ${i}\n`);
      const child = spawn(binary, ['analyze', '--cache', folder, '-o', path.join(dir, 'killed-out')], { cwd, stdio: 'ignore' });
      const gone = new Promise(resolve => child.on('close', (_, signal) => resolve(signal)));
      const delay = longest * (i % 12) / 12;
      setTimeout(() => child.kill('SIGKILL'), delay);
      if ((await gone) === 'SIGKILL') killed++;
      else longest = Math.max(0.9 * delay, 1);
      const { stdout } = await mfshakeOk(['cache', 'info', '--cache', folder]);
      assert.doesNotMatch(stdout, /not read/, `kill ${i}`);
      if (i % 6 === 0) assert.deepEqual(await output(['--cache', folder], { cwd }), await output(['--no-cache'], { cwd }), `after kill ${i}`);
    }
    assert.ok(killed > 5, `only ${killed} of 60 were killed in time`);
    fs.writeFileSync(path.join(cwd, 'src/m0.js'), "import { f0 as f } from 'lib';\nexport const own0 = [0, f];\n");
    assert.deepEqual(await output(['--cache', folder], { cwd }), want);
    await mfshakeOk(['cache', 'clear', '--cache', folder]);
    assert.deepEqual(fs.readdirSync(folder), [], 'clear takes what killed runs left');
  });

  suite.test('what killed runs left half written goes later: in the cache, and beside results', async () => {
    const folder = folderOf('strays');
    const out = path.join(dir, 'strays-out');
    await mfshakeOk(['analyze', '--cache', folder, '-o', out], { cwd: app });
    const digits = '0123456789abcdef';
    const [old, mine] = [path.join(folder, `.records-of-another-build.${digits}`), path.join(folder, `.mine-1.${digits}`)];
    const strays = [old, path.join(out, `.share-usage.json.${digits}`)];
    const ofRuns = path.join(folder, `.run-1-2.${digits}`); // goes when a run is remembered
    const kept = [mine, path.join(folder, '.records-1.0123'), path.join(out, `.chunk.js.${digits}`), path.join(out, `.share-usage.json.${digits.toUpperCase()}`)];
    const young = path.join(out, '.share-usage.json.ffffffffffffffff');
    const anHourAgo = Date.now() / 1000 - 3700;
    for (const file of [...strays, ...kept, young]) fs.writeFileSync(file, 'x');
    for (const file of [...strays, ...kept]) fs.utimesSync(file, anHourAgo, anHourAgo);
    fs.writeFileSync(path.join(app, 'src/parts/b.js'), `${files['src/parts/b.js']}// changed\n`);
    await mfshakeOk(['analyze', '--cache', folder, '-o', out], { cwd: app });
    fs.writeFileSync(path.join(app, 'src/parts/b.js'), files['src/parts/b.js']);
    assert.deepEqual(strays.filter(file => fs.existsSync(file)), []);
    assert.deepEqual([...kept, young].filter(file => !fs.existsSync(file)), []);
    fs.writeFileSync(ofRuns, 'x');
    await mfshakeOk(['cache', 'clear', '--cache', folder]);
    assert.deepEqual(fs.readdirSync(folder).sort(), [path.basename(mine), '.records-1.0123'].sort());
  });

  if (process.getuid() === 0) {
    suite.test("another user's files are not read, and stay", async () => {
      const folder = folderOf('of-others');
      await output(['--cache', folder]);
      const file = fileOf(folder);
      // A record that would change the result, if it were believed: it is whole, but not ours.
      for (const name of fs.readdirSync(folder)) fs.chownSync(path.join(folder, name), 12345, 12345);
      assert.match((await mfshakeOk(['cache', 'info', '--cache', folder])).stdout, /it is not read/);
      assert.deepEqual(await output(['--cache', folder]), cold);
      assert.equal(fs.statSync(file).uid, 0, 'the run put a file of its own in place');
      // As that user, in a folder that is not hers.
      fs.chmodSync(dir, 0o755);
      fs.chmodSync(folder, 0o755);
      const before = fs.readFileSync(file);
      const out = path.join(dir, 'of-her');
      fs.mkdirSync(out);
      fs.chownSync(out, 12345, 12345);
      const result = await mfshake(['analyze', '--cache', folder, '-o', path.join(out, 'out')], { cwd: app, uid: 12345 });
      assert.equal(result.code, 0, result.stderr);
      assert.match(result.stderr, /warning\[M903\]/);
      assert.deepEqual(readTree(path.join(out, 'out')), cold.tree);
      assert.deepEqual(fs.readFileSync(file), before);
    });
  }

  suite.test('a changed source, define or kind of module is another record', async () => {
    const folder = folderOf('changes');
    await output(['--cache', folder]);
    const other = path.join(dir, 'other');
    writeFiles(other, {
      ...files,
      'mfshake.json': { name: 'app', entry: './src/index.js', shared: { lib: {} }, define: { FLAG: 'false' } },
      'src/index.js': "import { f1, f5 } from 'lib';\nif (FLAG) f1();\nelse f5();\n",
    });
    const without = await output(['--no-cache'], { cwd: other });
    assert.deepEqual(await output(['--cache', folder], { cwd: other }), without);
    const flagged = { name: 'app', entry: './src/index.js', shared: { lib: {} }, define: { FLAG: 'true' } };
    writeFiles(other, { 'mfshake.json': flagged });
    const changed = await output(['--no-cache'], { cwd: other });
    assert.notDeepEqual(changed, without);
    assert.deepEqual(await output(['--cache', folder], { cwd: other }), changed);
  });

  suite.test('a cache that can not be written is a warning', async () => {
    const blocked = path.join(dir, 'blocked');
    fs.writeFileSync(blocked, '');
    const { stderr, tree } = await output(['--cache', path.join(blocked, 'inner')]);
    assert.match(stderr, /warning\[M903\]: the cache is not written/);
    assert.deepEqual(tree, cold.tree);
  });

  suite.test('info and clear', async () => {
    const folder = folderOf('cleared');
    await output(['--cache', folder]);
    fs.writeFileSync(path.join(folder, 'records-of-another-build'), 'x');
    fs.writeFileSync(path.join(folder, 'mine'), 'x');
    assert.match((await mfshakeOk(['cache', 'info', '--cache', folder])).stdout, /^other files +1 /m);
    assert.match((await mfshakeOk(['cache', 'clear'], { env: { MFSHAKE_CACHE: folder } })).stdout, /^[23] files deleted$/m);
    assert.deepEqual(fs.readdirSync(folder), ['mine']);
    assert.equal((await mfshake(['cache', 'info'], { env: { MFSHAKE_CACHE: '' } })).code, 2);
    assert.equal((await mfshake(['cache', '--cache', folder])).code, 2);
    assert.equal((await mfshake(['analyze', '--cache', folder, '--no-cache'], { cwd: app })).code, 2);
  });
  await runs(suite);
}
