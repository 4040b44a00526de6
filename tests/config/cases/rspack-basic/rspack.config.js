const { rspack } = require('@rspack/core');

/** @type {import('@rspack/cli').Configuration} */
module.exports = {
  context: __dirname,
  entry: { main: './src/index.jsx' },
  plugins: [
    new rspack.HtmlRspackPlugin({ template: './index.html' }),
    new rspack.container.ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { eager: true } } }),
  ],
};
