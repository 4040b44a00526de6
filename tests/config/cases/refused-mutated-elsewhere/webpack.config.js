const { ModuleFederationPlugin } = require('webpack').container;
const tune = require('@acme/tune');
const shared = { react: {} };
tune(shared);

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
