import NextFederationPlugin from '@module-federation/nextjs-mf';

const remotes = (isServer) => {
  const where = isServer ? 'ssr' : 'chunks';
  return { shop: `shop@http://localhost:3001/_next/static/${where}/remoteEntry.js` };
};

const nextConfig = {
  webpack: (config, { isServer }) => {
    if (!isServer) {
      config.plugins.push(new NextFederationPlugin({ name: 'main', exposes: { './a': './a' }, remotes: remotes(isServer), shared: { zod: { requiredVersion: false } } }));
    }
    return config;
  },
};

export default nextConfig;
