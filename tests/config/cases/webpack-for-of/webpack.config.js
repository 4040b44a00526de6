const { ModuleFederationPlugin } = require('webpack').container;
const deps = require('./package.json').dependencies;
const shared = {};
for (const key of Object.keys(deps)) {
  if (key === 'lodash') continue;
  shared[key] = { requiredVersion: deps[key] };
}
shared.zod = { eager: true };

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared }),
  ],
};
