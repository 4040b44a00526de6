import { useState } from 'react';
import { AddressForm } from './AddressForm.jsx';
import { CartLine } from './CartLine.jsx';
import { DeliverySlots } from './DeliverySlots.jsx';
import { useCart } from './cart.js';
import { nextStep, stepPath } from './steps.js';
import { totals } from './totals.js';

export default function CartPage({ step, navigate }) {
  const cart = useCart();
  const [order, setOrder] = useState({});
  const { net, shipping, gross } = totals(cart.lines);
  const done = part => {
    setOrder({ ...order, ...part });
    navigate(stepPath(nextStep(step)));
  };

  if (cart.lines.length === 0) return <p>The basket is empty.</p>;
  return (
    <section>
      <table>
        <tbody>
          {cart.lines.map(line => (
            <CartLine key={line.id} line={line} />
          ))}
        </tbody>
      </table>
      <p>
        {net} and {shipping} for shipping: {gross}
      </p>
      {step === 'address' && <AddressForm onDone={address => done({ address })} />}
      {step === 'delivery' && <DeliverySlots onDone={slot => done({ slot })} />}
      {!step && <button onClick={() => navigate(stepPath('address'))}>To the checkout</button>}
    </section>
  );
}
