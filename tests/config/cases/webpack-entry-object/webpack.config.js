const { ModuleFederationPlugin } = require('webpack').container;
module.exports = { entry: { main: './src/main', admin: { import: ['./src/poly', './src/admin'], filename: 'admin.js' } }, plugins: [new ModuleFederationPlugin({ name: 'host', shared: ['react'] })] };
