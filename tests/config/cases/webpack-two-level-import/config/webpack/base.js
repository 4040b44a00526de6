const { ModuleFederationPlugin } = require('webpack').container;
const { pick } = require('../pick');
const deps = require('../../package.json').dependencies;
module.exports = ({ name, extra = {} }) => ({ plugins: [new ModuleFederationPlugin({ name, exposes: { './A': './a' }, shared: { ...pick(deps, ['react', 'lodash']), ...extra } })] });
