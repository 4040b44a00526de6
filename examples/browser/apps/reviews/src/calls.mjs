// One call of each function that this app uses, by package.
import { differenceInDays, formatDistance, isWeekend } from 'date-fns';
import { meanBy, orderBy, uniqBy } from 'lodash-es';

const day = new Date(2026, 4, 4);

export const calls = {
  'date-fns': {
    differenceInDays: () => differenceInDays(new Date(2026, 6, 1), day),
    formatDistance: () => formatDistance(new Date(2026, 6, 1), day, { addSuffix: true }),
    isWeekend: () => isWeekend(day),
  },
  'lodash-es': {
    meanBy: () => meanBy([{ n: 4 }, { n: 2 }], 'n'),
    orderBy: () => orderBy([{ n: 1 }, { n: 2 }], ['n'], ['desc']),
    uniqBy: () => uniqBy([1.2, 1.4, 2.1], Math.floor),
  },
};
