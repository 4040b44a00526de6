import { camelCase, mapKeys, memoize } from 'lodash-es';

async function getJson(path) {
  const response = await fetch(`/api${path}`);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response.json();
}

// The server writes names_like_this.
const fromServer = record => mapKeys(record, (_, name) => camelCase(name));

export const fetchProducts = memoize(async category =>
  (await getJson(category ? `/products?category=${category}` : '/products')).map(fromServer),
);

export const fetchProduct = memoize(async id => fromServer(await getJson(`/products/${id}`)));
