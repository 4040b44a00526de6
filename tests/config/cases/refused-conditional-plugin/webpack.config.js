const { ModuleFederationPlugin } = require('webpack').container;
module.exports = env => ({
  plugins: [env.federate && new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })],
});
