const { ModuleFederationPlugin } = require('webpack').container;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { 'react/': {}, '@emotion/react': { singleton: true }, './src/shared/api': { shareKey: 'api', version: '1.0.0' }, 'antd/': { requiredVersion: '5' } } }),
  ],
};
