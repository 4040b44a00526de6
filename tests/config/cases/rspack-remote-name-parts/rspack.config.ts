import { defineConfig } from '@rspack/cli';
import { ModuleFederationPlugin } from '@module-federation/enhanced/rspack';

const name = 'sample';
const remote = `${name}_ui`;
const port = 3010;
const hostShared = ['react', 'react-dom', '@apollo/client', 'jotai'];

export default defineConfig({
  entry: {},
  output: { publicPath: 'auto', uniqueName: remote, clean: true },
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  plugins: [
    new ModuleFederationPlugin({
      name: remote,
      filename: 'remoteEntry.js',
      exposes: { './config': './src/config.tsx', [`./${name}`]: './src/Main.tsx' },
      shared: Object.fromEntries(hostShared.map((lib) => [lib, { singleton: true, import: false, requiredVersion: false }])),
      dts: false,
    }),
  ],
  devServer: { port },
});
