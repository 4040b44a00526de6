import { shared } from '../shared.mjs';

export default {
  name: 'portal',
  remotes: {
    agenda: 'agenda@http://agenda.test/remoteEntry.js',
    reviews: 'reviews@http://reviews.test/remoteEntry.js',
  },
  shared,
};
