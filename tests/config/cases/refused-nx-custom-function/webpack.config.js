const { ModuleFederationPlugin } = require('webpack').container;
const nxConfig = require('@nrwl/react/plugins/webpack.js');
const { dependencies } = require('./package.json');

module.exports = (config, context) => {
  nxConfig(config);
  config.context = process.cwd();
  config.plugins.push(
    new ModuleFederationPlugin({
      name: 'flowApp',
      filename: 'remoteEntry.js',
      exposes: {
        // a page
        './Flow': './src/app/pages/Flow.tsx',
        './FlowSlice': './src/app/store/index.ts',
      },
      shared: {
        ...dependencies,
        react: { singleton: true, eager: true, requiredVersion: dependencies.react },
        'react-dom': { singleton: true, requiredVersion: dependencies['react-dom'] },
      },
    }),
  );
  return config;
};
