// One call of each function that this app uses, by package.
import { addMinutes, eachDayOfInterval, format, parseISO } from 'date-fns';
import { cloneDeep, groupBy, range, sortBy } from 'lodash-es';

const day = new Date(2026, 4, 4);

export const calls = {
  'date-fns': {
    addMinutes: () => addMinutes(day, 95).toISOString(),
    eachDayOfInterval: () => eachDayOfInterval({ start: day, end: new Date(2026, 4, 7) }).length,
    format: () => format(day, 'yyyy-MM-dd'),
    parseISO: () => parseISO('2026-05-04T10:20:30Z').getTime(),
  },
  'lodash-es': {
    cloneDeep: () => cloneDeep({ a: [1, { b: new Map([[1, 2]]).size }], c: null }),
    groupBy: () => groupBy(['a1', 'b1', 'a2'], text => text[0]),
    range: () => range(1, 10, 3),
    sortBy: () => sortBy([{ n: 3 }, { n: 1 }, { n: 2 }], 'n'),
  },
};
