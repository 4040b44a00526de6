const { defineConfig } = require('@rsbuild/core');
const { ModuleFederationPlugin } = require('@module-federation/enhanced/rspack');
module.exports = defineConfig({
  tools: {
    rspack: (config, { appendPlugins }) => {
      config.output.uniqueName = 'x';
      appendPlugins([new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })]);
    },
  },
});
