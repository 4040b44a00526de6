import { shared } from '../shared.mjs';

export default {
  name: 'agenda',
  filename: 'remoteEntry.js',
  exposes: { './Agenda': './src/Agenda.js', './calls': './src/calls.mjs' },
  shared,
};
