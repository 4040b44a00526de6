const { ModuleFederationPlugin } = require('@module-federation/enhanced');
const options = require('./federation.options');
module.exports = { plugins: [new ModuleFederationPlugin(options)] };
