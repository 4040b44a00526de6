import { defineConfig } from '@rsbuild/core';
import { pluginReact } from '@rsbuild/plugin-react';
import { pluginModuleFederation } from '@module-federation/rsbuild-plugin';

export default defineConfig(({ env, command }) => ({
  output: { target: 'web', distPath: { root: 'out' }, minify: command === 'build' },
  plugins: [pluginModuleFederation({ name: 'app', exposes: { './App': './src/App' }, remotes: { r: 'r@http://localhost:3002/mf-manifest.json' }, shared: ['react', 'react-dom'] })],
}));
