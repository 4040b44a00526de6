import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack';
import federation from './module-federation.config.mjs';

export default {
  mode: 'production',
  entry: './src/index.js',
  plugins: [new ModuleFederationPlugin(federation)],
};
