import { price } from '@shop/ui';
import { sortBy } from 'lodash-es';

const goods = sortBy([{ name: 'saddle', cents: 4900 }, { name: 'bell', cents: 800 }], 'cents');
console.log(goods.map(({ name, cents }) => `${name} ${price(cents)}`));
import('shop/Cart').then(({ total }) => console.log(price(total(goods))));
