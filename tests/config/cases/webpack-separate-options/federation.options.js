const { dependencies } = require('./package.json');
module.exports = { name: 'app', exposes: { './App': './src/App' }, remotes: {}, shared: dependencies };
