const { NextFederationPlugin } = require('@module-federation/nextjs-mf');

module.exports = {
  webpack(config, { isServer }) {
    config.plugins.push(
      new NextFederationPlugin({
        name: 'dashboard',
        exposes: { './charts': './src/components/charts/index.tsx' },
        extraOptions: { exposePages: true, skipSharingNextInternals: true },
        shared: { recharts: { eager: true, singleton: true, requiredVersion: false } },
      }),
    );
    return config;
  },
};
