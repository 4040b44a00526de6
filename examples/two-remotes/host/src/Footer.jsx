import { format } from 'date-fns';
import { isOpen, nextOpening } from './openingHours.js';

export function Footer() {
  const now = new Date();
  return (
    <footer>
      {isOpen(now)
        ? 'Our workshop is open now.'
        : `Our workshop opens on ${format(nextOpening(now), "EEEE 'at' HH:mm")}.`}
    </footer>
  );
}
