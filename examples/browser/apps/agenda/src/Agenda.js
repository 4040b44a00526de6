import { createElement as h, useMemo, useState } from 'react';
import { Badge, Button, Card, DatePicker, Space, Table, Tag } from 'antd';
import { addMinutes, format } from 'date-fns';
import { groupBy, range, sortBy } from 'lodash-es';

const names = ['Ada', 'Grace', 'Edsger', 'Barbara'];
const columns = [
  { title: 'Time', dataIndex: 'time' },
  { title: 'Patient', dataIndex: 'patient' },
  { title: 'Half', dataIndex: 'half', render: half => h(Tag, { color: half === 'am' ? 'blue' : 'gold' }, half) },
];

export default function Agenda({ day }) {
  const [done, setDone] = useState(0);
  const rows = useMemo(() => {
    const slots = range(names.length).map(index => {
      const start = addMinutes(day, 10 * 60 + index * 45);
      return { key: index, time: format(start, 'HH:mm'), patient: names[index], half: format(start, 'aaa') };
    });
    return sortBy(slots, 'patient');
  }, [day]);
  const halves = Object.entries(groupBy(rows, 'half')).map(([half, { length }]) => `${length} ${half}`);
  return h(
    Card,
    { title: h(Badge, { count: done, showZero: true }, 'Agenda'), extra: h(DatePicker) },
    h(Table, { columns, dataSource: rows, pagination: false, size: 'small', id: 'agenda' }),
    h(
      Space,
      null,
      h('span', { id: 'halves' }, halves.join(', ')),
      h(Button, { id: 'next', onClick: () => setDone(done + 1) }, 'Next patient'),
    ),
  );
}
