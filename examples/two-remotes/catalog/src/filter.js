import { ceil, filter, isEmpty, maxBy, orderBy, range } from 'lodash-es';

export const emptyFilter = { brands: [], atMost: Infinity };

/** The products that fit, those in stock first and then by price. */
export function select(products, { brands, atMost }) {
  const fits = product => product.price <= atMost && (isEmpty(brands) || brands.includes(product.brand));
  return orderBy(filter(products, fits), [product => product.stock > 0, 'price'], ['desc', 'asc']);
}

/** Four prices to choose from, up to that of the dearest product. */
export function priceSteps(products) {
  const highest = ceil(maxBy(products, 'price')?.price ?? 0, -2);
  return range(highest / 4, highest + 1, highest / 4 || 1);
}
