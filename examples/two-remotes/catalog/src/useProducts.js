import { useEffect, useState } from 'react';
import { fetchProduct, fetchProducts } from './api.js';

function useRequest(request, key, initial) {
  const [state, setState] = useState({ value: initial, error: null });
  useEffect(() => {
    let current = true;
    request(key).then(
      value => current && setState({ value, error: null }),
      error => current && setState({ value: initial, error }),
    );
    return () => {
      current = false;
    };
  }, [request, key, initial]);
  return state;
}

const nothing = [];

export function useProducts(category) {
  const { value, error } = useRequest(fetchProducts, category, nothing);
  return { products: value, error };
}

export function useProduct(id) {
  const { value, error } = useRequest(fetchProduct, id, null);
  return { product: value, error };
}
