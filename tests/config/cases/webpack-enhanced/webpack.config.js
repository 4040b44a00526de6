const { ModuleFederationPlugin } = require('@module-federation/enhanced');
const HtmlWebpackPlugin = require('html-webpack-plugin');
const path = require('path');

/** @type {import('webpack').Configuration} */
module.exports = {
  context: __dirname,
  entry: path.resolve(__dirname, 'src/index.tsx'),
  output: { path: path.resolve(__dirname, 'build'), uniqueName: 'shell' },
  resolve: { extensions: ['.tsx', '...'], alias: { '@': path.join(__dirname, 'src'), lodash$: 'lodash-es' } },
  plugins: [
    new HtmlWebpackPlugin({ template: './public/index.html' }),
    new ModuleFederationPlugin({
      name: 'shell',
      dts: false,
      manifest: true,
      runtimePlugins: [path.join(__dirname, './plugin.ts')],
      shareStrategy: 'loaded-first',
      exposes: { './App': { import: './src/App', name: 'app' } },
      shared: { react: { singleton: true, shareScope: 'custom' } },
    }),
  ],
};
