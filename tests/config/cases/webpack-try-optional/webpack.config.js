const { ModuleFederationPlugin } = require('webpack').container;
let local = {};
try {
  local = require('./local.config');
} catch {}
const port = local.port || 3000;

module.exports = {
  entry: './src/index',
  mode: 'development',
  devServer: { port },
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] }),
  ],
};
