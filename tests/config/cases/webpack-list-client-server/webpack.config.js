const { ModuleFederationPlugin } = require('webpack').container;
const client = { entry: './src/client', target: 'web', plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })] };
const server = { entry: './src/server', target: 'node', plugins: [] };
module.exports = [server, client];
