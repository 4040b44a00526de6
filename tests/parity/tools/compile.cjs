// Loader: JSX and TypeScript to JavaScript, one transform per file, the same for both bundlers.
const path = require('node:path');
const esbuild = require('esbuild');

module.exports = function (source) {
  const { jsx, tsconfigRaw } = this.getOptions();
  const loader = path.extname(this.resourcePath).slice(1);
  // Decorators and accessors are beyond what the bundlers parse.
  const options = loader === 'jsx' ? { target: 'esnext' } : { target: 'es2022', tsconfigRaw };
  return esbuild.transformSync(String(source), { loader, jsx, ...options, charset: 'utf8', sourcefile: this.resourcePath }).code;
};
