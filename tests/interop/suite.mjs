// What the bundlers' Module Federation plugins write is read as reports, and what mfshake writes for them is what they were built with
// (recorded by record.mjs; `make interop` builds again).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateRequest, validateFragment } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';
import { configOf, host, names, shop } from './apps.mjs';

const recorded = path.join(root, 'tests/interop/recorded');
const read = name => JSON.parse(fs.readFileSync(path.join(recorded, name), 'utf8'));
const flavours = ['rspack', 'enhanced-rspack', 'enhanced-webpack', 'vite'];

export default async function (suite) {
  const dir = workDir('interop');
  for (const app of [host, shop]) {
    writeFiles(path.join(dir, app.name), { ...app.files, 'mfshake.json': configOf(app) });
    await mfshakeOk(['analyze'], { cwd: path.join(dir, app.name) });
  }
  const reports = Object.fromEntries(['host', 'shop'].map(name => [name, path.join(dir, name, 'dist/shared/share-usage.json')]));
  const report = JSON.parse(fs.readFileSync(reports.host, 'utf8'));
  let runs = 0;

  /** What is left of ui-lib in the host's chunk. */
  async function left(usage, ...args) {
    const out = path.join(dir, `out-${runs++}`);
    const { stdout, stderr } = await mfshakeOk(['prune', 'host/dist/shared', '--usage', ...usage, '-o', out, '-v', ...args], { cwd: dir });
    const runtime = createRuntime([readChunk(chunkFile(out, 'ui-lib'))]);
    return { names: exportNames(runtime.require(rootModule(report, 'ui-lib'))), text: stdout + stderr };
  }

  for (const flavour of flavours) {
    const stats = path.join(recorded, `${flavour}.shop.mf-stats.json`);

    suite.test(`${flavour}: an app that has stats alone is a known consumer`, async () => {
      assert.deepEqual((await left([reports.host])).names, names, 'shop is a remote without a report');
      const untrusted = await left([reports.host, stats]);
      assert.deepEqual(untrusted.names, flavour === 'vite' ? ['A', 'C'] : names);
      assert.doesNotMatch(untrusted.text, /M61[23]/);
      assert.deepEqual((await left([reports.host, stats], '--trust-stats')).names, ['A', 'C']);
      assert.deepEqual((await left([reports.host, stats], '--remote', 'shop', '--trust-stats')).names, ['C']);
    });

    suite.test(`${flavour}: a manifest names the app, its remotes and its shares`, async () => {
      const manifest = path.join(recorded, `${flavour}.mf-manifest.json`);
      const { text, names: kept } = await left([reports.shop, manifest]);
      assert.deepEqual(kept, flavour === 'vite' ? ['A', 'C'] : names);
      const lonely = await left([manifest]);
      assert.match(lonely.text, flavour === 'vite' ? /no report is given of shop/ : /host does not say/, text);
      assert.deepEqual(lonely.names, names);
    });
  }

  // "[]" is what the bundlers write of nothing, of everything, and of what they did not look at: it is never "none".
  for (const [name, usedExports] of [['empty', []], ['absent', undefined], ['null', null]]) {
    suite.test(`usedExports that are ${name} keep all, trusted or not`, async () => {
      const stats = JSON.parse(fs.readFileSync(path.join(recorded, 'rspack.shop.mf-stats.json'), 'utf8'));
      stats.shared = stats.shared.map(share => ({ ...share, usedExports }));
      const file = path.join(dir, `${name}.mf-stats.json`);
      writeFiles(dir, { [`${name}.mf-stats.json`]: stats });
      for (const trust of [[], ['--trust-stats']]) {
        const { code, stderr } = await mfshake(['prune', 'host/dist/shared', '--usage', reports.host, file, '-o', path.join(dir, `unused-${runs}`), '-v', ...trust], { cwd: dir });
        if (usedExports === null) assert.match(stderr, /error\[M403\]: a list of export names is no array of strings/);
        else assert.equal(code, 0, stderr);
        if (code === 0) assert.deepEqual((await left([reports.host, file], ...trust)).names, names);
      }
    });
  }

  suite.test('the apps that are named wait for their reports', async () => {
    const { stdout } = await mfshakeOk(['export', reports.host, '--consumers', 'host']);
    validateFragment(JSON.parse(stdout));
    assert.deepEqual(JSON.parse(stdout)['ui-lib'].treeShaking.usedExports, ['A']);
    const waiting = await mfshake(['export', reports.host, reports.shop, '--consumers', 'host,shop,cart']);
    assert.equal(waiting.code, 1);
    assert.match(waiting.stderr, /no report is given of cart/);
  });

  suite.test('the fragment is the one that the bundlers were given', async () => {
    const { stdout, stderr } = await mfshakeOk(['export', reports.host, reports.shop]);
    validateFragment(JSON.parse(stdout));
    const builds = read('builds.json');
    assert.deepEqual(JSON.parse(stdout), builds.fragment);
    assert.match(stderr, /warning\[M820\]: the share "plain" is left out: host uses its namespace as a whole/);
    for (const [flavour, kept] of Object.entries(builds.kept)) assert.deepEqual(kept, { alone: ['A'], withFragment: ['A', 'C'] }, flavour);
    const { stdout: inferred } = await mfshakeOk(['export', reports.host, reports.shop, '--mode', 'runtime-infer']);
    assert.equal(JSON.parse(inferred)['ui-lib'].treeShaking.mode, 'runtime-infer');
  });

  suite.test('the request to a treeshake-server', async () => {
    const { stdout } = await mfshakeOk(['export', reports.host, reports.shop, '--format', 'treeshake-server']);
    validateRequest(JSON.parse(stdout));
    assert.deepEqual(JSON.parse(stdout), { shared: [['ui-lib', '1.2.3', ['A', 'C']]], target: 'web', libraryType: 'global', hostName: 'host' });
    const { stdout: other } = await mfshakeOk(['export', reports.shop, reports.host, '--format', 'treeshake-server', '--host', 'shell', '--target', 'node', '--library-type', 'commonjs']);
    assert.deepEqual({ ...JSON.parse(other), shared: [] }, { shared: [], target: 'node', libraryType: 'commonjs', hostName: 'shell' });
  });

  suite.test('nothing is told of what is not known', async () => {
    const file = (name, text) => (writeFiles(dir, { [name]: text }), path.join(dir, name));
    const waiting = await mfshake(['export', reports.host]);
    assert.equal(waiting.code, 1);
    assert.equal(waiting.stdout, '');
    assert.match(waiting.stderr, /left out: no report is given of shop[^]*error\[M821\]/);
    const lists = await mfshake(['export', file('lists.json', { lib: { used_exports: ['a'], unused_exports: ['b'] } })]);
    assert.match(lists.stderr, /leaves open[^]*M821/);
    const unused = await mfshake(['export', file('unused.json', usageReport('one', { lib: { provided: ['a'], used: [] } }))]);
    assert.match(unused.stderr, /no report uses an export of it[^]*M821/);
    const nameless = await mfshake(['export', '--format', 'treeshake-server', file('flags.json', { treeShake: { lib: { a: true } } })]);
    assert.match(nameless.stderr, /needs the name of a host/);
    const unversioned = await mfshake(['export', '--format', 'treeshake-server', '--host', 'x', path.join(dir, 'flags.json')]);
    assert.match(unversioned.stderr, /no report tells a version[^]*M821/);
    const strict = await mfshake(['export', reports.host, reports.shop, '--strict']);
    assert.equal(strict.code, 1);
    assert.equal(strict.stdout, '');
  });

  suite.test('a share that one app has for itself (M614)', async () => {
    const lonely = usageReport('host', { lib: { provided: ['a'], used: ['a'] }, own: { provided: ['a'], used: ['a'] } });
    const other = usageReport('shop', { lib: { provided: ['a'], used: ['a'] } });
    const one = path.join(dir, 'm614-host.json'), two = path.join(dir, 'm614-shop.json');
    writeFiles(dir, { 'm614-host.json': lonely, 'm614-shop.json': other });
    const { text } = await left([one, two]);
    assert.match(text, /m614-host\.json: note\[M614\]: only host uses the share "own"; 2 reports are given/);
    assert.equal(text.match(/M614/g).length, 1);
    assert.doesNotMatch((await left([one])).text, /M614/);
    assert.doesNotMatch((await left([one, two], '--consumers', 'host,shop,cart')).text, /M614/);
  });
}
