import { Suspense } from 'react';
import { Reviews } from './Reviews.jsx';
import { arrival } from './delivery.js';
import { money } from './money.js';
import { basketPath } from './paths.js';
import { useProduct } from './useProducts.js';

/** The basket belongs to the other remote; it is loaded when somebody buys. */
async function buy({ id, name, price }) {
  const { addLines } = await import('checkout/basket');
  addLines([{ id, name, price, quantity: 1 }]);
}

export default function ProductPage({ id, navigate }) {
  const { product, error } = useProduct(id);
  if (error) return <p role="alert">{error.message}</p>;
  if (!product) return <p>Looking for {id}…</p>;
  return (
    <section>
      <h1>{product.name}</h1>
      <p>
        {money(product.price)}, with you on {arrival(new Date(), product)}
      </p>
      <button onClick={() => buy(product).then(() => navigate(basketPath()))}>Into the basket</button>
      <Suspense fallback={null}>
        <Reviews reviews={product.reviews} />
      </Suspense>
    </section>
  );
}
