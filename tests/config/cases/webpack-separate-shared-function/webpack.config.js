const { ModuleFederationPlugin } = require('webpack').container;
const { share } = require('./tools/share');

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: share(['react', 'zod'], { singleton: true }) }),
  ],
};
