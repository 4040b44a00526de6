module.exports = {
  name: 'shell',
  exposes: { './A': './a' },
  additionalShared: ['rxjs'],
};
