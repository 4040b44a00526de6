import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';
import { federation } from '@module-federation/vite';
import { dependencies } from './package.json';

export default defineConfig({
  plugins: [
    federation({ name: 'tags', exposes: { './tree': './src/tree.ts' }, remotes: {}, shared: Object.fromEntries(Object.entries(dependencies).map(([name, version]) => [name, { requiredVersion: version, singleton: true }])) }),
    react(),
  ],
});
