const { ModuleFederationPlugin } = require('webpack').container;
const url = process.env.A_URL || 'http://localhost:3001';
const { PORT = 8080 } = process.env;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, remotes: { a: `a@${url}/a.js`, b: `b@${process.env.B_URL ?? 'http://b'}/b.js`, c: `c@${PORT}` }, shared: ['react'] }),
  ],
};
