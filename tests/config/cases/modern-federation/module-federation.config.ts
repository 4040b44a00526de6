import { createModuleFederationConfig } from '@module-federation/modern-js';

export default createModuleFederationConfig({
  name: 'remote',
  manifest: { filePath: 'static' },
  filename: 'static/remoteEntry.js',
  exposes: { './Image': './src/components/Image.tsx', './Button': './src/components/Button.tsx' },
  remotes: { dynamic: 'dynamic_remote@http://localhost:3008/mf-manifest.json' },
  shared: { react: { singleton: true, requiredVersion: '^18.3.1' }, 'react-dom': { singleton: true } },
  dataPrefetch: true,
});
