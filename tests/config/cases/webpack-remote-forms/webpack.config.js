const { ModuleFederationPlugin } = require('webpack').container;

module.exports = {
  entry: './src/index',
  mode: 'development',
  plugins: [
    new ModuleFederationPlugin({ name: 'host', exposes: { './A': ['./src/a', './src/b'] }, remotes: { a: 'a@http://a/r.js', b: ['b@http://b1/r.js', 'b@http://b2/r.js'], c: { external: 'c@http://c/r.js', shareScope: 'c' }, d: `promise new Promise(resolve => { resolve(window.d) })` }, shared: ['react'] }),
  ],
};
