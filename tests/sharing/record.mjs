// Builds the apps of apps.mjs with webpack and its SharePlugin, and those of enhanced-apps.mjs with that of @module-federation/enhanced, and
// writes which request of which file became which share to recorded.json and recorded-enhanced.json.
//
//   node tests/sharing/record.mjs [enhanced [--check]]        enhanced needs npm ci in tests/interop/tools; --check compares and writes nothing
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFiles } from '../lib/mfshake.mjs';
import { apps, filesOf, placed } from './apps.mjs';
import { enhancedApps } from './enhanced-apps.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const isEnhanced = process.argv[2] === 'enhanced';
const require = createRequire(isEnhanced ? path.join(here, '../interop/tools/package.json') : import.meta.url);
const webpack = require('webpack');
const { parseRange, rangeToString } = require('webpack/lib/sharing/semver');
const { ModuleFederationPlugin } = isEnhanced ? require('@module-federation/enhanced/webpack') : webpack.container;
const SharePlugin = isEnhanced ? require('@module-federation/enhanced').SharePlugin : webpack.sharing.SharePlugin;
const [file, recordedApps] = isEnhanced ? ['recorded-enhanced.json', { ...apps, ...enhancedApps }] : ['recorded.json', apps];

class Recorder {
  consumed = new Set();
  provided = new Set();

  constructor(dir) {
    this.dir = dir;
  }

  /** Every connection to a consume-shared module, before any optimisation moves one; every module that is provided. */
  apply(compiler) {
    compiler.hooks.compilation.tap('Recorder', compilation => {
      compilation.hooks.finishModules.tap({ name: 'Recorder', stage: 1000 }, modules => {
        for (const module of modules) {
          if (module.type === 'consume-shared-module') this.consume(compilation.moduleGraph.getIncomingConnections(module), module.options);
          if (module.type === 'provide-module') this.provide(module);
        }
      });
    });
  }

  consume(connections, { shareKey, shareScope, requiredVersion }) {
    for (const { originModule, dependency } of connections) {
      if (!originModule?.resource) continue;
      for (const scope of [].concat(shareScope)) {
        this.consumed.add(JSON.stringify({
          file: path.relative(this.dir, originModule.resource),
          request: dependency.request,
          key: shareKey.replaceAll(this.dir, '<dir>'),
          scope,
          requiredVersion: requiredVersion ? rangeToString(Array.isArray(requiredVersion) ? requiredVersion : parseRange(requiredVersion)) : '*',
        }));
      }
    }
  }

  provide({ _shareScope, _name, _version, _request }) {
    for (const scope of [].concat(_shareScope)) {
      this.provided.add(JSON.stringify({
        key: _name.replaceAll(this.dir, '<dir>'),
        scope,
        version: _version || '0',
        module: path.relative(this.dir, path.resolve(this.dir, _request)),
      }));
    }
  }
}

const sorted = rows => [...rows].sort().map(row => JSON.parse(row));

function build(app, dir) {
  const recorder = new Recorder(dir);
  const { exposes, remotes, shareScope } = app, shared = placed(app.shared, dir);
  const options = {
    context: dir,
    mode: 'production',
    devtool: false,
    entry: { main: app.entryLayer ? { import: './src/index.js', layer: app.entryLayer } : './src/index.js' },
    output: { path: path.join(dir, 'out') },
    resolve: placed(app.resolve ?? {}, dir),
    optimization: { minimize: false },
    module: { rules: placed(app.rules ?? [], dir) },
    experiments: { layers: true },
    plugins: [exposes || remotes ? new ModuleFederationPlugin({ name: 'app', filename: 'remote.js', exposes, remotes, shared, ...(isEnhanced && { dts: false, manifest: false }) }) : new SharePlugin({ shared, shareScope }), recorder],
  };
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error) return reject(error);
      const { errors } = stats.toJson({ all: false, errors: true });
      // Only a share that is not installed may fail.
      if (errors.length) return reject(new Error(errors.map(({ message }) => message).join('\n')));
      resolve({ consumed: sorted(recorder.consumed), provided: sorted(recorder.provided) });
    });
  });
}

const recorded = {};
for (const [name, app] of Object.entries(recordedApps)) {
  const dir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'mfshake-record-'));
  writeFiles(dir, filesOf(app));
  try {
    recorded[name] = await build(app, dir);
  } catch (error) {
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}
const list = (name, rows) => `\n    ${JSON.stringify(name)}: [${rows.map(row => `\n      ${JSON.stringify(row)}`).join(',')}${rows.length ? '\n    ' : ''}]`;
const lines = Object.entries(recorded).map(([name, { consumed, provided }]) =>
  `  ${JSON.stringify(name)}: {${list('consumed', consumed)},${list('provided', provided)}\n  }`);
const text = `{\n${lines.join(',\n')}\n}\n`;
if (!process.argv.includes('--check')) fs.writeFileSync(path.join(here, file), text);
else assert.equal(text, fs.readFileSync(path.join(here, file), 'utf8'));
