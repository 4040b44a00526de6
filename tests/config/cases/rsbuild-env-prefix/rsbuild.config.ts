import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';

const isDev = process.env.NODE_ENV === 'development';
const headerUrl = isDev ? 'http://localhost:3001/mf-manifest.json' : `${process.env.BASE_URL ?? 'http://localhost:3000'}/apps/header/mf-manifest.json`;

export default defineConfig({
  plugins: [
    pluginReact(),
    pluginModuleFederation({ name: 'consumer', remotes: { header: `header_provider@${headerUrl}` }, shared: ['react', 'react-dom'] }),
  ],
  source: { entry: { index: './src/index.tsx' } },
  dev: { assetPrefix: '' },
  output: { assetPrefix: `${process.env.BASE_URL ?? ''}/dist/` },
});
