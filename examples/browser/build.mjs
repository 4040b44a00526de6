// Builds an app with its own bundler configuration, by Rspack or by webpack.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { container, rspack } from '@rspack/core';
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack';
import webpack from 'webpack';

const bundlers = {
  rspack: { compile: rspack, Federation: container.ModuleFederationPlugin },
  webpack: { compile: webpack, Federation: ModuleFederationPlugin },
};

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

/** The files that define modules of the packages `keys`, by their ids. */
function filesWithPackages(folder, keys) {
  const paths = new RegExp(`^(/\\*+/ )?"[^"\\n]*/node_modules/(${keys.join('|')})/[^"\\n]*"[(:]`, 'm');
  return fs
    .readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.js') && paths.test(fs.readFileSync(path.join(folder, name), 'utf8')))
    .sort();
}

/**
 * Builds `app` (a folder) into `output`. `federation`: changes to the plugin's options, which make the official tree shaking
 * of shares part of the build; without it the app's configuration is taken as it is. Resolves to { whole: files that hold
 * the packages `keys` }.
 */
export async function buildApp({ bundler, app, output, keys, federation }) {
  const { compile, Federation } = bundlers[bundler];
  const configuration = await importFrom(path.join(app, `${bundler}.config.mjs`));
  const plugins = federation
    ? [new Federation(federation(structuredClone(await importFrom(path.join(app, 'module-federation.config.mjs')))))]
    : configuration.plugins;
  await run(compile, {
    ...configuration,
    plugins,
    context: app,
    output: { path: output },
    performance: { hints: false },
    // Minifying would be most of the time; sizes are no part of this test. Named ids tell which file holds what.
    optimization: { minimize: false, moduleIds: 'named' },
  });
  return { whole: filesWithPackages(output, keys) };
}
