const { merge } = require('webpack-merge');
const common = require('./webpack.common');
module.exports = merge(common, { mode: 'production', devServer: { port: 3000 }, plugins: [] });
