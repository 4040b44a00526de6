const { ModuleFederationPlugin } = require('webpack').container;
module.exports = (env, argv) => ({
  mode: argv.mode,
  plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })],
});
