const { ModuleFederationPlugin } = require('webpack').container;
exports.default = { plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { lodash: { singleton: false, eager: false } } })] };
