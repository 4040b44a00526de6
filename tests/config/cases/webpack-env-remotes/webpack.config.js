const { merge } = require('webpack-merge');
const ModuleFederationPlugin = require('webpack/lib/container/ModuleFederationPlugin');
const commonConfig = require('./config/webpack.common');
const packageJson = require('./package.json');

const domain = process.env.PRODUCTION_DOMAIN;
const isStage = process.env.STAGE === 'true';

const prodConfig = {
  mode: 'production',
  output: { filename: '[name].[contenthash].js', publicPath: '/host/latest/' },
  plugins: [
    new ModuleFederationPlugin({
      name: 'host_mfe',
      remotes: {
        cart: `cartApp@${domain}/cart/remoteEntry.js`,
        shop: isStage ? 'shop_app@https://stage.example.com/entry.js' : 'shop_app@https://example.com/entry.js',
        plain: process.env.PLAIN_URL,
        listed: ['listedApp@' + process.env.A, `listedApp@${process.env.B}`],
        shaped: { external: `shapedApp@${domain}`, shareScope: 'own' },
      },
      shared: packageJson.dependencies,
    }),
  ],
};

module.exports = merge(commonConfig, prodConfig);
