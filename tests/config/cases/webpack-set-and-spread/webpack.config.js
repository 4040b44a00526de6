const { ModuleFederationPlugin } = require('webpack').container;
const core = ['react', 'react-dom'];

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: [...new Set([...core, 'react', 'zod'])] }),
  ],
};
