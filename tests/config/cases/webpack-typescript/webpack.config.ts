import type { Configuration } from 'webpack';
import { container } from 'webpack';
import { dependencies } from './package.json';

const config: Configuration = {
  plugins: [
    new container.ModuleFederationPlugin({
      name: 'app', exposes: { './App': './src/App' },
      shared: { ...dependencies, react: { singleton: true, requiredVersion: dependencies.react } },
    }),
  ],
};

export default config;
