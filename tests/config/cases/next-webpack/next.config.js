const { NextFederationPlugin } = require('@module-federation/nextjs-mf');

module.exports = {
  reactStrictMode: true,
  webpack(config, options) {
    const { isServer } = options;
    const location = isServer ? 'ssr' : 'chunks';
    config.plugins.push(
      new NextFederationPlugin({
        name: 'checkout',
        filename: 'static/chunks/remoteEntry.js',
        exposes: { './title': './components/title.js', './checkout': './pages/checkout' },
        remotes: { home: `home@http://localhost:3000/_next/static/${location}/remoteEntry.js` },
        shared: { lodash: {} },
        extraOptions: { exposePages: true },
      }),
    );
    return config;
  },
};
