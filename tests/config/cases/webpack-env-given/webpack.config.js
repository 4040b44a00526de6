const { ModuleFederationPlugin } = require('webpack').container;
const { NODE_ENV, MF_SCOPE } = process.env;
const isProduction = NODE_ENV === 'production';

module.exports = {
  entry: './src/index',
  mode: isProduction ? 'production' : 'development',
  plugins: [
    new ModuleFederationPlugin({
      name: 'app',
      exposes: { './App': './src/App' },
      shareScope: MF_SCOPE,
      shared: { react: { singleton: true, eager: !isProduction }, ...(isProduction ? {} : { lodash: {} }) },
    }),
  ],
};
