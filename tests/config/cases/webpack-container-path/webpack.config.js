const webpack = require('webpack');

module.exports = {
  plugins: [new webpack.container.ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { requiredVersion: false } } })],
};
