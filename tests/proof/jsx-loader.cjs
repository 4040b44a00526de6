// A webpack loader that compiles JSX and TypeScript, for the runs alone: what mfshake analyzes are the sources.
const { transform } = require('sucrase');

/** What the last comment `@name value` says. */
const pragma = (source, name) => [...source.matchAll(new RegExp(`@${name}\\s+([^\\s*]+)`, 'g'))].at(-1)?.[1];

module.exports = function compile(source) {
  const { jsx } = this.getOptions();
  const transforms = /\.tsx?$/.test(this.resourcePath) ? ['typescript', 'jsx'] : ['jsx'];
  const jsxRuntime = pragma(source, 'jsxRuntime') ?? (jsx === 'transform' ? 'classic' : 'automatic');
  const names = { jsxPragma: pragma(source, 'jsx'), jsxFragmentPragma: pragma(source, 'jsxFrag') };
  return transform(source, { transforms, production: true, jsxRuntime, ...JSON.parse(JSON.stringify(names)) }).code;
};
