import { compile } from 'path-to-regexp';

const build = compile('/basket{/:step}');
const steps = [undefined, 'address', 'delivery', 'payment'];

export const nextStep = step => steps[steps.indexOf(step) + 1];
export const stepPath = step => build(step ? { step } : {});
