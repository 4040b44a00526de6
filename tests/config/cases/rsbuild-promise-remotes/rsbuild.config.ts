import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';
import packages from './package.json';
import { dynamicRemote } from './dynamic';

export default defineConfig({
  source: { entry: { main: './js/src/main.ts' }, decorators: { version: 'legacy' } },
  output: { manifest: true, distPath: { root: './public/build' } },
  tools: { bundlerChain: (chain, { env }) => { chain.output.uniqueName('importer_bundle'); } },
  plugins: [
    pluginReact(),
    pluginModuleFederation({
      name: 'importer_bundle',
      exposes: { '.': './js/src/plugins.ts' },
      remotes: { '@studio/ui': dynamicRemote('studio_ui'), '@studio/hub': dynamicRemote('studio_hub') },
      shared: { ...packages.dependencies, react: { singleton: true, eager: true, requiredVersion: false } },
    }),
  ],
});
