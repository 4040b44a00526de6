import { memoize } from 'lodash-es';

const formatter = memoize(currency => new Intl.NumberFormat('en-IE', { style: 'currency', currency }));

export const money = (amount, currency = 'EUR') => formatter(currency).format(amount);
