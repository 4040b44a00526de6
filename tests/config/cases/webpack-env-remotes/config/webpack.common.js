module.exports = { entry: './src/index', module: { rules: [{ test: /\.m?js$/, use: 'babel-loader' }] } };
