// What prune writes for a deployment: names with hashes, the manifest, the snapshot for the official runtime, and what it refuses.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import zlib from 'node:zlib';
import { mfshake, mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';
import { schemaErrors } from '../lib/schema.mjs';

const lib = version => ({
  'node_modules/lib/package.json': { name: 'lib', version, type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': "export { a } from './a.js';\nexport { b } from './b.js';\nexport { c } from './c.js';\n",
  'node_modules/lib/a.js': "import { createElement } from 'react';\nexport const a = () => createElement('a');\n",
  'node_modules/lib/b.js': "export const b = () => 'b';\n",
  'node_modules/lib/c.js': "export const c = () => 'c';\n",
  'node_modules/react/package.json': { name: 'react', version: '19.0.0', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/react/index.js': 'export const createElement = name => ({ name });\nexport const useState = () => [];\n',
});

const app = (name, source, { version = '1.2.3', remotes = {} } = {}) => ({
  [`${name}/mfshake.json`]: { name, entry: './index.js', remotes, shared: { lib: {}, react: { singleton: true } } },
  [`${name}/package.json`]: { name, version: '1.0.0', dependencies: { lib: '>=1', react: '^19.0.0' } },
  [`${name}/index.js`]: source,
  ...Object.fromEntries(Object.entries(lib(version)).map(([file, content]) => [`${name}/${file}`, content])),
});

const host = app('host', "import { a } from 'lib';\nconsole.log(a);\n", { remotes: { remote: 'remote@/remoteEntry.js' } });
const remote = app('remote', "import { b } from 'lib';\nconsole.log(b);\n");

/** Analyzes apps in a folder of their own; resolves to it and to prune(...args), which prunes the host's chunks. */
async function deployment(files, { format = 'container' } = {}) {
  const cwd = workDir('deployment');
  writeFiles(cwd, files);
  const names = [...new Set(Object.keys(files).map(file => file.split('/')[0]))];
  for (const name of names) await mfshakeOk(['analyze', '-q', '-C', name, '--format', format, '-o', `shared/${name}`], { cwd });
  const usage = names.map(name => `shared/${name}/share-usage.json`);
  const run = (how, args) => how(['prune', 'shared/host', '--usage', ...usage, ...args], { cwd });
  return {
    cwd,
    prune: (...args) => run(mfshakeOk, args),
    fail: (...args) => run(mfshake, args),
    read: file => fs.readFileSync(path.join(cwd, file), 'utf8'),
    json: file => JSON.parse(fs.readFileSync(path.join(cwd, file), 'utf8')),
    files: folder => [...readTree(path.join(cwd, folder)).keys()].sort(),
  };
}

/** The exports of a container, whose shares come from `shares`. */
async function load(text, global, shares) {
  const sandbox = vm.createContext({});
  vm.runInContext(text, sandbox);
  const container = sandbox[global];
  await container.init({ loadShare: async key => () => shares[key] });
  return (await container.get())();
}

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT } = zlib.constants;
const sizesOf = text => ({
  brotli: zlib.brotliCompressSync(text, { params: { [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT } }).length,
  gzip: zlib.gzipSync(text, { level: 9 }).length,
  raw: text.length,
});

/** Sizes of two builds of one library may differ a little. */
function assertSizes(actual, expected) {
  assert.equal(actual.raw, expected.raw);
  for (const way of ['gzip', 'brotli']) assert.ok(Math.abs(actual[way] - expected[way]) <= 1 + expected[way] / 50, `${way}: ${actual[way]}, ${expected[way]}`);
}

export default async function (suite) {
  suite.test('--rename: names, integrity and sizes of the files as they are', async () => {
    const { prune, json, read, files } = await deployment({ ...host, ...remote });
    await prune('-o', 'cdn', '--rename');
    const manifest = json('cdn/prune-manifest.json');
    assert.equal(schemaErrors('prune-manifest-v1', manifest), null);
    assert.deepEqual(manifest.chunks.map(({ from }) => from), ['lib/1.2.3/chunk.js', 'react/19.0.0/chunk.js']);
    assert.deepEqual(files('cdn'), [...manifest.chunks.map(({ file }) => file), 'prune-manifest.json'].sort());
    for (const { file, from, integrity, before, after } of manifest.chunks) {
      const text = read(`cdn/${file}`);
      const digest = createHash('sha384').update(text).digest();
      assert.equal(integrity, `sha384-${digest.toString('base64')}`);
      assert.equal(file, from.replace('.js', `.${digest.toString('hex').slice(0, 8)}.js`));
      assertSizes(after, sizesOf(text));
      assertSizes(before, sizesOf(read(`shared/host/${from}`)));
    }
  });

  suite.test('the manifest says what the container has, and the container has it', async () => {
    const { prune, json, read } = await deployment({ ...host, ...remote });
    await prune('-o', 'cdn', '--rename');
    const { apps, chunks } = json('cdn/prune-manifest.json');
    const uses = { react: ['createElement'] };
    assert.deepEqual(apps, { host: { lib: ['a'], ...uses }, remote: { lib: ['b'], ...uses } });
    const [{ file, container }, react] = chunks;
    assert.match(container.global, /^mfshake\/host\/lib\/1\.2\.3#[0-9a-f]{16}$/);
    assert.deepEqual(container, { aliases: [], consumes: ['react'], exports: ['a', 'b'], global: container.global, key: 'lib', scope: ['default'], version: '1.2.3' });
    assert.deepEqual(react.container.exports, ['createElement']);
    const exports = await load(read(`cdn/${file}`), container.global, { react: { createElement: name => name.toUpperCase() } });
    assert.deepEqual(Object.keys(exports).sort(), ['a', 'b']);
    assert.equal(exports.a(), 'A');
  });

  suite.test('what nobody uses of a share is not asked for', async () => {
    const { prune, json } = await deployment(app('host', "import { b } from 'lib';\nconsole.log(b);\n"));
    await prune('-o', 'cdn', '--rename');
    assert.deepEqual(json('cdn/prune-manifest.json').chunks[0].container.consumes, []);
  });

  suite.test('nothing removed: the container promises everything', async () => {
    const { prune, json } = await deployment(app('host', "import * as all from 'lib';\nconsole.log(all[process.argv[2]]);\n"));
    await prune('-o', 'cdn', '--rename');
    const { apps, chunks } = json('cdn/prune-manifest.json');
    assert.equal(apps.host.lib, '*');
    assert.equal(chunks[0].container.exports, '*');
  });

  suite.test('the same input gives the same names and documents; another union other names', async () => {
    const { prune, files, read } = await deployment({ ...host, ...remote });
    for (const folder of ['one', 'two']) await prune('-o', folder, '--rename', '--snapshot', `${folder}/snapshot.json`);
    assert.deepEqual(files('one'), files('two'));
    for (const file of files('one')) assert.equal(read(`one/${file}`), read(`two/${file}`));
    await prune('-o', 'three', '--rename', '--remote', 'remote');
    const names = folder => files(folder).filter(file => file.startsWith('lib/'));
    assert.notDeepEqual(names('three'), names('one'));
    const global = folder => /"mfshake[^"]*"/.exec(read(`${folder}/${names(folder)[0]}`))[0];
    assert.notEqual(global('three'), global('one'), 'both can be on one page');
  });

  suite.test('--manifest without --rename, elsewhere and in place', async () => {
    const { prune, json, files } = await deployment({ ...host, ...remote });
    await prune('-o', 'cdn', '--manifest', 'documents/manifest.json');
    assert.deepEqual(files('cdn'), ['lib/1.2.3/chunk.js', 'react/19.0.0/chunk.js']);
    const elsewhere = json('documents/manifest.json');
    assert.deepEqual(elsewhere.chunks.map(({ file }) => file), files('cdn'));
    await prune('--in-place', '--manifest', 'documents/second.json');
    assert.deepEqual(json('documents/second.json'), elsewhere);
  });

  suite.test('a jsonp chunk is no container', async () => {
    const { prune, json } = await deployment({ ...host, ...remote }, { format: 'jsonp' });
    const { stderr } = await prune('-o', 'cdn', '--rename', '--snapshot', 'cdn/snapshot.json');
    const manifest = json('cdn/prune-manifest.json');
    assert.equal(schemaErrors('prune-manifest-v1', manifest), null);
    assert.ok(manifest.chunks.every(({ container }) => container === undefined));
    assert.match(stderr, /^lib\/1\.2\.3\/chunk\.js: warning\[M808\]: .*it is no container/m);
    assert.deepEqual(json('cdn/snapshot.json').moduleInfo.host.shared, []);
  });

  suite.test('M807: a container that was pruned before', async () => {
    const { prune, fail, read, files } = await deployment({ ...host, ...remote });
    await prune('--in-place');
    const before = read('shared/host/lib/1.2.3/chunk.js');
    await prune('--in-place');
    assert.equal(read('shared/host/lib/1.2.3/chunk.js'), before, 'pruning again changes nothing');
    const { code, stderr } = await fail('-o', 'cdn', '--rename');
    assert.equal(code, 1);
    assert.match(stderr, /^shared\/host\/lib\/1\.2\.3\/chunk\.js: error\[M807\]:/m);
    assert.deepEqual(files('.').filter(file => file.startsWith('cdn')), []);
  });

  suite.test('--dry-run writes nothing and says everything', async () => {
    const { prune, files } = await deployment({ ...host, ...remote });
    const before = files('.');
    const { stdout } = await prune('--dry-run', '-o', 'cdn', '--rename', '--snapshot', 'snapshot.json');
    assert.deepEqual(files('.'), before);
    assert.equal((await prune('-o', 'cdn')).stdout, stdout);
    assert.equal((await prune('--dry-run')).stdout, stdout, 'without a place for results');
    assert.equal((await prune('--dry-run', '--in-place')).stdout, stdout);
  });

  suite.test('the snapshot names every app and every share that it uses', async () => {
    const { prune, json } = await deployment({ ...host, ...remote });
    const { stderr } = await prune('-o', 'cdn', '--rename', '--snapshot', 'cdn/snapshot.json', '--public-path', 'https://cdn.example/x/');
    assert.equal(stderr, '');
    const { moduleInfo } = json('cdn/snapshot.json');
    const assets = { css: { async: [], sync: [] }, js: { async: [], sync: [] } };
    const shared = json('cdn/prune-manifest.json').chunks.map(({ file, container }) => ({
      assets,
      secondarySharedTreeShakingEntry: `https://cdn.example/x/${file}`,
      secondarySharedTreeShakingName: container.global,
      sharedName: container.key,
      treeShakingStatus: 2,
      version: container.version,
    }));
    const entry = { remoteEntry: '', remotesInfo: {}, shared, version: '' };
    assert.deepEqual(moduleInfo, { host: entry, remote: entry });
  });

  /** lib must be left out of the snapshot. */
  const leftOut = (name, files, args, reason) =>
    suite.test(`M808: ${name}`, async () => {
      const { prune, json, fail } = await deployment(files);
      const { stderr } = await prune('-o', 'cdn', '--rename', '--snapshot', 'cdn/snapshot.json', ...args);
      assert.match(stderr, /^lib\/1\.2\.3\/chunk\.js: warning\[M808\]: the chunk is not in the snapshot: /m);
      assert.match(stderr, reason);
      for (const { shared } of Object.values(json('cdn/snapshot.json').moduleInfo))
        assert.ok(shared.every(({ sharedName }) => sharedName !== 'lib'));
      const { code } = await fail('-o', 'strict', '--rename', '--snapshot', 'strict/snapshot.json', '--strict', ...args);
      assert.equal(code, 1);
    });

  leftOut('a declared consumer has no report', host, [], /remote/);
  leftOut('a consumer of the list has no report', { ...host, ...remote }, ['--consumers', 'host,remote,other'], /other/);
  leftOut('pruned for one app', { ...host, ...remote }, ['--remote', 'host'], /pruned for host alone/);
  leftOut('an app provides another version', { ...host, ...app('remote', "import { b } from 'lib';\nconsole.log(b);\n", { version: '1.3.0' }) }, [],
    /remote provides version 1\.3\.0/);

  suite.test('M808: a report names no app', async () => {
    const { cwd, prune } = await deployment({ ...host, ...remote });
    writeFiles(cwd, { 'other.json': { treeShake: { lib: { a: true } } } });
    const { stderr } = await prune('other.json', '-o', 'cdn', '--snapshot', 'cdn/snapshot.json');
    assert.match(stderr, /M808.*other\.json names no app/);
  });

  suite.test('options that do not fit together', async () => {
    const { fail } = await deployment(host);
    const wrong = [
      [['--rename'], /--rename needs a folder/],
      [['--rename', '--in-place'], /--rename needs a folder/],
      [['--rename', '-o', '-'], /--rename needs a folder/],
      [['--manifest', 'm.json', '--dry-run'], /--manifest and --snapshot tell of files/],
      [['--public-path', '/x/', '-o', 'cdn'], /--public-path is for --snapshot/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await fail(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, message);
    }
  });
}
