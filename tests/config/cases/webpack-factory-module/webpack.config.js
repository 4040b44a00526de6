const { container: { ModuleFederationPlugin: Federation } } = require('webpack');
const federation = require('./federation');

module.exports = (env, argv) => ({
  entry: './src/index',
  devtool: argv.mode === 'development' ? 'source-map' : false,
  output: { publicPath: env.publicPath },
  plugins: [new Federation(federation({ name: 'shop', exposes: { './A': './a' } }, 'lodash', 'zod'))],
});
