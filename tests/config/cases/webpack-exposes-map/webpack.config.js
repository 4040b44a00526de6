const { ModuleFederationPlugin } = require('webpack').container;

const pages = { Home: 'pages/home', Cart: 'pages/cart' };
const extra = [['./theme', './src/theme.js']];

module.exports = {
  entry: './src/index',
  plugins: [
    new ModuleFederationPlugin({
      name: 'shop',
      exposes: {
        ...Object.fromEntries(Object.entries(pages).map(([name, file]) => [`./${name}`, { import: [`./src/${file}.js`], name: name.toLowerCase() }])),
        ...Object.fromEntries(extra),
      },
      shared: ['react'],
    }),
  ],
};
