const { ModuleFederationPlugin } = require('webpack').container;
module.exports = {
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] }),
    new ModuleFederationPlugin({ name: 'b', shared: ['zod'] }),
  ],
};
