import { createContext, useContext, useMemo, useReducer } from 'react';
import { isEqual, uniqBy } from 'lodash-es';

const SessionContext = createContext(null);

export function reduce(session, action) {
  switch (action.type) {
    case 'signed-in':
      return isEqual(session.user, action.user) ? session : { ...session, user: action.user };
    case 'signed-out':
      return { ...session, user: null };
    case 'notified':
      return { ...session, notes: uniqBy([...session.notes, action.note], 'id') };
    case 'dismissed':
      return { ...session, notes: session.notes.filter(note => note.id !== action.id) };
    default:
      return session;
  }
}

export function SessionProvider({ children }) {
  const [session, dispatch] = useReducer(reduce, { user: null, notes: [] });
  const value = useMemo(() => ({ ...session, dispatch }), [session]);
  return <SessionContext value={value}>{children}</SessionContext>;
}

export const useSession = () => useContext(SessionContext);
