const { ModuleFederationPlugin } = require('webpack').container;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'host', exposes: { './A': './a' }, remotes: { cart: remote('cart', 3001) }, shared: sharedOf('react', 'zod') }),
  ],
};

function remote(name, port) {
  if (!port) return `${name}@/remoteEntry.js`;
  return `${name}@//localhost:${port}/remoteEntry.js`;
}

function sharedOf(...names) {
  const shared = {};
  names.forEach(name => (shared[name] = { singleton: true }));
  return shared;
}
