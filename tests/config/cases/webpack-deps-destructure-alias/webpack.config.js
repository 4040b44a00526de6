const { ModuleFederationPlugin } = require('webpack').container;
const { dependencies: { react: reactVersion, ...rest } } = require('./package.json');

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { requiredVersion: reactVersion }, lodash: { version: rest.lodash } } }),
  ],
};
