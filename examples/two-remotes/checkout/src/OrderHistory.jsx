import { compareDesc, differenceInCalendarDays, format, parseISO } from 'date-fns';
import { countBy, toPairs } from 'lodash-es';
import { useMemo } from 'react';

const returnableFor = 30;

export default function OrderHistory({ orders = [] }) {
  const today = new Date();
  const sorted = useMemo(
    () => [...orders].sort((a, b) => compareDesc(parseISO(a.time), parseISO(b.time))),
    [orders],
  );
  return (
    <section>
      <p>
        {toPairs(countBy(orders, 'state'))
          .map(([state, count]) => `${count} ${state}`)
          .join(', ')}
      </p>
      <ul>
        {sorted.map(order => (
          <li key={order.id}>
            {format(parseISO(order.time), 'd MMMM yyyy')}: {order.summary}
            {differenceInCalendarDays(today, parseISO(order.time)) <= returnableFor && (
              <button>Send back</button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
