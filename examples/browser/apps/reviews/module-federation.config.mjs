import { shared } from '../shared.mjs';

export default {
  name: 'reviews',
  filename: 'remoteEntry.js',
  exposes: { './Reviews': './src/Reviews.js', './calls': './src/calls.mjs' },
  shared,
};
