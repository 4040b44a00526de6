import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rspack } from '@rspack/core';
import { createModuleFederationConfig, ModuleFederationPlugin } from '@module-federation/enhanced/rspack';
import Dotenv from 'dotenv-webpack';

const __dirname = path.dirname(fileURLToPath(import.meta.url));

export default {
  context: __dirname,
  entry: { main: './src/index.ts' },
  resolve: { alias: { '@': path.join(__dirname, 'src') } },
  plugins: [
    new rspack.HtmlRspackPlugin({ template: path.join(__dirname, '../index.html') }),
    new Dotenv({ path: './.env', safe: true }),
    new ModuleFederationPlugin(
      createModuleFederationConfig({
        name: 'text_provider',
        exposes: { './Text': './src/text.tsx', './TextIcon': './src/text.icon.tsx' },
        shared: { react: { singleton: true, eager: true }, 'react-dom': { singleton: true, eager: true } },
      }),
    ),
  ],
  optimization: { minimizer: [new rspack.SwcJsMinimizerRspackPlugin()] },
};
