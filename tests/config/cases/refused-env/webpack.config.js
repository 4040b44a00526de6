const { ModuleFederationPlugin } = require('webpack').container;
module.exports = {
  plugins: [
    new ModuleFederationPlugin({
      name: 'a',
      exposes: { './A': './a' },
      remotes: { b: `b@${process.env.B_URL}/remoteEntry.js` },
      shared: ['react'],
    }),
  ],
};
