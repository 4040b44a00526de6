const { ModuleFederationPlugin } = require('webpack').container;
const options = { name: 'app', exposes: { './App': './src/App' } };
options.shared = { react: {} };
options.shared['react-dom'] = { singleton: true };
options['name'] = 'renamed';
module.exports = { plugins: [new ModuleFederationPlugin(options)] };
