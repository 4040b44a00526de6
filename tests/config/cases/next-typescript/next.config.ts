import type { NextConfig } from 'next';
const { NextFederationPlugin } = require('@module-federation/nextjs-mf');

const nextConfig: NextConfig = {
  transpilePackages: ['@repo/ui'],
  webpack: (config, options) => {
    const { isServer } = options || {};
    config.plugins = config.plugins || [];
    if (!isServer) {
      config.plugins.push(
        new NextFederationPlugin({
          name: 'host',
          filename: 'static/chunks/remoteEntry.js',
          exposes: { './EditImage': './src/ui/EditImage' },
          remotes: { remote: 'remote@http://localhost:3001/remoteEntry.js' },
          shared: {},
          extraOptions: { exposePages: true, skipSharingNextInternals: false },
        }),
      );
    }
    return config;
  },
};

export default nextConfig;
