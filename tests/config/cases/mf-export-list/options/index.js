export { react as default, sharedOptions } from './react.js';
export * from './other.js';
