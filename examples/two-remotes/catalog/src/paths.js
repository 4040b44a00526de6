import { compile } from 'path-to-regexp';

const product = compile('/product/:id');
const basket = compile('/basket{/add/:add}');

export const productPath = id => product({ id });
export const basketPath = params => basket(params);
