// Which request belongs to which share: `analyze --dump=shares` against what webpack's SharePlugin made of the same apps (recorded by
// record.mjs); the table of semver answers against the packages it was made with.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mfshake, mfshakeOk, readTree, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateConfig, validateReport } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';
import { apps, configOf, filesOf } from './apps.mjs';
import { enhancedApps } from './enhanced-apps.mjs';
import { flaws } from './flaws.mjs';
import { mustHave } from './must-have.mjs';
import { file as semverTable, table } from './record-semver.mjs';
import { defineVersions } from './versions.mjs';

const { parseRange, rangeToString } = createRequire(import.meta.url)('webpack/lib/sharing/semver');
const recorded = JSON.parse(fs.readFileSync(path.join(root, 'tests/sharing/recorded.json'), 'utf8'));

const recordedEnhanced = JSON.parse(fs.readFileSync(path.join(root, 'tests/sharing/recorded-enhanced.json'), 'utf8'));

/** mfshake's rows in the recording's terms: ranges as webpack prints them, which has one "any". */
function inWebpacksTerms(rows, dir) {
  return rows
    .map(row => JSON.stringify({ ...row, key: row.key.replaceAll(dir, '<dir>'), requiredVersion: rangeToString(parseRange(row.requiredVersion)) }))
    .sort()
    .map(row => JSON.parse(row));
}

/** Where webpack's plugin and enhanced's differ an import counts both ways. */
const either = (...lists) => [...new Set(lists.flat().map(row => JSON.stringify(row)))].sort().map(row => JSON.parse(row));

async function shares(app) {
  const dir = fs.realpathSync(workDir('sharing'));
  writeFiles(dir, filesOf(app));
  const config = configOf(app, dir);
  validateConfig(config);
  writeFiles(dir, { 'mfshake.json': config });
  const before = readTree(dir).size;
  const { stdout, stderr } = await mfshake(['analyze', '--dump=shares'], { cwd: dir });
  assert.ok(stdout, stderr);
  assert.equal(readTree(dir).size, before, 'nothing is written');
  return { rows: JSON.parse(stdout), dir };
}

/** The exports of every share below `out`; shares that consume each other meet, as in a share scope. */
function loadShares(out, report, keys) {
  const shared = {};
  for (const key of keys) {
    let runtime; // which knows the modules that are running, for shares that import each other
    const load = () => (runtime ??= createRuntime([readChunk(chunkFile(out, key))], { shared, loadChunk: () => undefined })).require(rootModule(report, key));
    Object.defineProperty(shared, key, { enumerable: true, get: load });
  }
  return shared;
}

/** Analyzes and prunes an app whose whole federation it is; returns what there is to look at. */
async function shake({ files, shared, keys = shared }) {
  const dir = fs.realpathSync(workDir('sharing'));
  writeFiles(dir, { ...files, 'mfshake.json': { name: 'app', entry: './src/index.js', shared, output: { path: 'out' } } });
  await mfshakeOk(['analyze'], { cwd: dir });
  await mfshakeOk(['prune', 'out', '--usage', 'out/share-usage.json', '-o', 'pruned'], { cwd: dir });
  const report = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8'));
  return { dir, report, whole: loadShares(path.join(dir, 'out'), report, keys), pruned: loadShares(path.join(dir, 'pruned'), report, keys) };
}

/** What Node gives for the packages as they are. */
async function inNode(dir, keys, run) {
  const shares = {};
  for (const key of keys) shares[key] = await import(pathToFileURL(path.join(dir, 'node_modules', key, 'index.js')));
  return run(shares);
}

