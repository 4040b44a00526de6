import { createElement as h, memo, useReducer, useRef } from 'react';
import { Alert, Avatar, Button, Flex, Progress, Rate, Statistic } from 'antd';
import { formatDistance } from 'date-fns';
import { meanBy, orderBy } from 'lodash-es';

const now = new Date(2026, 4, 4, 12);
const first = [
  { by: 'Ada', stars: 4, when: new Date(2026, 4, 3, 12) },
  { by: 'Grace', stars: 5, when: new Date(2026, 3, 20) },
];

const Review = memo(({ review }) =>
  h(
    Flex,
    { gap: 8, align: 'center', className: 'review' },
    h(Avatar, null, review.by[0]),
    h(Rate, { disabled: true, value: review.stars }),
    h('span', null, formatDistance(review.when, now, { addSuffix: true })),
  ),
);

export default function Reviews() {
  const [reviews, add] = useReducer((all, review) => [...all, review], first);
  const drawn = useRef(0);
  drawn.current += 1;
  const mean = meanBy(reviews, 'stars');
  return h(
    Flex,
    { vertical: true, gap: 12, id: 'list' },
    h(Alert, { type: 'success', title: 'Reviews come from another app' }),
    h(Statistic, { title: 'Mean', value: mean, precision: 2 }),
    h(Progress, { percent: mean * 20 }),
    orderBy(reviews, ['stars', 'by'], ['desc', 'asc']).map(review => h(Review, { key: review.by, review })),
    h(Button, { id: 'add', onClick: () => add({ by: `Edsger ${reviews.length}`, stars: 3, when: now }) }, 'Add one'),
  );
}
