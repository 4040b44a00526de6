// Real packages: each is shared by a small app, and the emitted chunk must load in Node and offer the
// package's names.
//
// What "the names of the package" are, with NODE_ENV=production on both sides:
// - Node loads an ES module: the names of its namespace.
// - Node loads CommonJS: the own enumerable names of module.exports (what `import()` gives as `default`),
//   without __esModule. Node's namespace itself is no measure: its names are guessed from the text, and for
//   react they come from the development build.
// - Where a condition makes Node and a bundler for the web pick different files (rxjs: CommonJS for Node, ES
//   modules for the web; uuid and axios: other platform files), both files belong to the package and offer
//   the same names, so the rule above is applied to what Node picks.
// - When the chunk's root is CommonJS, its exports object is module.exports, compared name by name as above,
//   and its type (moment and dayjs export a function).
// Every exported value must also be of the same type as the one Node gets.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { validateConfig, validateReport } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, readChunk, rootModule } from '../runtime/runtime.mjs';

process.env.NODE_ENV = 'production';

const packages = [
  'lodash-es',
  'date-fns',
  'rxjs',
  'd3',
  'three',
  'react',
  'react-dom',
  'ramda',
  'zod',
  'uuid',
  'dayjs',
  'axios',
  'moment',
];

/** Whether Node takes a file for CommonJS, by its extension and the nearest package.json. */
function isCommonJs(file) {
  if (/\.[cm]js$/.test(file)) return file.endsWith('.cjs');
  for (let dir = path.dirname(file); ; dir = path.dirname(dir)) {
    const manifest = path.join(dir, 'package.json');
    if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, 'utf8')).type !== 'module';
  }
}

/** What Node's import() of a package gives, as the exports that its importers see. */
export async function nodeExports(request) {
  const namespace = await import(request);
  return isCommonJs(fileURLToPath(import.meta.resolve(request))) ? namespace.default : namespace;
}

export function compareExports(ours, theirs) {
  assert.deepEqual(exportNames(ours), exportNames(theirs));
  assert.equal(typeof ours, typeof theirs);
  for (const name of exportNames(theirs))
    assert.equal(typeof ours[name], typeof theirs[name], `type of ${name}`);
}

const manifestOf = name =>
  JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'));

/** Analyzes an app that shares `keys`; returns { out, report }. */
async function analyzeApp(name, keys, format) {
  const dir = workDir(`package-${name}-${format}`);
  const config = {
    name: 'app',
    mode: 'production',
    entry: './src/index.js',
    shared: Object.fromEntries(keys.map(key => [key, {}])),
    output: { path: 'shared', format },
  };
  validateConfig(config);
  writeFiles(dir, {
    'mfshake.json': config,
    'package.json': {
      name: 'app',
      version: '1.0.0',
      dependencies: Object.fromEntries(keys.map(key => [key, `^${manifestOf(key).version}`])),
    },
    'src/index.js': keys
      .map((key, i) => `import * as all${i} from '${key}';\nglobalThis.use(all${i});\n`)
      .join(''),
  });
  await mfshakeOk(['analyze'], { cwd: dir });
  const out = path.join(dir, 'shared');
  const report = JSON.parse(fs.readFileSync(path.join(out, 'share-usage.json'), 'utf8'));
  validateReport(report);
  return { dir, out, report };
}

export default async function (suite) {
  for (const name of packages) {
    for (const format of ['jsonp', 'commonjs']) {
      suite.test(`${name} as ${format}`, async () => {
        const { dir, out, report } = await analyzeApp(name, [name], format);
        assert.equal(report.mfshake.shares[name].version, manifestOf(name).version);
        const chunk = readChunk(chunkFile(out, name));
        assert.equal(chunk.format, format);
        const id = rootModule(report, name);
        const ours = createRuntime([chunk]).require(id);
        const theirs = await nodeExports(name);
        compareExports(ours, theirs);

        // With everything used, pruning takes away the macros and nothing else.
        const usage = path.join(dir, 'usage.json');
        const names = Object.keys(report.treeShake[name]);
        const { fallback } = report.mfshake.shares[name];
        fs.writeFileSync(
          usage,
          JSON.stringify(usageReport('app', { [name]: { provided: names, used: names, fallback } })),
        );
        await mfshakeOk(['prune', out, '--usage', usage, '-o', path.join(dir, 'pruned')]);
        const file = chunkFile(path.join(dir, 'pruned'), name);
        assert.ok(!fs.readFileSync(file, 'utf8').includes('@common:'), 'macros are left');
        const pruned = readChunk(file);
        assert.deepEqual(Object.keys(pruned.modules), Object.keys(chunk.modules));
        compareExports(createRuntime([pruned]).require(id), theirs);
      });
    }
  }

  suite.test('react-dom takes a shared react from outside its chunk', async () => {
    const { out, report } = await analyzeApp('react-dom', ['react', 'react-dom'], 'jsonp');
    const chunk = readChunk(chunkFile(out, 'react-dom'));
    assert.ok(
      !Object.keys(chunk.modules).some(id => /node_modules\/react\//.test(id)),
      'react is in the chunk of react-dom',
    );
    const react = createRuntime([readChunk(chunkFile(out, 'react'))]).require(rootModule(report, 'react'));
    const dom = createRuntime([chunk], { shared: { react } }).require(rootModule(report, 'react-dom'));
    compareExports(dom, await nodeExports('react-dom'));
    assert.throws(
      () => createRuntime([chunk]).require(rootModule(report, 'react-dom')),
      /nothing given for webpack\/sharing\/consume\/default\/react\/react/,
    );
  });
}
