const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;

const shared = {};
for (const name of Object.keys(deps)) {
  if (!name.startsWith('@company/') && name !== 'react') continue;
  shared[name] = { singleton: true, requiredVersion: deps[name], strictVersion: /^[~]/.test(deps[name]) };
  shared[`${name}/`] = { singleton: true };
}
delete shared['react/'];

module.exports = { entry: './src/index', plugins: [new ModuleFederationPlugin({ name: 'shop', exposes: { './A': './a' }, shared })] };
