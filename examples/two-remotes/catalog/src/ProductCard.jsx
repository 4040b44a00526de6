import { memo } from 'react';
import { arrival } from './delivery.js';
import { money } from './money.js';
import { productPath } from './paths.js';

export const ProductCard = memo(function ProductCard({ product, navigate }) {
  return (
    <article onClick={() => navigate(productPath(product.id))}>
      <h3>{product.name}</h3>
      <p>{money(product.price)}</p>
      <p>{product.stock > 0 ? `With you on ${arrival(new Date(), product)}` : 'Sold out'}</p>
    </article>
  );
});
