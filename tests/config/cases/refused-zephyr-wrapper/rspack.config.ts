import { defineConfig } from '@rspack/cli';
import { rspack } from '@rspack/core';
import { withZephyr } from 'zephyr-rspack-plugin';

const config = defineConfig({
  entry: { main: './src/main.ts' },
  plugins: [
    new rspack.container.ModuleFederationPlugin({
      name: 'mf_consumer',
      remotes: { github: 'github@http://localhost:3003/mf-manifest.json' },
      shared: { react: { singleton: true, requiredVersion: false, eager: true } },
    }),
  ],
});

export default withZephyr()(config);
