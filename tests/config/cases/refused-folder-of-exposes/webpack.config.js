const fs = require('fs');
const { ModuleFederationPlugin } = require('webpack').container;

const exposes = {};
for (const file of fs.readdirSync('./src/exposes')) exposes[`./${file}`] = `./src/exposes/${file}`;

module.exports = {
  entry: './src/index',
  plugins: [new ModuleFederationPlugin({ name: 'shop', exposes, shared: ['react'] })],
};
