const { ModuleFederationPlugin } = require('webpack').container;
module.exports = (env, argv) => {
  const isProduction = argv.mode === 'production';
  return {
    entry: './src/index.js',
    devtool: isProduction ? false : 'source-map',
    output: { publicPath: env.cdn },
    plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { singleton: true } } })],
  };
};
