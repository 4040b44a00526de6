import { formatDistanceToNow } from 'date-fns';
import { orderBy } from 'lodash-es';
import { createPortal } from 'react-dom';
import { useSession } from './session.jsx';

export function Notifications() {
  const { notes, dispatch } = useSession();
  if (notes.length === 0) return null;
  return createPortal(
    <ul className="notes">
      {orderBy(notes, ['urgent', 'time'], ['desc', 'asc']).map(note => (
        <li key={note.id}>
          {note.text} <small>{formatDistanceToNow(note.time, { addSuffix: true })}</small>
          <button onClick={() => dispatch({ type: 'dismissed', id: note.id })}>Dismiss</button>
        </li>
      ))}
    </ul>,
    document.body,
  );
}
