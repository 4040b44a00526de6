// Which request belongs to which share: `analyze --dump=shares` against what webpack's SharePlugin made of the same apps (recorded by
// record.mjs); the table of semver answers against the packages it was made with.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { mfshake, readTree, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { validateConfig } from '../lib/schema.mjs';
import { apps, configOf, filesOf } from './apps.mjs';
import { file as semverTable, table } from './record-semver.mjs';

const { parseRange, rangeToString } = createRequire(import.meta.url)('webpack/lib/sharing/semver');
const recorded = JSON.parse(fs.readFileSync(path.join(root, 'tests/sharing/recorded.json'), 'utf8'));

/** mfshake's rows in the recording's terms: ranges as webpack prints them, which has one "any". */
function inWebpacksTerms(rows, dir) {
  return rows
    .map(row => JSON.stringify({ ...row, key: row.key.replaceAll(dir, '<dir>'), requiredVersion: rangeToString(parseRange(row.requiredVersion)) }))
    .sort()
    .map(row => JSON.parse(row));
}

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

export default async function (suite) {
  suite.test('the recording is of these apps', () => {
    assert.deepEqual(Object.keys(recorded), Object.keys(apps));
    assert.ok(Object.keys(apps).length >= 40);
  });

  for (const [name, app] of Object.entries(apps)) {
    suite.test(`as webpack: ${name}`, async () => {
      const { rows, dir } = await shares(app);
      assert.deepEqual(inWebpacksTerms(rows, dir), recorded[name]);
      assert.deepEqual(rows, rows.toSorted((a, b) => (JSON.stringify(Object.values(a)) < JSON.stringify(Object.values(b)) ? -1 : 1)));
    });
  }

  // What webpack's own plugin does not have, as @module-federation/enhanced and Rspack do it.
  const bare = rows => rows.map(({ file, request, key, scope }) => [path.basename(file), request, key, scope]);
  const enhanced = {
    'a list of scopes': [
      { files: { 'src/index.js': "import 'lib';\n" }, shared: { lib: { shareScope: ['one', 'two'] } } },
      [['index.js', 'lib', 'lib', 'one'], ['index.js', 'lib', 'lib', 'two']],
    ],
    'request in place of the key': [
      { files: { 'src/index.js': "import 'lib';\nimport 'lib/get';\n" }, shared: { 'lib-for-all': { request: 'lib', shareKey: 'lib' }, 'o/': { request: 'lib/' } } },
      [['index.js', 'lib', 'lib', 'default'], ['index.js', 'lib/get', 'o/get', 'default']],
    ],
    'a layer that no importer has': [
      { files: { 'src/index.js': "import 'lib';\nimport 'other';\n" }, shared: { a: { request: 'lib', issuerLayer: 'rsc' }, b: { request: 'lib', layer: 'ssr' }, other: { issuerLayer: 'rsc' } } },
      [['index.js', 'lib', 'b', 'default']],
    ],
    'node_modules suffix': [
      { files: { 'src/index.js': "import 'lib/get.js';\n" }, shared: { 'lib/index.js': { allowNodeModulesSuffixMatch: true } } },
      [['get.js', './index.js', 'lib/index.js', 'default']],
    ],
    'node_modules suffix of a prefix': [
      { files: { 'src/index.js': "import 'lib/get.js';\n" }, shared: { 'lib/ind': {}, 'lib/': { allowNodeModulesSuffixMatch: true, exclude: { request: /^get/ } } } },
      [['get.js', './index.js', 'lib/index.js', 'default']],
    ],
    'no node_modules suffix unless asked for': [
      { files: { 'src/index.js': "import 'lib/get.js';\n" }, shared: { 'lib/index.js': {} } },
      [],
    ],
    'fallbackVersion': [
      { files: { 'src/index.js': "import 'lib';\nimport 'other';\n" }, shared: { lib: { exclude: { version: '^9.0.0', fallbackVersion: '9.1.0' } }, other: { include: { version: '^9.0.0', fallbackVersion: '9.1.0' } } } },
      [['index.js', 'other', 'other', 'default']],
    ],
  };
  for (const [name, [app, wanted]] of Object.entries(enhanced)) {
    suite.test(`as enhanced: ${name}`, async () => {
      const { rows } = await shares(app);
      assert.deepEqual(bare(rows), wanted);
    });
  }

  suite.test('the table of semver answers is what semver and webpack say', () => {
    assert.equal(fs.readFileSync(semverTable, 'utf8'), table());
  });
}
