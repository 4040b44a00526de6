module.exports = {
  name: 'shell',
  exposes: { './A': './a' },
  shared: (libraryName, sharedConfig) => sharedConfig,
};
