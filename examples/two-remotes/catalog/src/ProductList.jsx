import { groupBy, map, startCase } from 'lodash-es';
import { useDeferredValue, useMemo, useState } from 'react';
import { Filters } from './Filters.jsx';
import { ProductCard } from './ProductCard.jsx';
import { emptyFilter, select } from './filter.js';
import { useProducts } from './useProducts.js';

export default function ProductList({ category, navigate }) {
  const { products, error } = useProducts(category);
  const [filter, setFilter] = useState(emptyFilter);
  const deferred = useDeferredValue(filter);
  const shelves = useMemo(() => groupBy(select(products, deferred), 'brand'), [products, deferred]);

  if (error) return <p role="alert">The catalog cannot be reached: {error.message}</p>;
  return (
    <section>
      <h1>{category ? startCase(category) : 'Everything'}</h1>
      <Filters products={products} filter={filter} onChange={setFilter} />
      {map(shelves, (items, brand) => (
        <div key={brand}>
          <h2>{brand}</h2>
          {items.map(product => (
            <ProductCard key={product.id} product={product} navigate={navigate} />
          ))}
        </div>
      ))}
    </section>
  );
}
