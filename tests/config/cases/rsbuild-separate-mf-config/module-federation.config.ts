import { createModuleFederationConfig } from '@module-federation/rsbuild-plugin';

export default createModuleFederationConfig({
  name: 'provider',
  exposes: { '.': './src/components/Provider.tsx' },
  shared: { react: { singleton: true } },
});
