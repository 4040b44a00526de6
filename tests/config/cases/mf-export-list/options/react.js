import { once } from './other.js';
export const react = { singleton: once };
export const sharedOptions = { react, zod: { singleton: once } };
