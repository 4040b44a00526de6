const { ModuleFederationPlugin } = require('webpack').container;
const ports = { cart: 3001, shop: 3002 };
const remote = name => `${name}@http://localhost:${ports[name]}/remoteEntry.js`;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'host', exposes: { './A': './a' }, remotes: { cart: remote('cart'), shop: remote('shop') }, shared: ['react'] }),
  ],
};
