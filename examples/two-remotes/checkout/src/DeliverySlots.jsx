import { format, isSameDay } from 'date-fns';
import { useMemo, useState } from 'react';
import { slots } from './slots.js';

export function DeliverySlots({ onDone }) {
  const days = useMemo(() => slots(new Date()), []);
  const [chosen, choose] = useState(null);
  return (
    <ol>
      {days.map(day => (
        <li
          key={day.getTime()}
          aria-selected={chosen ? isSameDay(day, chosen) : false}
          onClick={() => choose(day)}
        >
          {format(day, 'EEE d MMM')}
        </li>
      ))}
      <button disabled={!chosen} onClick={() => onDone(chosen)}>
        Continue
      </button>
    </ol>
  );
}
