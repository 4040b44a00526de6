const { ModuleFederationPlugin } = require('webpack').container;
module.exports = { plugins: [new ModuleFederationPlugin({ name: 'host', remotes: { a: 'a@http://a' }, shared: ['react'] })] };
