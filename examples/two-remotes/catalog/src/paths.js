import { compile } from 'path-to-regexp';

const product = compile('/product/:id');
const basket = compile('/basket{/:step}');

export const productPath = id => product({ id });
export const basketPath = step => basket(step ? { step } : {});
