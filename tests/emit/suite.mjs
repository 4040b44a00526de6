// Emitted code against webpack's. Every fixtures/like-webpack/<case>/ is a small package about one thing that
// generated code can get wrong; both build it, and what it exports when it runs (`result`, and perhaps more)
// must be the same, with named and with short ids. index.js is the root unless a package.json says otherwise.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import webpack from 'webpack';
import { plain } from '../lib/calls.mjs';
import { mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { validateReport } from '../lib/schema.mjs';
import { chunkFile, createRuntime, exportNames, formats, loadShare, readChunk, rootModule } from '../runtime/runtime.mjs';

const base = path.join(root, 'fixtures/like-webpack');
const names = fs.readdirSync(base).sort();

/**
 * Copies the packages below the node_modules of an app that imports them all; returns name -> path of its
 * root.
 */
function writeApp(dir) {
  const mains = {};
  for (const name of names) {
    const folder = path.join(dir, 'node_modules', name);
    fs.cpSync(path.join(base, name), folder, { recursive: true });
    const manifest = path.join(folder, 'package.json');
    if (!fs.existsSync(manifest)) writeFiles(folder, { 'package.json': { name, version: '1.0.0' } });
    mains[name] = JSON.parse(fs.readFileSync(manifest, 'utf8')).main ?? 'index.js';
  }
  const requests = fn => names.map(fn).join('');
  writeFiles(dir, {
    'package.json': {
      name: 'app',
      version: '1.0.0',
      dependencies: Object.fromEntries(names.map(name => [name, '^1.0.0'])),
    },
    'src/index.js': requests((name, i) => `import * as all${i} from '${name}';\nglobalThis.use(all${i});\n`),
    'host.js': requests(
      (name, i) => `globalThis.all${i} = () => import(/* webpackChunkName: 'chunk${i}' */ '${name}');\n`,
    ),
  });
  return mains;
}

/** Builds all packages with webpack; resolves to name -> { load }: what gives its exports. */
async function buildWithWebpack(dir, mains) {
  const output = path.join(dir, 'webpack');
  await new Promise((resolve, reject) =>
    webpack(
      {
        context: dir,
        mode: 'production',
        target: 'web',
        entry: './host.js',
        performance: false,
        optimization: {
          minimize: false,
          concatenateModules: false,
          splitChunks: false,
          mangleExports: false,
          chunkIds: 'named',
          moduleIds: 'named',
          removeAvailableModules: false,
        },
        output: { path: output, chunkFilename: '[name].js', uniqueName: 'app', publicPath: '/' },
      },
      (error, stats) => {
        if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
        else resolve();
      },
    ),
  );
  return Object.fromEntries(
    names.map((name, i) => {
      return [
        name,
        {
          load: () => {
            const loadChunk = id => readChunk(path.join(output, `${id}.js`));
            const chunk = loadChunk(`chunk${i}`);
            return createRuntime([chunk], { loadChunk }).require(`./node_modules/${name}/${mains[name]}`);
          },
        },
      ];
    }),
  );
}

/** What a package does when it is loaded: its names and values, or the error. */
async function behaviour(load) {
  let exports;
  try {
    exports = await load();
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
  const value = item => (typeof item === 'function' ? 'function' : plain(item));
  return {
    type: typeof exports,
    esModule: exports.__esModule === true,
    exports: Object.fromEntries(exportNames(exports).map(name => [name, value(exports[name])])),
    promise: exports.promise && plain(await exports.promise),
  };
}

export default async function (suite) {
  const dir = workDir('emit');
  const mains = writeApp(dir);
  let reference;
  const expected = () => (reference ??= buildWithWebpack(dir, mains));

  suite.test('webpack itself loads every case', async () => {
    for (const [name, built] of Object.entries(await expected())) {
      const { error, exports } = await behaviour(built.load);
      assert.equal(error, undefined, name);
      assert.ok('result' in exports, `${name} has no result`);
    }
  });

  // An ES module is strict code as a whole: what can not stand in it is refused there (fixtures/emit-refused/sloppy).
  const isSloppy = name => name === 'sloppy-mode-in-commonjs';
  for (const [format, ids] of formats.flatMap(format => [[format, 'named'], [format, 'short']])) {
    const shared = names.filter(name => !(format.startsWith('module') && isSloppy(name)));
    let emitted;
    const analyzed = () =>
      (emitted ??= (async () => {
        const config = `${format}-${ids}.json`;
        writeFiles(dir, {
          [config]: {
            name: 'app',
            entry: './src/index.js',
            shared,
            output: { path: `out-${format}-${ids}`, format, ids },
          },
        });
        await mfshakeOk(['analyze', '-C', dir, '-c', path.join(dir, config)]);
        const report = JSON.parse(fs.readFileSync(path.join(dir, `out-${format}-${ids}/share-usage.json`), 'utf8'));
        validateReport(report);
        return report;
      })());
    for (const name of shared) {
      suite.test(`${name}, ${format}, ${ids} ids`, async () => {
        const report = await analyzed();
        const file = chunkFile(path.join(dir, `out-${format}-${ids}`), name);
        const want = await behaviour((await expected())[name].load);
        assert.deepEqual(await behaviour(() => loadShare(file, format, rootModule(report, name))), want);
      });
    }
  }
}
