const { ModuleFederationPlugin } = require('webpack').container;
const base = { name: 'app', exposes: { './App': './src/App' }, shared: { react: '^18.0.0' } };

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin(Object.assign({}, base, { shared: Object.assign({ zod: '^3' }, base.shared) })),
  ],
};
