import { createModuleFederationConfig } from '@module-federation/modern-js';

export default createModuleFederationConfig({
  name: 'remote',
  manifest: { filePath: 'static' },
  exposes: { './Image': './src/components/Image.tsx' },
  shared: { react: { singleton: true }, 'react-dom': { singleton: true } },
});
