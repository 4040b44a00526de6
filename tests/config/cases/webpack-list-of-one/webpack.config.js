const { ModuleFederationPlugin } = require('webpack').container;
module.exports = [
  { entry: './a', plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })] },
];
