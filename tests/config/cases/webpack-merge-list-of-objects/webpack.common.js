const path = require('path');
module.exports = { mode: 'development', entry: { main: path.resolve(__dirname, 'src/index.js') }, resolve: { extensions: ['.js', '.jsx'] } };
