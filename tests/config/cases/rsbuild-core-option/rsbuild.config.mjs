import { defineConfig } from '@rsbuild/core';
export default defineConfig({
  moduleFederation: { options: { name: 'app', exposes: { './App': './src/App' }, shared: ['react'] } },
});
