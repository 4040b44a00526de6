// Loader: JSX to JavaScript, one transform for both bundlers.
const esbuild = require('esbuild');

module.exports = function (source) {
  const { jsx } = this.getOptions();
  return esbuild.transformSync(String(source), { loader: 'jsx', jsx, target: 'esnext', charset: 'utf8', sourcefile: this.resourcePath }).code;
};
