import { ModuleFederationConfig } from '@nx/module-federation';

const config: ModuleFederationConfig = {
  name: 'cart',
  exposes: { './Module': './src/remote-entry.ts' },
};

export default config;
