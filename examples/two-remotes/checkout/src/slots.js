import { addDays, eachDayOfInterval, isWeekend, startOfDay } from 'date-fns';
import { reject } from 'lodash-es';

/** The days of the next two weeks on which we deliver. */
export function slots(today) {
  const start = startOfDay(addDays(today, 3));
  return reject(eachDayOfInterval({ start, end: addDays(start, 13) }), isWeekend);
}
