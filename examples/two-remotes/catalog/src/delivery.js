import { addBusinessDays, format, isSameYear } from 'date-fns';

/** The day on which an order of today arrives, in words. */
export function arrival(today, { daysToBuild = 0 }) {
  const day = addBusinessDays(today, daysToBuild + 2);
  return format(day, isSameYear(day, today) ? 'EEEE d MMMM' : 'd MMMM yyyy');
}
