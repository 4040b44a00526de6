import path from 'path';
import { container, type Configuration } from 'webpack';
import shared, { pinned } from './build/shared';

const config: Configuration = {
  entry: './src/index.ts',
  output: { path: path.resolve(__dirname, 'dist'), clean: true },
  plugins: [
    new container.ModuleFederationPlugin({ name: 'fleet_shell', remotes: {}, shared: { ...shared, ...(Object.keys(pinned).length > 1 ? { lodash: {} } : {}) } }),
  ],
};

export default config;
