import { formatDistanceToNow, parseISO } from 'date-fns';
import { meanBy, round, take } from 'lodash-es';
import { Fragment, useState } from 'react';

export function Reviews({ reviews }) {
  const [shown, setShown] = useState(3);
  if (reviews.length === 0) return <p>No reviews yet.</p>;
  return (
    <aside>
      <h2>{round(meanBy(reviews, 'stars'), 1)} of 5 stars</h2>
      <dl>
        {take(reviews, shown).map(({ id, author, time, text }) => (
          <Fragment key={id}>
            <dt>
              {author}, {formatDistanceToNow(parseISO(time))} ago
            </dt>
            <dd>{text}</dd>
          </Fragment>
        ))}
      </dl>
      {shown < reviews.length && <button onClick={() => setShown(shown + 10)}>More</button>}
    </aside>
  );
}
