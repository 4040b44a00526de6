import { defineConfig } from '@rsbuild/core';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';

const mfConfig = {
  name: 'remote',
  exposes: { './Button': './src/Button' },
  shared: { react: { singleton: true }, 'react-dom': { singleton: true } },
};

export default defineConfig({
  environments: {
    web: { source: { entry: { index: './src/index.js' } } },
    ssr: { output: { target: 'node' }, source: { entry: { index: './src/index.js' } } },
  },
  plugins: [pluginModuleFederation(mfConfig, { environment: 'web' })],
});
