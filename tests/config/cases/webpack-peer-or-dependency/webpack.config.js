const { ModuleFederationPlugin } = require('@module-federation/enhanced/webpack');
const packageJson = require('./package.json');

const version = name => packageJson.peerDependencies?.[name] || packageJson?.dependencies?.[name];
const optional = ['zod', 'react', 'not-there'].filter(name => version(name));

module.exports = {
  entry: './src/index',
  plugins: [
    new ModuleFederationPlugin({
      name: packageJson.name.split('/').join('_'),
      exposes: { './App': './src/App' },
      shared: { ...Object.assign({}, ...optional.map(name => ({ [name]: { requiredVersion: version(name), import: name === 'zod' ? false : name } }))) },
    }),
  ],
};
