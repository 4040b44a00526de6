import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import webpack from 'webpack';

const require = createRequire(import.meta.url);
const deps = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')).dependencies;
const { peerDependencies } = require('./package.json');
const again = JSON.parse(fs.readFileSync(new URL('package.json', import.meta.url)));

export default {
  entry: './src/index',
  plugins: [
    new webpack.container.ModuleFederationPlugin({ name: again.name, exposes: { './A': './a' }, shared: { ...deps, ...peerDependencies } }),
  ],
};
