const Federation = require('webpack/lib/container/ModuleFederationPlugin');
module.exports = { plugins: [new Federation({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { version: false, strictVersion: true } } })] };
