import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';
import { federation } from '@module-federation/vite';
import { dependencies } from './package.json';

export default defineConfig(({ mode }) => {
  const isProd = mode === 'production';
  return {
    base: isProd ? '/x/' : '/',
    plugins: [
      react(),
      federation({
        name: 'host',
        remotes: { remote: { type: 'module', name: 'remote', entry: 'http://localhost:5176/remoteEntry.js', entryGlobalName: 'remote', shareScope: 'default' } },
        exposes: { './App': './src/App.tsx' },
        shared: { react: { requiredVersion: dependencies.react, singleton: true } },
      }),
    ],
  };
});
