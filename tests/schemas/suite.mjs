// The schemas are sound, accept every good document of the project, and refuse bad ones.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { documentKind } from '../lib/documents.mjs';
import { mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors, validateConfig, validateReport } from '../lib/schema.mjs';

const readJson = file => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const schemaFiles = fs.readdirSync(path.join(root, 'schemas'));

/** Every object schema that names properties describes them, for editors. */
function undescribed(schema, where = '') {
  if (typeof schema !== 'object' || schema === null) return [];
  const missing = Object.entries(schema.properties ?? {})
    .filter(([, property]) => !JSON.stringify(property).match(/"(description|enum|\$ref)":/))
    .map(([name]) => `${where}.${name}`);
  return [
    ...missing,
    ...Object.entries(schema).flatMap(([name, value]) => undescribed(value, `${where}.${name}`)),
  ];
}

export default async function (suite) {
  for (const name of schemaFiles) {
    suite.test(name, () => {
      const schema = readJson(`schemas/${name}`);
      assert.equal(schema.$id, name, '$id is the file name');
      assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
      assert.match(name, /-v\d+\.schema\.json$/);
      assert.deepEqual(undescribed(schema), []);
    });
  }

  suite.test('every document that a command can print has a schema, which what it prints fits', async () => {
    const cwd = workDir('schemas');
    writeFiles(cwd, {
      'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'], define: { from: '1' }, resolve: { alias: { x: './y' } } },
      'package.json': { name: 'app', dependencies: { lib: '^1.0.0' } },
      'index.js': "import { a } from 'lib';\nimport * as all from 'lib';\nconsole.log(a, all);\n",
      'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', main: 'index.js', type: 'module' },
      'node_modules/lib/index.js': 'export const a = 1, b = 2;\n',
      'other.json': usageReport('other', { lib: { provided: ['a', 'b'], used: ['b'] } }),
    });
    const report = 'dist/shared/share-usage.json';
    const runs = {
      analyze: [['--format', 'json'], ['--dump', 'facts'], ['--dump', 'runtimes']],
      config: [['--format', 'json']],
      diff: [[report, 'other.json', '--format', 'json'], ['dist/shared/lib/1.0.0/chunk.js', 'dist/shared/lib/1.0.0/chunk.js', '--format', 'json']],
      export: [['other.json'], ['other.json', '--format', 'treeshake-server']],
      gate: [['--update', '--format', 'json'], ['--format', 'json'], ['-r', 'json']],
      merge: [[report, 'other.json'], [report, '-o', 'merged.json', '--format', 'json']],
      prune: [['dist/shared', '--usage', report, '-o', 'out', '--format', 'json', '--verbose']],
      report: [[report, '--format', 'json']],
      why: [['lib', '--format', 'json'], ['lib.a', '--format', 'json', '--all']],
    };
    const { stdout: help } = await mfshakeOk(['--help']);
    for (const [, name] of help.split('Commands:\n')[1].split('\n\n')[0].matchAll(/^ {2}([a-z]+) /gm)) {
      const { stdout: own } = await mfshakeOk([name, '--help']);
      if (/json/.test(own.split('Options:\n')[1] ?? '') && !['cache', 'completion', 'manual'].includes(name)) assert.ok(runs[name], `${name} prints JSON`);
    }
    const seen = new Set();
    for (const [name, lists] of Object.entries(runs)) {
      for (const args of lists) {
        const kind = documentKind([name, ...args]);
        assert.ok(schemaFiles.includes(`${kind}.schema.json`), `${name} ${args.join(' ')}: ${kind}`);
        const { code, stdout, stderr } = await mfshake([name, ...args], { cwd });
        assert.equal(code, 0, `${name} ${args.join(' ')}: ${stderr}`);
        const document = JSON.parse(stdout);
        assert.equal(schemaErrors(kind, document), null);
        seen.add(kind);
        // A member that nobody knows is refused: the schema says all.
        const more = Array.isArray(document) ? [...document, { surplus: 1 }] : { ...document, surplus: 1 };
        if (kind !== 'tree-shaking-request-v1') assert.notEqual(schemaErrors(kind, more), null, kind);
      }
    }
    const files = new Set(['chunk-shake-v1', 'config-v1', 'federation-v1', 'prune-manifest-v1', 'share-usage-v1']); // written or read, never printed
    assert.deepEqual(schemaFiles.map(file => file.replace('.schema.json', '')).filter(kind => !seen.has(kind) && !files.has(kind)), []);
  });

  suite.test('config: every configuration of the examples and of the recorded cases', () => {
    const examples = ['host', 'catalog', 'checkout'].map(app => `examples/two-remotes/${app}/mfshake.json`);
    for (const file of examples) validateConfig(readJson(file), file);
    for (const name of fs.readdirSync(path.join(root, 'fixtures/parity'))) {
      const { mode, target, entries, exposes, remotes, shared, resolve, jsx } = readJson(
        `fixtures/parity/${name}/case.json`,
      );
      validateConfig(
        JSON.parse(JSON.stringify({ mode, target, entry: entries, exposes, remotes, shared, resolve, jsx })),
        name,
      );
    }
  });

  // The reader in C and the schema must know the same keys.
  suite.test('config: the keys of the schema are those that the program reads', () => {
    const { properties, $defs } = readJson('schemas/config-v1.schema.json');
    const alias = $defs.replacements.anyOf[1].items;
    const tables = {
      top_keys: properties,
      output_keys: properties.output.properties,
      resolve_keys: properties.resolve.properties,
      alias_keys: alias.properties,
      share_keys: $defs.share.properties,
      entry_keys: $defs.entryObject.properties,
      module_keys: properties.module.properties,
      rule_keys: $defs.layerRule.properties,
      expose_keys: $defs.exposeObject.properties,
      remote_keys: properties.remotes.additionalProperties.anyOf[2].properties,
    };
    const folder = path.join(root, 'src/config');
    const source = fs
      .readdirSync(folder)
      .filter(file => file.endsWith('.c'))
      .map(file => fs.readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    for (const [table, keys] of Object.entries(tables)) {
      const body = new RegExp(`struct config_key ${table}\\[\\] = \\{(.*?)\\};`, 's').exec(source)?.[1];
      assert.ok(body, `${table} is in src/config`);
      const supported = [...body.matchAll(/\{"([^"]+)", true\}/g)].map(match => match[1]);
      assert.deepEqual(supported.sort(), Object.keys(keys).sort(), table);
    }
  });

  suite.test('config: what bad-input fixtures hold is refused', () => {
    for (const name of ['unknown-key', 'unknown-nested-key', 'config-of-wrong-type']) {
      assert.notEqual(
        schemaErrors('config-v1', readJson(`fixtures/bad-input/${name}/in/mfshake.json`)),
        null,
        name,
      );
    }
    for (const bad of [
      { entry: 1 },
      { shared: { a: true } },
      { exposes: { Widget: './w.js' } },
      { output: { format: 'amd' } },
      { shareDepth: -1 },
      [],
    ]) {
      assert.notEqual(schemaErrors('config-v1', bad), null, JSON.stringify(bad));
    }
  });

  suite.test('report: a good one, and broken copies of it', () => {
    const good = () =>
      usageReport('host', {
        lib: { provided: ['a', 'b'], used: ['a'] },
        'a.b/c': { provided: ['default'], used: [], mode: 'namespace' },
      });
    validateReport(good());
    const broken = [
      report => {
        delete report.mfshake.app;
      },
      report => {
        report.mfshake.schema = 2;
      },
      report => {
        report.treeShake.lib.a = 'yes';
      },
      report => {
        report.treeShake.lib.b = true;
      },
      report => {
        delete report.treeShake.lib;
      },
      report => {
        report.mfshake.shares.lib.mode = 'perhaps';
      },
      report => {
        report.mfshake.shares.lib.unused.push('a');
      },
      report => {
        report.mfshake.shares.lib.used = ['b', 'a'];
      },
      report => {
        report.mfshake.shares.lib.attribution.modules = -1;
      },
      report => {
        report.treeShake['a.b/c'].default = false;
      },
      report => {
        report.time = 'now';
      },
    ];
    for (const change of broken) {
      const report = good();
      change(report);
      assert.throws(() => validateReport(report), assert.AssertionError, String(change));
    }
  });
}
