const { ModuleFederationPlugin } = require('webpack').container;
const role = 'host';
const isHost = role === 'host';

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { singleton: true, eager: isHost ? true : false }, ...(isHost ? { 'react-dom': { singleton: true } } : {}), ...(isHost && { zod: {} }), ...(!isHost && { lodash: {} }) } }),
  ],
};
