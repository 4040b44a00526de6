import { container } from '@rspack/core';
import federation from './module-federation.config.mjs';

export default {
  mode: 'production',
  entry: './src/index.js',
  plugins: [new container.ModuleFederationPlugin(federation)],
};
