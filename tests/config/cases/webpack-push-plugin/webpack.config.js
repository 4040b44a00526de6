const { ModuleFederationPlugin } = require('webpack').container;
const config = { entry: './x', plugins: [] };
config.plugins.push(new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] }));
config.mode = 'none';
module.exports = config;
