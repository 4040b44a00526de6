import { addDays, isSunday, isWithinInterval, set } from 'date-fns';

const at = (day, hours) => set(day, { hours, minutes: 0, seconds: 0, milliseconds: 0 });

/** From nine to six, but not on Sundays. */
export function isOpen(time) {
  return !isSunday(time) && isWithinInterval(time, { start: at(time, 9), end: at(time, 18) });
}

export function nextOpening(time) {
  let day = time < at(time, 9) ? time : addDays(time, 1);
  while (isSunday(day)) day = addDays(day, 1);
  return at(day, 9);
}