export default async function (suite) {
  suite.test('the recording is of these apps', () => {
    assert.deepEqual(Object.keys(recorded), Object.keys(apps));
    assert.ok(Object.keys(apps).length >= 40);
  });

  for (const [name, app] of Object.entries(apps)) {
    suite.test(`as webpack: ${name}`, async () => {
      const { rows, dir } = await shares(app);
      assert.deepEqual(inWebpacksTerms(rows, dir), either(recorded[name].consumed, recordedEnhanced[name].consumed));
      assert.deepEqual(rows, rows.toSorted((a, b) => (JSON.stringify(Object.values(a)) < JSON.stringify(Object.values(b)) ? -1 : 1)));
    });
  }

  // The options that only @module-federation/enhanced has.
  suite.test('the recording of enhanced is of all apps', () => {
    assert.ok(Object.keys(enhancedApps).length >= 40);
    assert.deepEqual(Object.keys(recordedEnhanced), [...Object.keys(apps), ...Object.keys(enhancedApps)]);
  });
  for (const [name, app] of Object.entries(enhancedApps)) {
    suite.test(`as enhanced: ${name}`, async () => {
      const { rows, dir } = await shares(app);
      assert.deepEqual(inWebpacksTerms(rows, dir), recordedEnhanced[name].consumed);
    });
  }

  // What the plugins provide has a chunk, under each key that one of them gives it; but not
  const withoutChunk = {
    // a module that the app imports past its shares, as the text of the request alone makes it a provided one
    'issuer layer of a prefix': 'rsc/get', 'suffix in a nested package': 'lib/index.js', 'fallbackVersion of a prefix': 'other/get',
  };
  // Rspack looks for a version further up than webpack.
  const rspacksVersion = ['version of a folder with a package.json', 'version of a folder with a name'];
  for (const [name, app] of Object.entries({ ...apps, ...enhancedApps })) {
    suite.test(`provided: ${name}`, async () => {
      const dir = fs.realpathSync(workDir('sharing'));
      writeFiles(dir, { ...filesOf(app), 'mfshake.json': configOf(app, dir) });
      const { stdout, stderr } = await mfshake(['analyze', '--dump=graph'], { cwd: dir });
      assert.ok(stdout, stderr);
      const file = text => text.replace(/^\.\//, '').replace(/\.js$/, '');
      const row = ({ key, scope, version, module }) => [scope, key.replaceAll(dir, '<dir>'), rspacksVersion.includes(name) ? '' : version, file(module)].join(' ');
      const rows = JSON.parse(stdout).providedShares.map(row);
      for (const wanted of either(recorded[name]?.provided ?? [], recordedEnhanced[name].provided))
        assert.ok(rows.includes(row(wanted)) || wanted.key === withoutChunk[name], `${row(wanted)} is missing in\n${rows.join('\n')}`);
    });
  }

  // Without rules and layers of entries each import may be in every layer: nothing of what the build does is missing.
  for (const [name, app] of Object.entries(enhancedApps).filter(([, { rules, shared }]) => rules && JSON.stringify(shared).includes('issuerLayer'))) {
    suite.test(`layers that are not known: ${name}`, async () => {
      const { rows, dir } = await shares({ ...app, entryLayer: undefined, rules: undefined });
      const got = inWebpacksTerms(rows, dir).map(row => JSON.stringify(row));
      for (const row of recordedEnhanced[name].consumed) assert.ok(got.includes(JSON.stringify(row)), `${JSON.stringify(row)} is missing in\n${got.join('\n')}`);
    });
  }

  // The same rules, read from the bundler's own configuration.
  const rulesOf = {
    'layer of a rule': "[{ include: path.resolve(__dirname, 'src/rsc') + '/', layer: layers.rsc, use: { loader: 'babel-loader' } }, { test: /\\.css$/, use: [require('style').loader] }]",
    'one file in two layers': '[isServer && { test: /x/ }, { resource: { and: [/[/]src[/]/, /rsc/] }, layer: layers.rsc }]',
    'rules below rules': "[...[{ exclude: /node_modules/, oneOf: [{ test: /a[.]js/, layer: 'rsc' }, { rules: [{ test: [/b[.]js/], layer: 'ssr' }] }] }]]",
  };
  for (const [name, rules] of Object.entries(rulesOf)) {
    suite.test(`layers in a webpack configuration: ${name}`, async () => {
      const app = enhancedApps[name], dir = fs.realpathSync(workDir('sharing'));
      writeFiles(dir, { ...filesOf(app), 'webpack.config.js': `const path = require('path');
const { ModuleFederationPlugin } = require('@module-federation/enhanced/webpack');
const layers = { rsc: 'rsc' }, isServer = false;
module.exports = {
  entry: './src/index.js',
  experiments: { layers: true },
  module: { rules: ${rules} },
  plugins: [new ModuleFederationPlugin({ name: 'app', shared: ${JSON.stringify(app.shared)} })],
};
` });
      const { stdout, stderr } = await mfshake(['analyze', '--dump=shares', '-v'], { cwd: dir });
      assert.deepEqual(inWebpacksTerms(JSON.parse(stdout), dir), recordedEnhanced[name].consumed, stderr);
      assert.doesNotMatch(stderr, /M615/);
    });
  }
  suite.test('rules that can not be read leave every layer possible', async () => {
    const dir = fs.realpathSync(workDir('sharing'));
    const app = enhancedApps['layer of a rule'];
    writeFiles(dir, { ...filesOf(app), 'webpack.config.js': `const { ModuleFederationPlugin } = require('@module-federation/enhanced/webpack');
module.exports = {
  entry: './src/index.js',
  module: { rules: [...require('rules'), { test: /rsc/, layer: 'rsc' }] },
  plugins: [new ModuleFederationPlugin({ name: 'app', shared: ${JSON.stringify(app.shared)} })],
};
` });
    const { stdout, stderr } = await mfshakeOk(['analyze', '--dump=shares', '-v'], { cwd: dir });
    assert.deepEqual(JSON.parse(stdout).map(({ file, key }) => `${file} ${key}`), ['src/index.js lib', 'src/index.js lib-rsc', 'src/rsc/a.js lib', 'src/rsc/a.js lib-rsc']);
    assert.match(stderr, /webpack\.config\.js:5:\d+: note\[M615\]/);
  });

  suite.test('an import whose layer is not known uses the share of the layer and what it means outside', async () => {
    const files = filesOf({ files: { 'src/index.js': "import { a } from 'lib';\nconsole.log(a);\n" } });
    const run = async (config, ...options) => {
      const dir = fs.realpathSync(workDir('sharing'));
      writeFiles(dir, { ...files, 'mfshake.json': { name: 'app', entry: './src/index.js', output: { path: 'out' }, ...config } });
      const { stderr } = await mfshakeOk(['analyze', '--verbose', ...options], { cwd: dir });
      return { stderr, shares: JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8')).mfshake.shares };
    };
    const used = ({ shares }) => Object.fromEntries(Object.entries(shares).map(([key, share]) => [key, share.used]));
    const rsc = { request: 'lib', issuerLayer: 'rsc', import: 'other', shareKey: 'lib-rsc' };
    const unknown = await run({ shared: { rsc, lib: {} } });
    assert.deepEqual(used(unknown), { lib: ['a'], 'lib-rsc': ['a'] });
    assert.match(unknown.stderr, /^mfshake\.json:\d+:\d+: note\[M615\]: which modules are in the layer "rsc" is not known: each import of "lib" counts/m);
    const entry = { main: { import: './src/index.js', layer: 'rsc' } };
    const inside = await run({ shared: { rsc, lib: {} }, entry, module: { rules: [] } });
    assert.deepEqual(used(inside), { lib: [], 'lib-rsc': ['a'] });
    assert.doesNotMatch(inside.stderr, /M615/);
    const outside = await run({ shared: { rsc, lib: {} }, entry: { main: { import: './src/index.js', layer: 'ssr' } }, module: { rules: [{ test: 'server/', layer: 'rsc' }] } });
    assert.deepEqual(used(outside), { lib: ['a'], 'lib-rsc': [] });
    // Not shared outside the layer: bundled there, and still a use of the share.
    assert.deepEqual(used(await run({ shared: { rsc } })), { 'lib-rsc': ['a'] });
  });

  suite.test('every row of the list of flaws, and of must-have tests, has a case', () => {
    for (let row = 1; row <= 8; row++) assert.ok(Object.keys(flaws).some(name => name.startsWith(`${row}`)), `row ${row}`);
    assert.ok(Object.keys(mustHave).length >= 17);
    for (const [name, each] of Object.entries(mustHave)) assert.ok(each?.run && (each.gone || each.kept), name);
  });

  const cases = [...Object.entries(flaws).map(([name, flaw]) => [`flaw ${name}`, flaw]), ...Object.entries(mustHave).map(([name, must]) => [`must have: ${name}`, must])];
  for (const [name, flaw] of cases) {
    suite.test(name, async () => {
      const { dir, report, whole, pruned } = await shake(flaw);
      const wanted = await flaw.run(whole);
      assert.deepEqual(await flaw.run(pruned), wanted);
      for (const [key, names] of Object.entries(flaw.kept ?? {})) assert.deepEqual(exportNames(pruned[key]).filter(each => names.includes(each)), names.toSorted());
      for (const [key, names] of Object.entries(flaw.gone ?? {})) {
        for (const gone of names) {
          assert.ok(exportNames(whole[key]).includes(gone), `${key}.${gone} is there before`);
          assert.ok(!exportNames(pruned[key]).includes(gone), `${key}.${gone} is removed`);
        }
      }
      const { shares } = report.mfshake, first = Array.isArray(flaw.shared) ? flaw.shared[0] : Object.keys(flaw.shared)[0];
      if (flaw.mode) assert.equal(shares[first].mode, flaw.mode);
      for (const [key, names] of Object.entries(flaw.used ?? {})) assert.deepEqual(shares[key].used, names);
      for (const [key, names] of Object.entries(flaw.aliases ?? {})) assert.deepEqual(shares[key].aliases, names);
      for (const [field, count] of Object.entries(flaw.distances ?? {})) assert.equal(report.mfshake.shares[first].attribution[field], count, field);
      for (const [key, count] of Object.entries(flaw.ambiguous ?? {})) assert.equal(report.mfshake.shares[key].attribution.ambiguous, count);
      for (const [key, count] of Object.entries(flaw.modulesLeft ?? {}))
        assert.equal(Object.keys(readChunk(chunkFile(path.join(dir, 'pruned'), key)).modules).length, count);
      for (const [key, text] of Object.entries(flaw.keptInside ?? {}))
        assert.ok(fs.readFileSync(chunkFile(path.join(dir, 'pruned'), key), 'utf8').includes(text), text);
      // Packages that import each other by name run in Node as they are.
      if (Array.isArray(flaw.shared)) assert.deepEqual(await inNode(dir, flaw.shared, flaw.run), wanted);
    });
  }

  // Versions between the reports that prune is given.
  const share = (rest = {}) => ({ lib: { provided: ['a'], used: ['a'], ...rest } });
  const consumer = { role: ['consume'], version: null, fallback: null };
  const conflicts = {
    'ranges that fit': [[share({ version: '1.4.0', singleton: true })], [share({ ...consumer, required: ['^1.2.0'] })], []],
    'a singleton that another app does not accept': [[share({ version: '1.4.0', required: ['^1.0.0'], singleton: true })], [share({ version: '2.1.0', required: ['^2.0.0'] })],
      ['host.json: warning[M612]: host wants the singleton "lib" as ^1.0.0, but 2.1.0 of shop is the one that is used']],
    'two versions side by side': [[share({ version: '1.4.0', required: ['^1.0.0'] })], [share({ version: '2.1.0', required: ['^2.0.0'] })], []],
    'a consumer without a provider': [[share({ version: '1.4.0' })], [share({ ...consumer, required: ['^2.0.0'] })],
      ['shop.json: warning[M613]: shop wants "lib" as ^2.0.0, and no given report provides such a version']],
    'another scope never meets it': [[share({ version: '2.4.0', singleton: true, required: [] })], [share({ version: '1.1.0', required: ['^1.0.0'], scope: ['own'], singleton: true })], []],
  };
  for (const [name, [[host], [shop], wanted]] of Object.entries(conflicts)) {
    suite.test(`versions between reports: ${name}`, async () => {
      const { dir } = await shake({ files: flaws['8. scoped and dotted keys'].files, shared: flaws['8. scoped and dotted keys'].shared });
      writeFiles(dir, { 'host.json': usageReport('host', host), 'shop.json': usageReport('shop', shop) });
      for (const order of [['host.json', 'shop.json'], ['shop.json', 'host.json']]) {
        const { stderr } = await mfshakeOk(['prune', 'out', '--usage', ...order.flatMap((file, i) => (i ? ['--usage', file] : [file])), '-o', 'checked'], { cwd: dir });
        assert.deepEqual(stderr.split('\n').filter(line => /M61[23]/.test(line)), wanted);
      }
    });
  }

  for (const [name, flaw] of Object.entries(flaws)) {
    suite.test(`the order of the shares changes nothing: ${name}`, async () => {
      const [one, other] = await Promise.all([flaw, { ...flaw, shared: flaw.shared.toReversed() }].map(shake));
      for (const folder of ['out', 'pruned'])
        assert.deepEqual(readTree(path.join(one.dir, folder)), readTree(path.join(other.dir, folder)), folder);
    });
  }

  suite.test('the report names every scope, the singleton, and the highest of several versions', async () => {
    const { files } = apps['two physical versions'];
    const dir = fs.realpathSync(workDir('sharing'));
    const config = configOf({ shared: { lib: { shareScope: ['one', 'two'], singleton: true, shareStrategy: 'loaded-first' }, 'lib/': {} } }, dir);
    writeFiles(dir, { ...filesOf({ files }), 'mfshake.json': { ...config, output: { path: 'out' } } });
    await mfshakeOk(['analyze'], { cwd: dir });
    const report = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8'));
    validateReport(report);
    const { lib, 'lib/get': get } = report.mfshake.shares;
    assert.deepEqual([lib.scope, lib.singleton, lib.version, lib.required], [['one', 'two'], true, '2.3.0', ['^1.0.0', '^2.0.0']]);
    assert.deepEqual([get.scope, get.singleton], [['default'], undefined]);
  });

  // Where a framework finds its modules, and what it uses itself.
  const frameworks = {
    'Next': {
      config: { 'next.config.js': "const { NextFederationPlugin } = require('@module-federation/nextjs-mf');\nmodule.exports = { webpack(config) { config.plugins.push(new NextFederationPlugin({ name: 'home', exposes: { './title': './components/title.js' }, shared: { lib: {} } })); return config; } };\n" },
      files: { 'pages/index.js': 'a', 'src/app/shop/page.tsx': 'b', 'pages/page.test.js': 'never', 'middleware.ts': 'c', 'components/title.js': 'd', 'components/other.js': 'never' },
      react: 'dynamic',
    },
    'Modern': {
      config: { 'modern.config.ts': "export default {};\n", 'module-federation.config.ts': "import { createModuleFederationConfig } from '@module-federation/modern-js';\nexport default createModuleFederationConfig({ name: 'home', shared: { lib: {}, react: {} } });\n" },
      files: { 'src/routes/page.tsx': 'a', 'src/routes/shop/page.tsx': 'b', 'src/App.tsx': 'c', 'src/routes/page.spec.tsx': 'never', 'src/entry.tsx': 'd' },
      react: 'exact',
    },
  };
  for (const [name, { config, files, react }] of Object.entries(frameworks)) {
    suite.test(`${name}: every page counts`, async () => {
      const dir = fs.realpathSync(workDir('sharing'));
      const pages = Object.fromEntries(Object.entries(files).map(([file, used]) => [file, `import { ${used} } from 'lib';\nexport default function Page() { return ${used}; }\n`]));
      const packages = Object.fromEntries(['lib', 'react'].flatMap(each => [[`node_modules/${each}/package.json`, { name: each, version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false }], [`node_modules/${each}/index.js`, 'export const a = 1, b = 2, c = 3, d = 4, never = 5;\n']]));
      writeFiles(dir, { 'package.json': { name: 'home', dependencies: { lib: '^1.0.0', react: '^1.0.0' } }, ...config, ...pages, ...packages });
      const { stderr } = await mfshakeOk(['analyze', '-o', 'out'], { cwd: dir });
      assert.doesNotMatch(stderr, /M311|M505/);
      const { shares } = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8')).mfshake;
      assert.deepEqual(shares.lib.used, ['a', 'b', 'c', 'd']);
      assert.deepEqual(shares.react.mode, react);
      if (react === 'dynamic') assert.ok(shares.react.reasons['*'].includes('next (dependency; the framework itself uses it)'));
    });
  }

  suite.test('a federation file without an entry says that only exposed modules count', async () => {
    const dir = fs.realpathSync(workDir('sharing'));
    writeFiles(dir, { ...filesOf({ files: { 'src/widget.js': "import { a } from 'lib';\nexport default a;\n" } }), 'module-federation.config.js': "module.exports = { name: 'app', exposes: { './Widget': './src/widget.js' }, shared: ['lib'] };\n" });
    const { stderr } = await mfshakeOk(['analyze', '-o', 'out'], { cwd: dir });
    assert.match(stderr, /^module-federation\.config\.js:1:18: warning\[M311\]: no entry is known/m);
    writeFiles(dir, { 'src/main.ts': "import { b } from 'lib';\nconsole.log(b);\n" });
    const found = await mfshakeOk(['analyze', '-o', 'out'], { cwd: dir });
    assert.doesNotMatch(found.stderr, /M311/);
    assert.deepEqual(JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8')).mfshake.shares.lib.used, ['a', 'b']);
  });

  defineVersions(suite);

  suite.test('the table of semver answers is what semver and webpack say', () => {
    assert.equal(fs.readFileSync(semverTable, 'utf8'), table());
  });
}
