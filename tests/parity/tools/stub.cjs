// Loader: replaces the entry of a shared package by a module with the same exports and no references of its own, so that
// what the bundler reports as its used exports is what the importers ask for. The texts come from stubOf() in answers.mjs.
module.exports = function (source) {
  if (this.resourcePath.endsWith('.json')) return source;
  return this.getOptions().texts[this.resourcePath] ?? 'module.exports = globalThis.unknownValue();';
};
