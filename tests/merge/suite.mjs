// mfshake merge: what several reports say together, and that neither order nor grouping nor repetition matters.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binary, mfshake, mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { prototypeShapes, randomForeignReport, randomOf, randomReport } from '../lib/random-report.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors } from '../lib/schema.mjs';

const valid = document => {
  assert.equal(schemaErrors('merged-usage-v1', document), null);
  return document;
};

/** Writes reports and merges what `args` name; the merged report as an object. */
async function merged(files, args = Object.keys(files), options = {}) {
  const cwd = options.cwd ?? workDir('merge');
  writeFiles(cwd, files);
  const { stdout, stderr } = await mfshakeOk(['merge', ...args], { cwd });
  return { document: valid(JSON.parse(stdout)), stdout, stderr, cwd };
}

const lib = (used, more = {}) => ({ lib: { provided: ['a', 'b', 'c', 'default'], used, ...more } });

export default async function (suite) {
  suite.test('an export is used when some app uses it, with who and where', async () => {
    const { document } = await merged({
      'host.json': usageReport('host', lib(['a'])),
      'shop.json': usageReport('shop', lib(['b'], { reasons: { b: ['src/z.js:9', 'src/b.js:2'] } })),
    });
    const share = document.mfshake.shares.lib;
    assert.deepEqual(document.treeShake.lib, { a: true, b: true, c: false, default: false });
    assert.deepEqual([share.used, share.unused], [['a', 'b'], ['c', 'default']]);
    assert.deepEqual(share.users, { a: { host: ['src/index.js:1'] }, b: { shop: ['src/b.js:2', 'src/z.js:9'] } });
    assert.deepEqual(share.facts.map(facts => facts.apps), [['host', 'shop']]);
  });

  suite.test('an app that does not use it exactly keeps all of it', async () => {
    const { document } = await merged({
      'a.json': usageReport('a', lib(['a'])),
      'b.json': usageReport('b', lib([], { mode: 'namespace', reasons: { '*': ['src/n.js:3 (the namespace escapes)'] } })),
    });
    assert.equal(document.mfshake.shares.lib.mode, 'namespace');
    assert.ok(Object.values(document.treeShake.lib).every(Boolean));
    assert.deepEqual(document.mfshake.shares.lib.whole, { b: ['src/n.js:3 (the namespace escapes)'] });
  });

  suite.test('keys that are one module have one answer', async () => {
    const { document } = await merged({
      'a.json': usageReport('a', { ...lib(['a'], { aliases: ['lib2'] }), lib2: { provided: ['a', 'b', 'c', 'default'], used: [], aliases: ['lib'] } }),
      'b.json': usageReport('b', { lib2: { provided: ['a', 'b', 'c', 'default'], used: ['b'] } }),
    });
    for (const key of ['lib', 'lib2']) assert.deepEqual(document.treeShake[key], { a: true, b: true, c: false, default: false });
    assert.deepEqual(document.mfshake.shares.lib.aliases, ['lib2']);
  });

  suite.test('a key in two scopes counts for both, with a note', async () => {
    const files = { 'a.json': usageReport('a', lib(['a'])), 'b.json': usageReport('b', lib(['b'], { scope: ['old'] })) };
    const { document, stderr } = await merged(files, ['a.json', 'b.json', '-v']);
    assert.deepEqual(document.treeShake.lib, { a: true, b: true, c: false, default: false });
    assert.match(stderr, /note\[M411\]: lib is shared in several scopes \(default, old\)/);
  });

  suite.test('a consumer without a report locks its keys, and the message says so', async () => {
    const host = usageReport('host', { ...lib(['a']), other: { provided: ['x', 'y'], used: ['x'] } });
    const federation = { apps: { host: {}, admin: { consumes: ['lib'] }, static: { consumes: [] } } };
    const { document, stderr, cwd } = await merged({ 'host.json': host, 'federation.json': federation }, ['host.json', '--federation', 'federation.json']);
    assert.equal(schemaErrors('federation-v1', federation), null);
    assert.match(stderr, /warning\[M410\]: lib is locked: no report is given of admin\n/);
    assert.doesNotMatch(stderr, /other/);
    assert.deepEqual(document.mfshake.missing, ['admin']);
    assert.deepEqual(document.treeShake, { lib: { a: true, b: true, c: true, default: true }, other: { x: true, y: false } });
    // Its report, even when it comes later, unlocks them.
    writeFiles(cwd, { 'part.json': document, 'admin.json': usageReport('admin', lib(['c'])) });
    const all = await merged({}, ['part.json', 'admin.json'], { cwd });
    assert.deepEqual(all.document.treeShake.lib, { a: true, b: false, c: true, default: false });
    assert.equal(all.stderr, '');
    // Any share, by name alone; and by a remote that an app names.
    const named = await merged({}, ['host.json', '--consumers', 'admin,host'], { cwd });
    assert.ok(Object.values(named.document.treeShake.other).every(Boolean));
    host.mfshake.remotes = ['far'];
    const remote = await merged({ 'host.json': host }, ['host.json'], { cwd });
    assert.match(remote.stderr, /M410.*no report is given of far/);
  });

  suite.test('inputs: folders, patterns, lists, and what names nothing', async () => {
    const cwd = workDir('merge');
    const files = { 'apps/a/dist/share-usage.json': usageReport('a', lib(['a'])), 'apps/b/out/share-usage.json': usageReport('b', lib(['b'])),
      'apps/a/node_modules/x/share-usage.json': usageReport('x', lib(['c'])), 'apps/a/dist/other.json': {} };
    writeFiles(cwd, files);
    const { stdout } = await mfshakeOk(['merge', 'apps'], { cwd });
    assert.deepEqual(Object.keys(JSON.parse(stdout).mfshake.apps), ['a', 'b']);
    for (const args of [['apps/*/*/share-usage.json'], ['apps/**/share-usage.json'], ['**/share-usage.json'], ['apps/*'], ['apps/a/*', 'apps/*/out'], ['apps/**'], ['a**'], [path.join(cwd, 'apps/?/*/share*.json')],
      ['./apps/a', 'apps/b/out/share-usage.json', 'apps']]) {
      assert.equal((await mfshakeOk(['merge', ...args], { cwd })).stdout, stdout, args.join(' '));
    }
    const piped = spawnSync(binary, ['merge', '-'], { cwd, input: 'apps/a\n\napps/b/out/share-usage.json\n', encoding: 'utf8' });
    assert.equal(piped.stdout, stdout);
    for (const [args, input, status] of [[['apps/c'], '', 3], [['schemas'], '', 3], [['x/*.json'], '', 1], [['-'], '\n', 1], [['apps/a/node_modules/.'], '', 0]]) {
      const { status: got } = spawnSync(binary, ['merge', ...args], { cwd, input });
      assert.equal(got, status, args.join(' '));
    }
    assert.equal((await mfshake(['merge'], { cwd })).code, 2);
  });

  suite.test('inputs: folders without an end are an error, no shorter list of reports', async () => {
    const cwd = workDir('merge');
    writeFiles(cwd, { 'apps/a/share-usage.json': usageReport('a', lib(['a'])) });
    for (const name of ['x', 'y', 'z']) fs.symlinkSync('.', path.join(cwd, 'apps', name));
    const { code, stdout, stderr } = await mfshake(['merge', 'apps'], { cwd });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /error\[M409\]: there are more than 100000 folders/);
  });

  suite.test('-o, the table, and nothing written after an error', async () => {
    const cwd = workDir('merge');
    writeFiles(cwd, { 'a.json': usageReport('a', lib(['a'])), 'bad.json': { treeShake: 1 } });
    const { stdout } = await mfshakeOk(['merge', 'a.json', '-o', 'all.json', '--format', 'json'], { cwd });
    assert.deepEqual(JSON.parse(stdout), [{ apps: 1, exports: 4, key: 'lib', keptWholeBecause: null, locked: [], scopes: ['default'], used: 1, versions: ['1.0.0'] }]);
    assert.match((await mfshakeOk(['merge', 'a.json', '-o', 'all.json'], { cwd })).stdout, /^lib +1\.0\.0 +1 +1 \/ 4$/m);
    const before = fs.readFileSync(path.join(cwd, 'all.json'), 'utf8');
    assert.equal((await mfshake(['merge', 'a.json', 'bad.json', '-o', 'all.json'], { cwd })).code, 1);
    assert.equal((await mfshake(['merge', 'a.json', '--consumers', 'z', '--strict', '-o', 'all.json'], { cwd })).code, 1);
    assert.equal(fs.readFileSync(path.join(cwd, 'all.json'), 'utf8'), before);
  });

  suite.test('two reports of one app count together, with a warning', async () => {
    const files = { 'old.json': usageReport('a', lib(['a'])), 'new.json': usageReport('a', lib(['b'])) };
    const { document, stderr } = await merged(files);
    assert.match(stderr, /warning\[M408\]/);
    assert.deepEqual(document.mfshake.shares.lib.used, ['a', 'b']);
    assert.equal((await merged({ 'old.json': files['old.json'], 'same.json': files['old.json'] })).stderr, '');
  });

  suite.test('reports without a name are known by their path', async () => {
    const { document, cwd, stdout } = await merged({ 'legacy.json': { treeShake: { lib: { a: true, z: false, odd: 'perhaps' } } }, 'a.json': usageReport('a', lib(['b'])) });
    assert.deepEqual(document.mfshake.apps, { a: { remotes: [] }, 'legacy.json': { named: false, remotes: [] } });
    assert.deepEqual(document.mfshake.shares.lib.users.a, { 'legacy.json': [] });
    assert.deepEqual(document.mfshake.shares.lib.possiblyUnused, ['odd']);
    writeFiles(cwd, { 'm.json': document });
    assert.equal((await mfshakeOk(['merge', 'm.json'], { cwd })).stdout, stdout);
  });

  suite.test('a report that contradicts itself, and a merged report that was edited', async () => {
    const cwd = workDir('merge');
    const broken = change => {
      const report = usageReport('a', lib(['a']));
      change(report);
      return report;
    };
    for (const change of [
      report => { report.treeShake.lib.b = true; },
      report => { delete report.treeShake.lib; },
      report => { delete report.mfshake.shares.lib; report.treeShake.other = { x: true }; report.mfshake.shares.other = usageReport('x', { other: { provided: ['x'], used: ['x'] } }).mfshake.shares.other; },
      report => { report.mfshake.shares.lib.used.push('b'); },
      report => { report.mfshake.shares.lib.unused.pop(); },
      report => { report.mfshake.shares.lib.usde = []; },
      report => { report.mfshake.more = 1; },
      report => { report.mfshake.shares.lib.attribution.modules = 1.5; },
    ]) {
      writeFiles(cwd, { 'a.json': broken(change) });
      const { code, stderr } = await mfshake(['merge', 'a.json'], { cwd });
      assert.equal(code, 1, String(change));
      assert.match(stderr, /^a\.json:\d+:\d+: error\[M403\]/, String(change));
    }
    const { stdout } = await merged({ 'a.json': usageReport('a', lib(['a'])), 'b.json': usageReport('b', lib(['b'])) }, ['a.json', 'b.json', '--consumers', 'c'], { cwd });
    for (const change of [
      m => { m.mfshake.missing = []; },
      m => { m.treeShake.lib.c = false; },
      m => { delete m.mfshake.apps.b; },
      m => { delete m.mfshake.shares.lib.users.b; },
      m => { m.mfshake.shares.lib.facts[0].apps.pop(); },
      m => { m.mfshake.shares.lib.facts[0].mode = 'namespace'; },
      m => { m.mfshake.shares.lib.unused = []; },
      m => { m.mfshake.merged = 2; },
    ]) {
      const document = JSON.parse(stdout);
      change(document);
      writeFiles(cwd, { 'm.json': document });
      for (const args of [['merge', 'm.json'], ['prune', 'chunk.js', '--usage', 'm.json', '-o', 'out']]) {
        fs.writeFileSync(path.join(cwd, 'chunk.js'), 'exports.ids = ["x"];\nexports.modules = {};\n');
        const { code, stderr } = await mfshake(args, { cwd });
        assert.equal(code, 1, String(change));
        assert.match(stderr, /^m\.json:\d+:\d+: error\[M403\]/m, String(change));
      }
    }
  });

  suite.test('merged, split and merged again in any order gives the same bytes', async () => {
    const cwd = workDir('merge');
    const merge = files => {
      const { stdout, stderr, status } = spawnSync(binary, ['merge', ...files], { cwd, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      return stdout;
    };
    for (let seed = 1; seed <= 60; seed++) {
      const random = randomOf(seed * 7919);
      const files = Array.from({ length: 2 + random(7) }, (_, i) => {
        const report = seed % 2 && random(2) ? randomForeignReport(random) : randomReport(random);
        writeFiles(cwd, { [`r${i}.json`]: JSON.stringify(report) });
        return `r${i}.json`;
      });
      const whole = merge(files);
      valid(JSON.parse(whole));
      // Any tree: two of what there is become one, what was merged stays in the game, until one is left.
      let parts = [...files];
      for (let i = 0; parts.length > 1; i++) {
        const take = () => parts.splice(random(parts.length), 1)[0];
        const pair = [take(), take()];
        if (random(3) === 0) pair.push(pair[0], files[random(files.length)]);
        writeFiles(cwd, { [`m${i}.json`]: merge(pair) });
        parts.push(`m${i}.json`);
      }
      assert.equal(merge(parts), whole, `seed ${seed}`);
    }
  });

  for (const [shape, make] of Object.entries(prototypeShapes)) {
    suite.test(`the shape ${shape}: what it says, and what it leaves open, goes on in the merged report`, async () => {
      const files = { 'old.json': make(['a', 'c'], ['a'], ['c']), 'host.json': usageReport('host', lib(['b'])) };
      const { document, stdout, cwd } = await merged(files);
      const share = document.mfshake.shares.lib;
      assert.deepEqual(Object.keys(document.mfshake.apps), ['host', 'old.json']);
      assert.deepEqual(share.users.b.host, ['src/index.js:1']);
      assert.deepEqual(share.users.a, { 'old.json': [] });
      assert.equal(share.mode, shape === 'J8 dynamic' ? 'dynamic' : 'exact');
      // Lists say nothing of what they do not name; flags name every export of the app's copy.
      const isOpen = /^J[1-6]/.test(shape);
      assert.equal(document.treeShake.lib.default, isOpen || share.mode !== 'exact');
      assert.equal(document.treeShake.lib.c, shape === 'J1' || share.mode !== 'exact');
      writeFiles(cwd, { 'm.json': document });
      assert.equal((await mfshakeOk(['merge', 'm.json', 'old.json'], { cwd })).stdout, stdout);
    });
  }

  suite.test('mf-stats.json: a lower bound keeps all, and is one still after merging', async () => {
    const stats = (usedExports, more) => ({ id: 'shop', name: 'shop', metaData: { name: 'shop' }, shared: [{ name: 'lib', version: '1.0.0', usedExports, ...more }] });
    const host = usageReport('host', lib(['a']));
    const { document } = await merged({ 'host.json': host, 'mf-stats.json': stats(['b']) });
    const share = document.mfshake.shares.lib;
    assert.equal(share.mode, 'unknown');
    assert.deepEqual(share.facts.map(({ apps, mode, atLeast, unlisted }) => [apps[0], mode, atLeast, unlisted]), [
      ['host', 'exact', false, 'no-export'],
      ['shop', 'unknown', true, 'unused'],
    ]);
    assert.ok(Object.values(document.treeShake.lib).every(Boolean));
    const silent = await merged({ 'host.json': host, 'mf-manifest.json': stats([]) });
    assert.deepEqual(silent.document.mfshake.shares.lib.facts[1].atLeast, false);
    const vite = await merged({ 'host.json': host, 'mf-stats.json': stats(['b'], { referenceExports: ['b'], treeShaking: { status: 1 } }) });
    assert.equal(vite.document.mfshake.shares.lib.mode, 'exact');
    assert.deepEqual(vite.document.treeShake.lib, { a: true, b: true, c: false, default: false });
  });

  suite.test('pruning by a merged report is pruning by the reports', async () => {
    const cwd = workDir('merge');
    const names = ['a', 'b', 'c', 'default'];
    const region = name => `/* @common:if [condition="treeShake.lib.${name}"] */ ${name}x /* @common:endif */`;
    writeFiles(cwd, {
      'chunk.js': `exports.ids = ["x"];\nexports.modules = {\n"./lib.js": (function (module, exports, require) {\nrequire.d(exports, {\n${names.map(name => `  "${name}": () => (${region(name)})`).join(',\n')}\n});\n${names.map(name => `const ${name}x = () => '${name}';`).join('\n')}\n})\n};\n`,
    });
    let checked = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomOf(seed * 104729);
      const files = Array.from({ length: 1 + random(4) }, (_, i) => {
        const report = seed % 2 && random(2) ? randomForeignReport(random) : randomReport(random);
        writeFiles(cwd, { [`r${i}.json`]: JSON.stringify(report) });
        return `r${i}.json`;
      });
      await mfshakeOk(['merge', ...files, '-o', 'm.json', '-q'], { cwd });
      for (const extra of [[], ['--trust-stats'], ['--remote', 'host'], ['--remote', 'shop'], ['--consumers', 'host,shop,admin,blog', '--trust-stats']]) {
        const results = [];
        for (const usage of [files, ['m.json']]) {
          fs.rmSync(path.join(cwd, 'out'), { recursive: true, force: true });
          const { code } = await mfshake(['prune', 'chunk.js', '--usage', ...usage, ...extra, '-o', 'out'], { cwd });
          results.push([code, code === 0 && fs.readFileSync(path.join(cwd, 'out/chunk.js'), 'utf8')]);
        }
        assert.deepEqual(results[1], results[0], `seed ${seed} ${extra.join(' ')}`);
        checked += results[0][0] === 0;
      }
    }
    assert.ok(checked > 30, `${checked} chunks were pruned`);
  });
}
