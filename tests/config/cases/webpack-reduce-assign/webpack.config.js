const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;
const shared = Object.keys(deps).reduce((acc, key) => {
  acc[key] = { singleton: true, requiredVersion: deps[key] };
  return acc;
}, {});

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
