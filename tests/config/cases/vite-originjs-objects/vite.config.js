import { fileURLToPath, URL } from 'url';
import { defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';
import federation from '@originjs/vite-plugin-federation';

const storeUrl = process.env.VITE_STORE_URL || 'http://localhost:7003/assets/store.js';

export default defineConfig({
  plugins: [
    vue(),
    federation({
      name: 'host-app',
      remotes: {
        store: storeUrl,
        game: { external: 'http://localhost:3003/remoteEntry.js', from: 'vite', externalType: 'url' },
        scene: { external: `Promise.resolve('http://localhost:3002/remoteEntry.js')`, externalType: 'promise' },
      },
      shared: { vue: { generate: false }, pinia: {} },
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
});
