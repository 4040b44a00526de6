// Builds apps with real bundlers.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { container, rspack } from '@rspack/core';
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack';
import webpack from 'webpack';

const bundlers = {
  rspack: { compile: rspack, Federation: container.ModuleFederationPlugin },
  webpack: { compile: webpack, Federation: ModuleFederationPlugin },
};

// For apps outside of this folder, from where Rspack does not find it.
const implementation = createRequire(import.meta.url).resolve('@module-federation/runtime-tools');

const importFrom = async file => (await import(pathToFileURL(file))).default;

function run(compile, configuration) {
  return new Promise((resolve, reject) => {
    const compiler = compile(configuration);
    compiler.run((error, stats) => {
      compiler.close(() => {
        if (error) reject(error);
        else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
        else resolve();
      });
    });
  });
}

/** What bundlers and their plugins print is kept from the screen; an error has it. */
async function quietly(body) {
  const kept = { log: console.log, warn: console.warn, write: process.stdout.write };
  console.log = console.warn = () => {};
  try {
    return await body();
  } finally {
    Object.assign(console, { log: kept.log, warn: kept.warn });
  }
}

/** The files that define modules of the packages `names`, by the modules' ids. */
export function filesWithPackages(folder, names) {
  const ids = new RegExp(`^(/\\*+/ )?"[^"\\n]*/node_modules/(${names.join('|')})/[^"\\n]*"([(:]|$)`, 'm');
  return fs
    .readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.js') && ids.test(fs.readFileSync(path.join(folder, name), 'utf8')))
    .sort();
}

/** Builds the folder `app` to `output`, with the plugin's options `federation` or the plugins of `configuration`. */
export async function build({ bundler, app, output, configuration = {}, federation }) {
  const { compile, Federation } = bundlers[bundler];
  fs.rmSync(output, { recursive: true, force: true });
  await quietly(() =>
    run(compile, {
      mode: 'production',
      entry: './src/index.js',
      ...configuration,
      ...(federation && { plugins: [new Federation({ ...structuredClone(federation), implementation })] }),
      context: app,
      output: { path: output, publicPath: 'auto' },
      performance: { hints: false },
      infrastructureLogging: { level: 'error' },
      // Minifying would be most of the time; sizes are no part of this test. Named ids tell which file holds what.
      optimization: { minimize: false, moduleIds: 'named' },
    }),
  );
}

/** Builds an app with the configuration that stands in its folder, as it is. */
export async function buildAsItIs({ bundler, app, output }) {
  await build({ bundler, app, output, configuration: await importFrom(path.join(app, `${bundler}.config.mjs`)) });
}

/** Builds an app with the official tree shaking switched on for every share, which the snapshot needs. */
export async function buildForSnapshot({ bundler, app, output }) {
  const federation = await importFrom(path.join(app, 'module-federation.config.mjs'));
  // Rspack 2.3.2 ends with a panic when it is to shake react or react-dom. Once any share is shaken, its runtime takes the others
  // from the snapshot, too.
  const left = bundler === 'rspack' ? ['react', 'react-dom'] : [];
  const shared = Object.entries(federation.shared).map(([key, options]) => [
    key,
    left.includes(key) ? options : { ...options, treeShaking: { mode: 'server-calc' } },
  ]);
  await build({ bundler, app, output, federation: { ...federation, shared: Object.fromEntries(shared) } });
}
