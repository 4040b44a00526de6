const { ModuleFederationPlugin } = require('webpack').container;
const { dependencies } = require('./package.json');

const notShared = ['lodash'];
const singletons = new Set(['react', 'react-dom']);

module.exports = {
  entry: './src/index',
  plugins: [
    new ModuleFederationPlugin({
      name: 'app',
      exposes: { './App': './src/App' },
      shared: Object.entries(dependencies)
        .filter(([name]) => !notShared.includes(name))
        .reduce((shared, [name, requiredVersion]) => ({ ...shared, [name]: { requiredVersion, singleton: singletons.has(name) } }), {}),
    }),
  ],
};
