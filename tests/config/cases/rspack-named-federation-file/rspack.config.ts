import { defineConfig } from '@rspack/cli';
import { rspack } from '@rspack/core';
import * as RefreshPlugin from '@rspack/plugin-react-refresh';
import { ModuleFederationPlugin } from '@module-federation/enhanced/rspack';
import { mfConfig } from './module-federation.config';

const isDev = process.env.NODE_ENV === 'development';
const targets = ['chrome >= 87', 'edge >= 88'];

export default defineConfig({
  context: __dirname,
  entry: { main: './src/main.ts' },
  resolve: { extensions: ['...', '.ts', '.tsx'] },
  output: { uniqueName: 'rspack_app', publicPath: 'http://localhost:8080/' },
  module: { rules: [{ test: /\.tsx?$/, use: [{ loader: 'builtin:swc-loader', options: { env: { targets }, jsc: { transform: { react: { development: isDev } } } } }] }] },
  plugins: [new rspack.HtmlRspackPlugin({ template: './index.html' }), new ModuleFederationPlugin(mfConfig), isDev ? new RefreshPlugin() : null].filter(Boolean),
});
