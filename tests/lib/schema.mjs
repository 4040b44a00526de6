// Validates documents with the schemas of schemas/ (JSON Schema 2020-12, by ajv).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { root } from './mfshake.mjs';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
for (const name of fs.readdirSync(path.join(root, 'schemas'))) {
  if (name.endsWith('.schema.json'))
    ajv.addSchema(JSON.parse(fs.readFileSync(path.join(root, 'schemas', name), 'utf8')));
}

/**
 * Why a document is not valid, as text; null when it is. `kind` is a schema's file name without .schema.json.
 */
export function schemaErrors(kind, document) {
  const validate = ajv.getSchema(`${kind}.schema.json`);
  if (validate(document)) return null;
  return validate.errors
    .map(error => `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`)
    .join('\n');
}

/** A report must fit its schema, and its lists must agree with each other (macro-spec C.5). */
export function validateReport(report, label = 'share-usage.json') {
  const errors = schemaErrors('share-usage-v1', report);
  assert.equal(errors, null, `${label}: ${errors}`);
  for (const [key, share] of Object.entries(report.mfshake.shares)) {
    const flags = report.treeShake[key];
    assert.ok(flags, `${label}: ${key} is missing in treeShake`);
    const lists = { used: share.used, unused: share.unused, possiblyUnused: share.possiblyUnused };
    const seen = new Set();
    for (const [list, names] of Object.entries(lists)) {
      assert.deepEqual(names, [...names].sort(byBytes), `${label}: ${key}.${list} is not sorted`);
      for (const name of names) {
        assert.ok(!seen.has(name), `${label}: ${key}.${name} is in two lists`);
        seen.add(name);
      }
    }
    for (const [name, flag] of Object.entries(flags)) {
      if (name === 'chunk_characteristics') continue;
      assert.equal(
        flag,
        share.mode !== 'exact' || !share.unused.includes(name),
        `${label}: treeShake flag of ${key}.${name}`,
      );
    }
  }
}

/** A configuration must fit its schema. */
export function validateConfig(config, label = 'mfshake.json') {
  const errors = schemaErrors('config-v1', config);
  assert.equal(errors, null, `${label}: ${errors}`);
}

/** What `mfshake export` writes must fit its schemas. */
export function validateFragment(fragment) {
  assert.equal(schemaErrors('tree-shaking-fragment-v1', fragment), null);
}
export function validateRequest(request) {
  assert.equal(schemaErrors('tree-shaking-request-v1', request), null);
}

/** Checks every share-usage.json below a folder; returns how many there were. */
export function validateTree(dir) {
  const reports = fs
    .readdirSync(dir, { recursive: true })
    .filter(file => path.basename(file) === 'share-usage.json');
  for (const file of reports) {
    const text = fs.readFileSync(path.join(dir, file), 'utf8');
    assert.ok(text.endsWith('}\n') && !text.includes('\r'), `${file} does not end with one LF`);
    validateReport(JSON.parse(text), file);
  }
  return reports.length;
}

const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
