const { ModuleFederationPlugin } = require('webpack').container;
module.exports = { entry: './src/main', plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })] };
