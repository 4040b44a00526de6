const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;
const shared = {};
for (const key in deps) shared[key] = deps[key];
delete shared.lodash;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
