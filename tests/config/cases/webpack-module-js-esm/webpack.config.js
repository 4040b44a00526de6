import path from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';
import { readFileSync } from 'node:fs';

const here = path.dirname(fileURLToPath(import.meta.url));
const pkg = JSON.parse(readFileSync(path.join(here, 'package.json'), 'utf8'));
const { ModuleFederationPlugin } = webpack.container;

export default {
  entry: path.resolve(here, 'src/index.js'),
  plugins: [new ModuleFederationPlugin({ name: pkg.name, exposes: { './A': './src/a' }, shared: pkg.dependencies })],
};
