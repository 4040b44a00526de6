// Writes tests/chunks/rspack.json: the chunks that Rspack makes of the suite's app, without its runtime.
//
//   node tests/chunks/record.mjs        Rspack is that of tests/parity/tools
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { root, writeFiles } from '../lib/mfshake.mjs';
import { build, configuration, extensionOf, outputs, sources } from './app.mjs';

const tools = createRequire(path.join(root, 'tests/parity/tools/package.json'));
const { rspack, rspackVersion } = tools('@rspack/core');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-chunks-'));
writeFiles(dir, sources);
const builds = [];
for (const format of Object.keys(outputs))
  for (const moduleIds of ['named', 'natural'])
    for (const minimize of [false, true]) {
      const out = path.join(dir, `${format}-${moduleIds}-${minimize}`);
      const ids = await build(rspack, configuration(dir, out, { format, moduleIds, minimize }));
      const texts = {};
      for (const chunk of ['left', 'right', 'common'])
        texts[chunk] = fs.readFileSync(path.join(out, `${chunk}.${extensionOf(format)}`), 'utf8');
      builds.push({ format, moduleIds, minimize, ids, texts });
    }
fs.rmSync(dir, { recursive: true });
fs.writeFileSync(
  path.join(root, 'tests/chunks/rspack.json'),
  `${JSON.stringify({ version: rspackVersion, builds }, null, 1)}\n`,
);
