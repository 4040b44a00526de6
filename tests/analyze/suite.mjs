// What analyze reports and writes for small federations: configuration forms, roles, modes, reasons.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshake, mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';
import { validateReport } from '../lib/schema.mjs';
import {
  chunkFile,
  createRuntime,
  encodeKey,
  exportNames,
  readChunk,
  rootModule,
} from '../runtime/runtime.mjs';

const manifest = (name, rest = {}) =>
  JSON.stringify({ name, version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false, ...rest });
const lib = {
  'node_modules/lib/package.json': manifest('lib'),
  'node_modules/lib/index.js':
    "export const a = 1;\nexport const b = 2;\nexport { c } from './c.js';\nexport default 'd';\n",
  'node_modules/lib/c.js': 'export const c = 3;\n',
  'node_modules/lib/sub/x.js': "import { b } from '../index.js';\nexport const x = b;\nexport const y = 0;\n",
};
const appManifest = {
  'package.json': { name: 'the-app', version: '1.0.0', dependencies: { lib: '^1.2.0' } },
};
const use = (names, request = 'lib', file = 'src/index.js') => ({
  [file]: `import { ${names} } from '${request}';\nconsole.log(${names});\n`,
});
const config = (rest = {}) => ({
  'mfshake.json': {
    name: 'app',
    entry: './src/index.js',
    shared: { lib: {} },
    output: { path: 'out' },
    ...rest,
  },
});

/** Writes an app and analyzes it in its own folder. */
async function analyze(files, ...args) {
  const dir = workDir('analyze');
  writeFiles(dir, { ...appManifest, ...lib, ...files });
  const result = await mfshakeOk(['analyze', ...args], { cwd: dir });
  const file = path.join(dir, 'out/share-usage.json');
  const report = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null;
  if (report) validateReport(report);
  return { dir, report, ...result };
}

