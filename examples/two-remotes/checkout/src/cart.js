import { isEqual, keyBy, merge, omitBy, throttle, values } from 'lodash-es';
import { useSyncExternalStore } from 'react';

const listeners = new Set();
let state = { lines: [] };

const save = throttle(() => window.localStorage.setItem('basket', JSON.stringify(state)), 500);

function update(lines) {
  if (isEqual(lines, state.lines)) return;
  state = { lines };
  save();
  for (const listener of listeners) listener();
}

/** Adds lines; those of a product that is there already replace its quantity. */
export function addLines(lines) {
  update(values(merge({}, keyBy(state.lines, 'id'), keyBy(lines, 'id'))));
}

export function setQuantity(id, quantity) {
  const lines = keyBy(state.lines, 'id');
  update(values(omitBy({ ...lines, [id]: { ...lines[id], quantity } }, line => line.quantity === 0)));
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useCart = () => useSyncExternalStore(subscribe, () => state);
