export const mfConfig = {
  name: 'rspack_app',
  exposes: { './App': './src/App.tsx' },
  remotes: { shop: 'shop@http://localhost:3001/mf-manifest.json' },
  shared: ['react', 'react-dom'],
};
