const { ModuleFederationPlugin } = require('webpack').container;
const preset = require('@acme/shared');

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { ...preset, react: {} } }),
  ],
};
