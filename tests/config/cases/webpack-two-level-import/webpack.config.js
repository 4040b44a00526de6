module.exports = require('./config/webpack/base')({ name: 'deep' });
