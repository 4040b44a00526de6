// eslint-disable-next-line @typescript-eslint/no-var-requires
const NextFederationPlugin = require('@module-federation/nextjs-mf');

/** @type {import('next').NextConfig} */
const nextConfig = {
  reactStrictMode: true,
  compiler: { styledComponents: true },
  webpack: (config) => {
    config.plugins.push(
      new NextFederationPlugin({
        name: 'settings',
        filename: 'static/chunks/remoteEntry.js',
        exposes: { './Settings': './src/pages/index.tsx' },
        shared: {
          'shared-context': { import: 'shared-context', requiredVersion: require('./packages/shared-context/package.json').version },
          react: { singleton: true, requiredVersion: '^18.0.0', eager: true },
        },
      }),
    );
    return config;
  },
};

module.exports = nextConfig;
