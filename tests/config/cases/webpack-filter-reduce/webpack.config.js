const { ModuleFederationPlugin } = require('webpack').container;
const { dependencies: deps } = require('./package.json');
const own = ['react', 'react-dom'];
const shared = Object.keys(deps)
  .filter(name => !own.includes(name) && !name.startsWith('@'))
  .reduce(function (all, name) {
    return Object.assign(all, { [name]: deps[name] });
  }, {});

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { ...shared, react: { singleton: true } } }),
  ],
};
