// One call of each function that this app uses, by package.
import { addDays, format, isBefore } from 'date-fns';
import { capitalize, chunk, debounce } from 'lodash-es';

const day = new Date(2026, 4, 4);

export const calls = {
  'date-fns': {
    addDays: () => addDays(day, 30).toISOString(),
    format: () => format(day, "EEEE, do MMMM yyyy 'at' HH:mm"),
    isBefore: () => isBefore(day, addDays(day, 1)),
  },
  'lodash-es': {
    capitalize: () => capitalize('MONDAY'),
    chunk: () => chunk(['a', 'b', 'c', 'd'], 3),
    debounce: () => typeof debounce(() => {}, 10).flush,
  },
};
