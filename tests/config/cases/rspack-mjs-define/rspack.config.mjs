import { defineConfig } from '@rspack/cli';
import { ModuleFederationPlugin } from '@module-federation/enhanced/rspack';
import pkg from './package.json' with { type: 'json' };

export default defineConfig({
  plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: pkg.dependencies })],
});
