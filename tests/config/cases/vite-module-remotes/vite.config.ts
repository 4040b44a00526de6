import { federation } from '@module-federation/vite';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const apps = ['accounts', 'catalog'];
const entry = (app: string) => `http://${app}.localhost:8080/remotes/${app}/remoteEntry.js`;

export default defineConfig({
  plugins: [react(), tailwindcss(), federation({
    name: 'shell',
    remotes: Object.fromEntries(apps.map((app) => [app, { type: 'module', name: app, entry: entry(app), entryGlobalName: app, shareScope: 'default' }])),
    shared: ['react', 'react-dom', 'react-refresh'],
  })],
  build: { target: 'esnext' },
});
