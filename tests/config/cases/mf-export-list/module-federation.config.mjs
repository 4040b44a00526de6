import { sharedOptions } from './options/index.js';
const config = { name: 'a', exposes: { './A': './a' }, shared: sharedOptions };
export { config as default };
