const { ModuleFederationPlugin } = require('webpack').container;
module.exports = async () => {
  const shared = await Promise.resolve(0);
  return { entry: './src/x', plugins: [new ModuleFederationPlugin({ name: 'app', exposes: { './App': './src/App' }, shared: ['react'] })] };
};
