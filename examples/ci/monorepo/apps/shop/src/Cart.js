import { price } from '@shop/ui';
import { sumBy } from 'lodash-es';

export const total = goods => sumBy(goods, 'cents');
export const label = goods => price(total(goods));
