// Remembered runs: a run whose questions would be answered as before prints what it printed; any change that could matter makes it a run again, with the results of a run
// without cache.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mfshake, mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';

const files = {
  'mfshake.json': { name: 'app', entry: './src/index.js', shared: { lib: {} }, output: { path: 'out' } },
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
  'src/index.js': "import { a } from 'lib';\nimport missing from './missing-but-optional.js';\nconst load = name => import(`./parts/${name}.js`);\nconsole.log(a, missing, load);\n",
  'src/missing-but-optional.js': 'export default 1;\n',
  'src/parts/a.js': "import { b } from 'lib';\nexport const part = b;\n",
  'node_modules/lib/package.json': { name: 'lib', version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
};

// What is done to the app after it was remembered. Each gives other results, or might.
const changes = {
  'a module of the same length': app => fs.writeFileSync(path.join(app, 'src/parts/a.js'), files['src/parts/a.js'].replaceAll(' b ', ' c ').replace('= b', '= c')),
  'a module of the same length and with its old times': app => {
    const file = path.join(app, 'src/parts/a.js');
    const { atime, mtime } = fs.statSync(file);
    fs.writeFileSync(file, files['src/parts/a.js'].replaceAll(' b ', ' c ').replace('= b', '= c'));
    fs.utimesSync(file, atime, mtime);
  },
  'a module put in place by renaming': app => {
    fs.writeFileSync(path.join(app, 'new.js'), "export const part = 1;\n");
    fs.renameSync(path.join(app, 'new.js'), path.join(app, 'src/parts/a.js'));
  },
  'a file more in the folder of a context': app => fs.writeFileSync(path.join(app, 'src/parts/b.js'), "import { c } from 'lib';\nconsole.log(c);\n"),
  'a file less': app => fs.rmSync(path.join(app, 'src/parts/a.js')),
  'a package in a nearer folder': app => writeFiles(path.join(app, 'src/node_modules/lib'), { 'package.json': { name: 'lib', version: '9.0.0', main: 'i.js' }, 'i.js': 'exports.a = 1;\n' }),
  'a package.json in a folder between': app => writeFiles(app, { 'src/package.json': { type: 'module', sideEffects: false, dependencies: { lib: '^7.0.0' } } }),
  'a file that is a link now': app => {
    fs.renameSync(path.join(app, 'src/parts/a.js'), path.join(app, 'elsewhere.js'));
    fs.symlinkSync('../../elsewhere.js', path.join(app, 'src/parts/a.js'));
  },
  'a folder that is a link now': app => {
    fs.renameSync(path.join(app, 'node_modules/lib'), path.join(app, 'stored'));
    fs.symlinkSync('../stored', path.join(app, 'node_modules/lib'));
  },
  'the configuration': app => writeFiles(app, { 'mfshake.json': { ...files['mfshake.json'], shared: { lib: { singleton: true } } } }),
  'a tsconfig.json': app => writeFiles(app, { 'tsconfig.json': { compilerOptions: { paths: { lib: ['./src/parts/a.js'] } } } }),
  'the version of the package': app => writeFiles(app, { 'node_modules/lib/package.json': { ...files['node_modules/lib/package.json'], version: '1.2.4' } }),
};

// What is done to the output: the run must put it right.
const damages = {
  'the report is gone': out => fs.rmSync(path.join(out, 'share-usage.json')),
  'the report is another one': out => fs.writeFileSync(path.join(out, 'share-usage.json'), '{}'),
  'a chunk is cut off': out => fs.truncateSync(path.join(out, 'lib/1.2.3/chunk.js'), 10),
  'all is gone': out => fs.rmSync(out, { recursive: true }),
};

export default async function (suite) {
  const dir = workDir('runs');
  const cache = path.join(dir, 'cache');
  const args = ['analyze', '--cache', cache];
  const names = [...Object.keys(changes), ...Object.keys(damages), 'unchanged', 'damaged memory', 'asked otherwise', 'failing'];
  const apps = new Map(names.map((name, i) => [name, path.join(dir, String(i))]));
  for (const app of apps.values()) writeFiles(app, files);
  fs.rmSync(path.join(apps.get('failing'), 'src/parts/a.js'));
  writeFiles(apps.get('failing'), { 'src/index.js': "import { a } from './nowhere.js';\n" });
  await sleep(3200); // a file that was changed just before it is read is not trusted
  const inode = app => fs.statSync(path.join(app, 'out/share-usage.json')).ino;
  const remembered = new Map();
  for (const [name, app] of apps) remembered.set(name, await mfshake(args, { cwd: app }));
  const fresh = async app => {
    const out = path.join(dir, 'fresh');
    const result = await mfshake(['analyze', '-o', out, '--no-cache'], { cwd: app });
    const tree = fs.existsSync(out) ? readTree(out) : new Map();
    fs.rmSync(out, { recursive: true, force: true });
    return { code: result.code, stdout: result.stdout, stderr: result.stderr, tree };
  };
  const again = async (app, more = []) => {
    const { code, stdout, stderr } = await mfshake([...args, ...more], { cwd: app });
    return { code, stdout, stderr, tree: readTree(path.join(app, 'out')) };
  };

  suite.test('unchanged: the same is printed, nothing is written', async () => {
    const app = apps.get('unchanged');
    const before = inode(app);
    assert.deepEqual(await again(app), await fresh(app));
    assert.equal(inode(app), before);
    assert.match(remembered.get('unchanged').stdout, /^lib /m);
  });

  for (const [name, change] of Object.entries(changes)) {
    suite.test(`changed: ${name}`, async () => {
      const app = apps.get(name);
      const before = inode(app);
      change(app);
      const result = await again(app);
      assert.deepEqual(result, await fresh(app));
      if (result.code === 0) assert.notEqual(inode(app), before, 'it ran');
    });
  }

  for (const [name, damage] of Object.entries(damages)) {
    suite.test(`output: ${name}`, async () => {
      const app = apps.get(name);
      damage(path.join(app, 'out'));
      assert.deepEqual(await again(app), await fresh(app));
    });
  }

  suite.test('asked otherwise', async () => {
    const app = apps.get('asked otherwise');
    const before = inode(app);
    assert.match((await again(app, ['--format', 'json'])).stdout, /^\[/);
    assert.notEqual(inode(app), before);
    assert.ok((await mfshake([...args, '--color', 'always'], { cwd: app })).stdout);
    assert.equal((await mfshake([...args, '--dump', 'facts'], { cwd: app })).stdout, (await mfshake(['analyze', '--dump', 'facts'], { cwd: app })).stdout);
    assert.equal((await mfshake([...args, '--dump', 'facts'], { cwd: app })).stdout, (await mfshake(['analyze', '--dump', 'facts'], { cwd: app })).stdout);
  });

  suite.test('a run that failed fails again', async () => {
    const app = apps.get('failing');
    assert.equal(remembered.get('failing').code, 1);
    const second = await mfshake(args, { cwd: app });
    assert.deepEqual(second, remembered.get('failing'));
  });

  suite.test('damaged memory: it runs', async () => {
    const app = apps.get('damaged memory');
    const own = path.join(dir, 'own-cache');
    await mfshakeOk(['analyze', '--cache', own], { cwd: app });
    const file = path.join(own, fs.readdirSync(own).find(name => name.startsWith('run-')));
    const good = fs.readFileSync(file);
    const wanted = await fresh(app);
    for (let at = 0; at < good.length; at += Math.ceil(good.length / 60)) {
      for (const bad of [good.subarray(0, at), Buffer.from(good).fill(good[at] ^ 0x41, at, at + 1)]) {
        fs.writeFileSync(file, bad);
        const before = inode(app);
        const { code, stdout, stderr } = await mfshake(['analyze', '--cache', own], { cwd: app });
        assert.deepEqual({ code, stdout, stderr, tree: readTree(path.join(app, 'out')) }, wanted);
        assert.notEqual(inode(app), before, `byte ${at}`);
      }
    }
    fs.writeFileSync(file, good);
    assert.match((await mfshakeOk(['cache', 'info', '--cache', own])).stdout, /^runs +1, \d+ bytes$/m);
    assert.match((await mfshakeOk(['cache', 'clear', '--cache', own])).stdout, /^2 files deleted$/m);
    assert.deepEqual(fs.readdirSync(own), []);
  });
}
