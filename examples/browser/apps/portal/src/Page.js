import { createElement as h, lazy, Suspense, useEffect, useState } from 'react';
import { Button, ConfigProvider, Flex, Layout, Spin, Typography } from 'antd';
import { format } from 'date-fns';
import { capitalize } from 'lodash-es';

const Agenda = lazy(() => import('agenda/Agenda'));
const Reviews = lazy(() => import('reviews/Reviews'));

const day = new Date(2026, 4, 4);

export function Page() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    document.title = `${capitalize('practice')}, ${format(day, 'd MMMM yyyy')}`;
  }, []);
  return h(
    ConfigProvider,
    { theme: { token: { colorPrimary: '#0b7285' } } },
    h(
      Layout,
      { style: { minHeight: '100vh', padding: 24 } },
      h(
        Flex,
        { vertical: true, gap: 16 },
        h(Typography.Title, { level: 2 }, `Practice on ${format(day, 'EEEE')}`),
        h(
          Suspense,
          { fallback: h(Spin) },
          h(Agenda, { day }),
          h(Button, { type: 'primary', id: 'reviews', onClick: () => setShown(true) }, 'Reviews'),
          shown && h(Reviews),
        ),
      ),
    ),
  );
}
