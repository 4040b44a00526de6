const { ModuleFederationPlugin } = require('webpack').container;
const secure = false;
const port = 0;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, remotes: { x: `x@${secure ? 'https' : 'http'}://h${port ? `:${port}` : ''}/r.js` }, shared: ['react'] }),
  ],
};
