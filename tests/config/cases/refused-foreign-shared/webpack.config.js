const { ModuleFederationPlugin } = require('webpack').container;
const pick = require('lodash/pick');
const deps = require('./package.json').dependencies;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: pick(deps, ['react']) }),
  ],
};
