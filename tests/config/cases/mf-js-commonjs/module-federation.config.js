const deps = require('./package.json').dependencies;

module.exports = {
  name: 'shop',
  exposes: { './Routes': './src/Routes' },
  remotes: { cart: 'cart@http://localhost:4202/remoteEntry.js' },
  shared: ['react', 'react-dom'].reduce((all, name) => ({ ...all, [name]: { singleton: true, requiredVersion: deps[name] } }), {}),
};
