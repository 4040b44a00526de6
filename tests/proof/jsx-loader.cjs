// A webpack loader that compiles JSX and TypeScript, for the runs alone: what mfshake analyzes are the sources.
const { transform } = require('sucrase');

module.exports = function compile(source) {
  const { jsx } = this.getOptions();
  const transforms = /\.tsx?$/.test(this.resourcePath) ? ['typescript', 'jsx'] : ['jsx'];
  return transform(source, { transforms, production: true, jsxRuntime: jsx === 'transform' ? 'classic' : 'automatic' }).code;
};
