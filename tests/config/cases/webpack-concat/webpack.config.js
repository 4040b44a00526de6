const { ModuleFederationPlugin } = require('webpack').container;
const suffix = 'host';
const file = `App.${'jsx'}`;
const host = 'http://localhost';

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'shop' + '_' + suffix, exposes: { './App': './src/' + file }, remotes: { cart: 'cart@' + host + ':' + 3002 + '/remoteEntry.js' }, shared: ['react'] }),
  ],
};
