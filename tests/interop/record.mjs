// Builds the apps of apps.mjs with the Module Federation plugins of Rspack 2.3.2, @module-federation/enhanced for Rspack and for webpack, and Vite. What they write goes to
// recorded/: the stats and manifests that mfshake reads, and builds.json: which exports of ui-lib each keeps in the host's chunks, with and without
// the fragment that `mfshake export` makes.
//
//   node tests/interop/record.mjs [--check]        needs npm ci in tests/interop/tools; --check compares builds.json and writes nothing
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mfshakeOk, writeFiles } from '../lib/mfshake.mjs';
import { configOf, host, markerOf, names, shared, shop } from './apps.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const tools = path.join(here, 'tools');
const require = createRequire(path.join(tools, 'package.json'));
const recorded = path.join(here, 'recorded');
const flavours = {
  rspack: () => [require('@rspack/core'), require('@rspack/core').container.ModuleFederationPlugin],
  'enhanced-rspack': () => [require('@rspack/core'), require('@module-federation/enhanced/rspack').ModuleFederationPlugin],
  'enhanced-webpack': () => [require('webpack'), require('@module-federation/enhanced/webpack').ModuleFederationPlugin],
};
const treeShaking = { mode: 'server-calc' };

/** Builds the app below tools, where the federation runtime is found; returns what `look` makes of the output folder. */
function build(flavour, app, entries, look) {
  const [bundler, ModuleFederationPlugin] = flavours[flavour]();
  const dir = fs.mkdtempSync(path.join(tools, 'app-'));
  const out = path.join(dir, 'dist');
  writeFiles(dir, app.files);
  const options = {
    context: dir,
    mode: 'production',
    devtool: false,
    entry: './src/index.js',
    output: { path: out, publicPath: 'auto', uniqueName: app.name },
    infrastructureLogging: { level: 'error' },
    plugins: [new ModuleFederationPlugin({ ...app.mf, manifest: true, ...(flavour !== 'rspack' && { dts: false }), shared: entries })],
  };
  return new Promise((resolve, reject) => {
    bundler(options).run((error, stats) => {
      const errors = error ? [error] : stats.toJson({ all: false, errors: true }).errors;
      if (errors.length) reject(new Error(`${flavour}: ${errors[0].message}`));
      else resolve(look(out));
    });
  }).finally(() => fs.rmSync(dir, { recursive: true, force: true }));
}

/** The same with Vite, which has no compiler object. */
async function buildWithVite(app, entries, look) {
  const { build: viteBuild } = await import(pathToFileURL(path.join(tools, 'node_modules/vite/dist/node/index.js')));
  const { federation } = await import(pathToFileURL(path.join(tools, 'node_modules/@module-federation/vite/lib/index.js')));
  const dir = fs.mkdtempSync(path.join(tools, 'app-'));
  const out = path.join(dir, 'dist');
  const before = process.cwd();
  writeFiles(dir, { ...app.files, 'index.html': '<script type="module" src="/src/index.js"></script>\n' });
  process.chdir(dir);
  try {
    const remotes = Object.fromEntries(Object.keys(app.mf.remotes ?? {}).map(name => [name, { type: 'module', name, entry: `http://localhost:1/${name}/remoteEntry.js` }]));
    await viteBuild({
      root: dir,
      configFile: false,
      logLevel: 'error',
      build: { outDir: out, target: 'esnext', minify: false },
      plugins: [federation({ ...app.mf, remotes, manifest: true, dts: false, shared: entries })],
    });
    return look(out);
  } finally {
    process.chdir(before);
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** The exports of ui-lib whose text stands in a chunk; the whole package beside them is the fallback for the runtime. */
function keptIn(out) {
  const chunks = fs.readdirSync(out).filter(name => name.endsWith('.js')).map(name => fs.readFileSync(path.join(out, name), 'utf8'));
  return names.filter(name => chunks.some(chunk => chunk.includes(markerOf('ui-lib', name))));
}

async function fragment() {
  const dir = fs.mkdtempSync(path.join(tools, 'app-'));
  try {
    for (const app of [host, shop]) {
      writeFiles(path.join(dir, app.name), { ...app.files, 'mfshake.json': configOf(app) });
      await mfshakeOk(['analyze', '--no-emit'], { cwd: path.join(dir, app.name) });
    }
    const { stdout } = await mfshakeOk(['export', ...[host, shop].map(({ name }) => `${name}/dist/shared/share-usage.json`)], { cwd: dir });
    return JSON.parse(stdout);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

const told = await fragment();
const builds = { fragment: told, kept: {} };
const write = !process.argv.includes('--check');
if (write) fs.mkdirSync(recorded, { recursive: true });
const shaken = Object.fromEntries(shared.map(key => [key, { singleton: true, treeShaking }]));
const keep = (name, out, from) => write && fs.writeFileSync(path.join(recorded, name), `${JSON.stringify(JSON.parse(fs.readFileSync(path.join(out, from), 'utf8')), null, 2)}\n`);
for (const flavour of Object.keys(flavours)) {
  const alone = await build(flavour, host, shaken, out => {
    for (const name of ['mf-stats.json', 'mf-manifest.json']) keep(`${flavour}.${name}`, out, name);
    return keptIn(out);
  });
  // A share that is left out of the fragment is not tree-shaken at all.
  const entries = Object.fromEntries(shared.map(key => [key, { singleton: true, ...told[key] }]));
  builds.kept[flavour] = { alone, withFragment: await build(flavour, host, entries, keptIn) };
  await build(flavour, shop, shaken, out => keep(`${flavour}.shop.mf-stats.json`, out, 'mf-stats.json'));
}
await buildWithVite(host, shaken, out => ['mf-stats.json', 'mf-manifest.json'].forEach(name => keep(`vite.${name}`, out, name)));
await buildWithVite(shop, shaken, out => keep('vite.shop.mf-stats.json', out, 'mf-stats.json'));
const file = path.join(recorded, 'builds.json');
if (write) fs.writeFileSync(file, `${JSON.stringify(builds, null, 2)}\n`);
else assert.deepEqual(builds, JSON.parse(fs.readFileSync(file, 'utf8')));
console.log(JSON.stringify(builds.kept));
process.exit(); // Vite's plugin keeps a worker
