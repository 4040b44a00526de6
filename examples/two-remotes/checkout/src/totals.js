import { round, sumBy } from 'lodash-es';

const freeShippingFrom = 150;
const euros = amount => `${round(amount, 2).toFixed(2)} €`;

export function totals(lines) {
  const net = sumBy(lines, line => line.quantity * line.price);
  const shipping = net >= freeShippingFrom ? 0 : 9.9;
  return { net: euros(net), shipping: euros(shipping), gross: euros(net + shipping) };
}
