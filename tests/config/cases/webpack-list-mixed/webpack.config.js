const { ModuleFederationPlugin } = require('webpack').container;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react', { lodash: '^4.0.0', 'react-dom': { eager: true } }, 'zod'] }),
  ],
};
