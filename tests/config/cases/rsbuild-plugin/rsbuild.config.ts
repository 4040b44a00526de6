import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';
import { dependencies } from './package.json';

export default defineConfig({
  source: { entry: { index: './src/bootstrap.tsx' } },
  server: { port: 3001 },
  plugins: [
    pluginReact(),
    pluginModuleFederation({
      name: 'child_app',
      exposes: { './App': './src/App.tsx' },
      shared: Object.fromEntries(Object.keys(dependencies).map((key) => [key, { singleton: true }])),
    }),
  ],
});
