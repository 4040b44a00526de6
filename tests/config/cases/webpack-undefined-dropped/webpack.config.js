const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { requiredVersion: deps.nothing, version: undefined } } }),
  ],
};
