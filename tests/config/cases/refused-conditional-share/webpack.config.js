const { ModuleFederationPlugin } = require('webpack').container;
const shared = { react: {} };
if (process.env.CI) shared.zod = {};

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
