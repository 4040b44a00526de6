const { ModuleFederationPlugin } = require('webpack').container;
const { dependencies, peerDependencies } = require('./package.json');

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { ...dependencies, zod: { requiredVersion: peerDependencies.zod, import: false } } }),
  ],
};
