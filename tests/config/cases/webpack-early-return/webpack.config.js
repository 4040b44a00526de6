const { ModuleFederationPlugin } = require('webpack').container;
function shared(kind) {
  if (kind === 'all') return ['react', 'zod'];
  if (kind === 'core') {
    return ['react'];
  }
  throw new Error(kind);
}

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: shared('core') }),
  ],
};