export default async function (suite) {
  const chunksIn = dir =>
    [...readTree(path.join(dir, 'out')).keys()].filter(file => file !== 'share-usage.json');

  suite.test('a tag of a template gets its object as `this`, as a callee does', async () => {
    const files = {
      'node_modules/lib/package.json': JSON.stringify({ name: 'lib', version: '1.2.3', main: 'index.js' }),
      'node_modules/lib/index.js': 'exports.tag = function () { return this.other; };\nexports.other = 1;\nexports.third = 2;\n',
    };
    for (const use of ['lib.tag`x`', 'lib.tag()']) {
      const { report } = await analyze({ ...config(), ...files, 'src/index.js': `const lib = require('lib');\nconsole.log(${use});\n` });
      const { tag, other, third } = report.treeShake.lib;
      assert.deepEqual({ tag, other, third }, { tag: true, other: true, third: true }, use);
    }
    const { report } = await analyze({ ...config(), ...files, 'src/index.js': "const { tag } = require('lib');\nconsole.log(tag`x`);\n" });
    assert.equal(report.treeShake.lib.third, false);
  });

  const facts = async files => JSON.parse((await analyze({ ...config(), ...files }, '--dump=facts')).stdout);

  suite.test('a copy of a share that has side effects runs with its import, and what it uses counts', async () => {
    const { modules } = await facts({
      'node_modules/lib/package.json': manifest('lib', { sideEffects: true }),
      'node_modules/lib/index.js': "import { x } from './x.js';\nconsole.log(x);\nexport const a = 1;\n",
      'node_modules/lib/x.js': 'export const x = 1, y = 2;\n',
      'src/index.js': "import 'lib';\n",
    });
    assert.deepEqual(modules['node_modules/lib/x.js'].used, ['x']);
    assert.deepEqual(modules['node_modules/lib/index.js'].used, []);
  });

  suite.test("a name that the app's copy lacks is asked of the share behind module.exports = require()", async () => {
    for (const use of ["const { other } = require('./wrap.js');", "import { other } from './wrap.js';"]) {
      const { shared } = await facts({
        'node_modules/lib/package.json': JSON.stringify({ name: 'lib', version: '1.2.3', main: 'index.js' }),
        'node_modules/lib/index.js': 'exports.a = 1;\n',
        'src/wrap.js': "module.exports = require('lib');\n",
        'src/index.js': `${use}\nconsole.log(other);\n`,
      });
      assert.deepEqual(shared.lib.used, ['other'], use);
    }
  });

  suite.test('what a share uses of another counts behind a barrel that the app asks for something else', async () => {
    const icons = {
      'node_modules/icons/package.json': manifest('icons'),
      'node_modules/icons/index.js': "export { Add } from './add.js';\nexport { Delete } from './delete.js';\n",
      'node_modules/icons/add.js': "import { a } from 'lib';\nexport const Add = a;\n",
      'node_modules/icons/delete.js': "import { b } from 'lib';\nexport const Delete = b;\n",
    };
    const shared = { 'mfshake.json': { name: 'app', entry: './src/index.js', shared: ['lib', 'icons'], output: { path: 'out' } } };
    for (const args of [[], ['--no-emit']]) {
      const { report } = await analyze({ ...icons, ...shared, ...use('Add', 'icons') }, ...args);
      assert.deepEqual(report.mfshake.shares.icons.used, ['Add']);
      assert.deepEqual(report.mfshake.shares.lib.used, ['a', 'b']);
      assert.deepEqual(report.mfshake.shares.lib.reasons.b, ['node_modules/icons/delete.js:2:23 (shared)']);
      assert.equal(report.mfshake.shares.icons.attribution.modules, 3);
    }
  });

  suite.test('chunks of an earlier run go when their share is no longer provided', async () => {
    const other = {
      'node_modules/other-lib/package.json': manifest('other-lib'),
      'node_modules/other-lib/index.js': 'export const o = 1;\n',
    };
    const shared = { lib: {}, 'other-lib': {} };
    const { dir, report } = await analyze({ ...config({ shared }), ...use('a'), ...other });
    assert.deepEqual(report.mfshake.shares['other-lib'].chunks, ['other_lib/1.2.3/chunk.js']);
    writeFiles(dir, { 'out/mine/1.0.0/chunk.js': '// not of this run\n', 'out/other_lib/notes.txt': 'kept\n' });
    const before = chunksIn(dir);

    // Another app's report, and one that is damaged, lead to nothing.
    const file = path.join(dir, 'out/share-usage.json');
    const text = fs.readFileSync(file, 'utf8');
    for (const earlier of [text.replace('"app": "app"', '"app": "another"'), text.slice(0, -20), '[]', '']) {
      fs.writeFileSync(file, earlier);
      writeFiles(dir, config());
      await mfshakeOk(['analyze'], { cwd: dir });
      assert.deepEqual(chunksIn(dir), before);
    }

    // A failed run deletes nothing.
    fs.writeFileSync(file, text);
    writeFiles(dir, use('a', './gone.js'));
    assert.equal((await mfshake(['analyze'], { cwd: dir })).code, 1);
    assert.deepEqual(chunksIn(dir), before);

    writeFiles(dir, use('a'));
    await mfshakeOk(['analyze'], { cwd: dir });
    assert.deepEqual(chunksIn(dir), ['lib/1.2.3/chunk.js', 'lib/1.2.3/chunk.shake.json', 'mine/1.0.0/chunk.js', 'other_lib/notes.txt']);
  });

  suite.test('a new version replaces the chunk of the old one; --no-emit keeps what is current', async () => {
    const { dir } = await analyze({ ...config(), ...use('a') });
    await mfshakeOk(['analyze', '--no-emit'], { cwd: dir });
    assert.deepEqual(chunksIn(dir), ['lib/1.2.3/chunk.js', 'lib/1.2.3/chunk.shake.json']);
    writeFiles(dir, { 'node_modules/lib/package.json': manifest('lib', { version: '1.3.0' }) });
    await mfshakeOk(['analyze'], { cwd: dir });
    assert.deepEqual(chunksIn(dir), ['lib/1.3.0/chunk.js', 'lib/1.3.0/chunk.shake.json']);
    assert.ok(!fs.existsSync(path.join(dir, 'out/lib/1.2.3')), 'the empty folder');
  });

  suite.test('an earlier report can not name files outside its folder', async () => {
    const { dir, report } = await analyze({ ...config(), ...use('a') });
    const paths = ['../src/chunk.js', 'x/../chunk.js', '/x/chunk.js', 'lib/1.2.3/other.js', 'a/b/c/chunk.js', './b/chunk.js', 'a\\b/c/chunk.js', ''];
    report.mfshake.shares.lib.chunks = paths;
    writeFiles(dir, {
      'src/chunk.js': '',
      'chunk.js': '',
      'out/chunk.js': '',
      'out/b/chunk.js': '',
      'out/lib/1.2.3/other.js': '',
      'out/a/b/c/chunk.js': '',
      'out/share-usage.json': report,
    });
    const before = [...readTree(dir).keys()];
    await mfshakeOk(['analyze'], { cwd: dir });
    assert.deepEqual([...readTree(dir).keys()], before);
  });

  suite.test('used, unused, reasons, version, role, root module', async () => {
    const { report } = await analyze({ ...config(), ...use('a, c') });
    assert.deepEqual(report.treeShake, { lib: { a: true, b: false, c: true, default: false } });
    const { app, shares } = report.mfshake;
    assert.equal(app, 'app');
    const {
      scope,
      version,
      required,
      fallback,
      role,
      mode,
      used,
      unused,
      possiblyUnused,
      reasons,
      sideEffectFree,
      aliases,
    } = shares.lib;
    assert.deepEqual(
      {
        scope,
        version,
        required,
        fallback,
        role,
        mode,
        used,
        unused,
        possiblyUnused,
        sideEffectFree,
        aliases,
      },
      {
        scope: ['default'],
        version: '1.2.3',
        required: ['^1.2.0'],
        fallback: 'node_modules/lib/index.js',
        role: ['consume', 'provide'],
        mode: 'exact',
        used: ['a', 'c'],
        unused: ['b', 'default'],
        possiblyUnused: [],
        sideEffectFree: true,
        aliases: [],
      },
    );
    assert.deepEqual(Object.keys(reasons), ['a', 'c']);
    for (const places of Object.values(reasons)) assert.match(places[0], /^src\/index\.js:[12]\b/);
  });

  suite.test('the chunk loads and its getters stand in macros of the strict form', async () => {
    const { dir, report } = await analyze({ ...config(), ...use('a') });
    const file = chunkFile(path.join(dir, 'out'), 'lib');
    assert.equal(path.relative(path.join(dir, 'out'), file), 'lib/1.2.3/chunk.js');
    const chunk = readChunk(file);
    assert.equal(chunk.uniqueName, 'app');
    assert.deepEqual(Object.keys(chunk.modules).sort(), [
      './node_modules/lib/c.js',
      './node_modules/lib/index.js',
    ]);
    assert.equal(rootModule(report, 'lib'), './node_modules/lib/index.js');
    assert.deepEqual(
      { ...createRuntime([chunk]).require('./node_modules/lib/index.js') },
      { a: 1, b: 2, c: 3, default: 'd' },
    );
    const conditions = [
      ...fs
        .readFileSync(file, 'utf8')
        .matchAll(/\/\* @common:if \[condition="treeShake\.([^"]*)"\] \*\/ .*? \/\* @common:endif \*\//g),
    ].map(match => match[1]);
    assert.deepEqual([...new Set(conditions)].sort(), ['lib.a', 'lib.b', 'lib.c', 'lib.default']);
  });

  suite.test('options come before the configuration', async () => {
    const { dir } = await analyze({ ...config(), ...use('a') }, '-o', 'elsewhere', '--format', 'commonjs');
    assert.ok(!fs.existsSync(path.join(dir, 'out')));
    assert.equal(readChunk(chunkFile(path.join(dir, 'elsewhere'), 'lib')).format, 'commonjs');
  });

  suite.test('--dump=facts prints JSON alone and writes nothing', async () => {
    const { dir, stdout } = await analyze({ ...config(), ...use('a') }, '--dump=facts');
    const facts = JSON.parse(stdout);
    assert.deepEqual(facts.shared, { lib: { used: ['a'] } });
    assert.deepEqual(facts.modules['node_modules/lib/index.js'].provided.toSorted(), [
      'a',
      'b',
      'c',
      'default',
    ]);
    assert.ok(!fs.existsSync(path.join(dir, 'out')));
  });

  suite.test('--no-emit writes no chunk', async () => {
    const { dir } = await analyze({ ...config(), ...use('a') }, '--no-emit');
    assert.ok(!fs.existsSync(path.join(dir, 'out/lib')));
  });

  suite.test('the table names key, version and counts', async () => {
    const { stdout } = await analyze({ ...config(), ...use('a') });
    assert.match(stdout, /\blib\b.*\b1\.2\.3\b.*\b1\s*\/\s*4\b/);
    assert.ok(!stdout.includes('\u001b'), 'no colours in a pipe');
  });

  // --- who counts ------------------------------------------------------------------------------------------

  suite.test('references from packages count, shared or not', async () => {
    const { report } = await analyze({
      ...config({ shared: { lib: {}, other: {} } }),
      'package.json': {
        name: 'the-app',
        version: '1.0.0',
        dependencies: { lib: '^1.0.0', other: '*', third: '*' },
      },
      'src/index.js':
        "import { a } from 'lib';\nimport { other } from 'other';\nimport { third } from 'third';\nconsole.log(a, other, third);\n",
      'node_modules/other/package.json': manifest('other', { dependencies: { lib: '^1.1.0' } }),
      'node_modules/other/index.js': "import { b } from 'lib';\nexport const other = b;\n",
      'node_modules/third/package.json': manifest('third', { dependencies: { lib: '^1.0.1' } }),
      'node_modules/third/index.js': "import { c } from 'lib';\nexport const third = c;\n",
    });
    const { used, reasons, required } = report.mfshake.shares.lib;
    assert.deepEqual(used, ['a', 'b', 'c']);
    assert.match(reasons.b.join(), /node_modules\/other\/index\.js:[12]/);
    assert.match(reasons.c.join(), /node_modules\/third\/index\.js:[12]/);
    assert.deepEqual(required, ['^1.0.0', '^1.0.1', '^1.1.0']);
  });

  suite.test('another shared package is not bundled into a chunk', async () => {
    const { dir, report } = await analyze({
      ...config({ shared: ['lib', 'other'] }),
      ...use('other', 'other'),
      'node_modules/other/package.json': manifest('other', { dependencies: { lib: '*' } }),
      'node_modules/other/index.js': "import { b } from 'lib';\nexport const other = () => b;\n",
    });
    const chunk = readChunk(chunkFile(path.join(dir, 'out'), 'other'));
    assert.deepEqual(Object.keys(chunk.modules), ['./node_modules/other/index.js']);
    const { require } = createRuntime([chunk], { shared: { lib: { b: 'from outside' } } });
    assert.equal(require(rootModule(report, 'other')).other(), 'from outside');
  });

  suite.test("every export of an exposed module counts, an entry's do not", async () => {
    const { report } = await analyze({
      ...config({ exposes: { './part': './src/part.js' } }),
      'src/index.js': "import { a } from 'lib';\nexport const unused = () => a;\n",
      'src/part.js': "import { b } from 'lib';\nexport const part = () => b;\n",
    });
    assert.deepEqual(report.mfshake.shares.lib.used, ['b']);
  });

  suite.test('remotes are named', async () => {
    const { report } = await analyze({
      ...config({ remotes: { shop: 'shopApp@http://localhost/remoteEntry.js' } }),
      'src/index.js': "import { a } from 'lib';\nimport('shop/Page').then(console.log, a);\n",
    });
    assert.deepEqual(report.mfshake.remotes, ['shopApp']);
  });

  // --- modes -----------------------------------------------------------------------------------------------

  for (const [name, source] of Object.entries({
    'a namespace that escapes': "import * as all from 'lib';\nconsole.log(all);\n",
    'a computed member': "import * as all from 'lib';\nconsole.log(all[location.hash]);\n",
    'a whole import()': "import('lib').then(console.log);\n",
    'a whole require': "console.log(require('lib'));\n",
  })) {
    suite.test(`mode namespace: ${name}`, async () => {
      const { report } = await analyze({ ...config(), 'src/index.js': source });
      assert.equal(report.mfshake.shares.lib.mode, 'namespace');
      assert.deepEqual(report.treeShake.lib, { a: true, b: true, c: true, default: true });
    });
  }

  // Whether the report calls this exact or dynamic: nothing of the package may count as unused.
  suite.test("the report does not trust this app's copy of a share about `this`: another version may run", async () => {
    const files = {
      ...config(),
      'src/index.js': "const lib = require('lib');\nconsole.log(lib.a());\n",
      'node_modules/lib/package.json': JSON.stringify({ name: 'lib', version: '1.2.3', main: 'index.js', sideEffects: false }),
      'node_modules/lib/index.js': 'exports.a = function () { return 1; };\nexports.b = 2;\n',
    };
    const { report } = await analyze(files);
    assert.equal(report.mfshake.shares.lib.mode, 'namespace');
    assert.deepEqual(report.treeShake.lib, { a: true, b: true });
    const { stdout } = await analyze(files, '--dump=facts');
    assert.deepEqual(JSON.parse(stdout).shared, { lib: { used: ['a'] } });
  });

  suite.test('a package whose exports cannot be known', async () => {
    const { report } = await analyze({
      ...config(),
      ...use('a'),
      'node_modules/lib/package.json': JSON.stringify({ name: 'lib', version: '1.2.3' }),
      'node_modules/lib/index.js':
        'module.exports = make();\nfunction make() { return Object.fromEntries([["a", 1]]); }\n',
    });
    assert.match(report.mfshake.shares.lib.mode, /^(exact|dynamic)$/);
    assert.equal(report.treeShake.lib.a, true);
    assert.ok(Object.values(report.treeShake.lib).every(Boolean));
  });

  suite.test('mode no-fallback: import: false', async () => {
    const { dir, report } = await analyze({
      ...config({ shared: { lib: { import: false, requiredVersion: '^1.0.0' } } }),
      ...use('a'),
    });
    const { mode, used, fallback, role } = report.mfshake.shares.lib;
    assert.deepEqual(
      { mode, used, fallback, role },
      { mode: 'no-fallback', used: ['a'], fallback: null, role: ['consume'] },
    );
    assert.equal(report.treeShake.lib.a, true);
    assert.ok(!fs.existsSync(path.join(dir, 'out', encodeKey('lib'))));
  });

  // --- configuration ---------------------------------------------------------------------------------------

  suite.test('comments and trailing commas', async () => {
    const { report } = await analyze({
      'mfshake.json':
        '{\n  // the app\n  "name": "app", /* more */\n  "entry": ["./src/index.js",],\n  "shared": ["lib"],\n  "output": { "path": "out", },\n}\n',
      ...use('b'),
    });
    assert.deepEqual(report.mfshake.shares.lib.used, ['b']);
  });

  suite.test('"mfshake" in package.json', async () => {
    const dir = workDir('analyze');
    writeFiles(dir, {
      ...lib,
      ...use('b'),
      'package.json': {
        name: 'the-app',
        dependencies: { lib: '^1.0.0' },
        mfshake: { entry: './src/index.js', shared: { lib: '^1.1.0' }, output: { path: 'out' } },
      },
    });
    await mfshakeOk(['analyze'], { cwd: dir });
    const report = JSON.parse(fs.readFileSync(path.join(dir, 'out/share-usage.json'), 'utf8'));
    assert.equal(report.mfshake.app, 'the-app');
    assert.deepEqual(report.mfshake.shares.lib.required, ['^1.1.0']);
  });

  suite.test('shareKey, import, prefix keys, file keys', async () => {
    const { dir, report } = await analyze({
      ...config({
        shared: {
          lib: { shareKey: 'the-lib' },
          alias: { import: 'lib' },
          'lib/': {},
          './src/own.js': { shareKey: 'own', version: '9.0.0', requiredVersion: false },
        },
      }),
      'src/index.js':
        "import { a } from 'lib';\nimport { b } from 'alias';\nimport { x } from 'lib/sub/x.js';\nimport { own } from './own.js';\nconsole.log(a, b, x, own);\n",
      'src/own.js': 'export const own = 1;\nexport const idle = 2;\n',
    });
    const { shares } = report.mfshake;
    assert.deepEqual(Object.keys(shares), ['alias', 'lib/sub/x.js', 'own', 'the-lib']);
    assert.deepEqual(shares['lib/sub/x.js'].used, ['x']);
    assert.deepEqual(shares.own.unused, ['idle']);
    // Two keys with one root: each must be kept for the sake of the other.
    assert.deepEqual(shares.alias.aliases, ['the-lib']);
    assert.deepEqual(shares['the-lib'].aliases, ['alias']);
    // Keys with one root share a chunk, which stands under the smallest of them.
    for (const key of ['alias', 'lib/sub/x.js', 'own'])
      assert.ok(
        exportNames(
          createRuntime([readChunk(chunkFile(path.join(dir, 'out'), key))], { shared: { lib: {} } }).require(
            rootModule(report, key),
          ),
        ).length > 0,
        key,
      );
  });

  suite.test('a scoped key has an encoded folder', async () => {
    const { dir } = await analyze({
      ...config({ shared: ['@scope/some.pkg'] }),
      ...use('a', '@scope/some.pkg'),
      'node_modules/@scope/some.pkg/package.json': manifest('@scope/some.pkg'),
      'node_modules/@scope/some.pkg/index.js': 'export const a = 1;\n',
    });
    assert.ok(
      fs.existsSync(path.join(dir, 'out/scope_scope__somepkg/1.2.3/chunk.js')),
      [...readTree(path.join(dir, 'out')).keys()].join(),
    );
  });

  // --- the command line ------------------------------------------------------------------------------------

  suite.test('--version and --help', async () => {
    const { version } = JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    assert.ok((await mfshakeOk(['--version'])).stdout.includes(version));
    const { stdout } = await mfshakeOk(['--help']);
    for (const command of ['analyze', 'prune']) {
      assert.match(stdout, new RegExp(`\\b${command}\\b`));
      assert.match((await mfshakeOk([command, '--help'])).stdout, /-o\b/);
    }
  });

  suite.test('an unresolvable import still gives facts', async () => {
    const dir = workDir('analyze');
    writeFiles(dir, {
      ...appManifest,
      ...lib,
      ...config(),
      'src/index.js': "import { a } from 'lib';\nimport 'gone';\nconsole.log(a);\n",
    });
    const { code, stdout } = await mfshake(['analyze', '--dump=facts'], { cwd: dir });
    assert.equal(code, 1);
    assert.deepEqual(JSON.parse(stdout).shared.lib.used, ['a']);
  });
}
