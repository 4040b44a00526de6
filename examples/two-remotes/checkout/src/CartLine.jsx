import { clamp } from 'lodash-es';
import { memo } from 'react';
import { setQuantity } from './cart.js';

export const CartLine = memo(function CartLine({ line }) {
  const change = event => setQuantity(line.id, clamp(Number(event.target.value), 0, 20));
  return (
    <tr>
      <td>{line.name}</td>
      <td>
        <input type="number" value={line.quantity} onChange={change} />
      </td>
      <td>{(line.quantity * line.price).toFixed(2)}</td>
    </tr>
  );
});
