import { defineConfig } from '@rspack/cli';
import { rspack } from '@rspack/core';
import * as path from 'node:path';

const isDev = process.env.NODE_ENV === 'development';

export default defineConfig({
  entry: { main: path.join(import.meta.dirname, 'src/main.tsx') },
  devtool: isDev ? 'eval' : false,
  plugins: [
    new rspack.container.ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: { react: { singleton: true } as any } }),
    isDev ? new rspack.HotModuleReplacementPlugin() : null,
  ].filter(Boolean),
});
