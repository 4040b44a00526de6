const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;
const shared = {};
Object.entries(deps).forEach(([key, value]) => {
  shared[key] = { requiredVersion: value, singleton: key.includes('react') };
});

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
