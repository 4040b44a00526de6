// Calls two versions of the same export in the same ways and compares what comes out.
import assert from 'node:assert/strict';
import { underControl } from './clock.mjs';

// Arguments for any function: made anew for each call, because some functions change what they get.
const people = () => [
  { name: 'Ada', age: 36, tags: ['x'] },
  { name: 'Bob', age: 17, tags: [] },
  { name: 'Cy', age: 36, tags: ['x', 'y'] },
];
const day = (n = 15) => new Date(Date.UTC(2026, 0, n, 9, 30));
const generalArguments = () => [
  [],
  [undefined],
  [null],
  [0],
  [3],
  [-1.5],
  ['some text here'],
  [true],
  [[3, 1, 2]],
  [people()],
  [{ b: 2, a: { c: [1] } }],
  [people(), 'name'],
  [people(), ['age', 'name']],
  [people(), person => person.age],
  [people(), { age: 36 }],
  [people(), ['age'], ['desc']],
  [[1, [2, [3, 4]]], 2],
  [{ a: { b: 1 } }, 'a.b'],
  [{ a: { b: 1 } }, ['a', 'c'], 7],
  ['a-b_c d', 2],
  [5, 5],
  [1, 10],
  [1, 2, true],
  [
    ['a', 'b'],
    [1, 2],
  ],
  [{ a: 1 }, { b: { c: 2 } }, { b: { d: 3 } }],
  [new Map([['k', 1]])],
  [new Set([1, 2])],
  [[NaN, 0, '', 'x'], Boolean],
  ['/a/:b{/:c}'],
  [value => value],
];

// For a library of dates; others would take a date for a huge number.
const dateArguments = () => [
  [],
  [undefined],
  [null],
  [0],
  ['some text here'],
  [day()],
  [day(), 0],
  [day(), -4],
  [day(), 2.5],
  [day(29), 1],
  [[day(), day(3)]],
  [day(), undefined],
  [day(), 3],
  [day(), day(18)],
  [day(), "EEEE d MMMM yyyy 'at' HH:mm"],
  [{ start: day(), end: day(20) }],
  [day(16), { start: day(), end: day(20) }],
  ['2026-01-15T10:00:00Z'],
  [day(), { hours: 4, minutes: 5 }],
  [day(), day(40), { addSuffix: true }],
  [day(), { weekStartsOn: 1 }],
];

// Functions that work with time get calls of their own: what was called when, seen from outside.
const pauseLists = [[5, 5, 5, 100], [60, 60], [30, 30, 30, 30, 30], [1], [49, 51, 200]];
const paced = optionLists =>
  optionLists.flatMap(options =>
    pauseLists.map(pauses => (pace, tick) => {
      const log = [];
      const call = pace(
        (...args) => {
          log.push([Date.now(), ...args]);
          return args[0];
        },
        ...options,
      );
      pauses.forEach((pause, i) => {
        log.push(['returned', call(i)]);
        tick(pause);
      });
      log.push(['flushed', call.flush()]);
      call('last');
      call.cancel();
      tick(1000);
      return log;
    }),
  );
const timedCalls = new Map(
  Object.entries({
    debounce: paced([
      [0],
      [10],
      [50, { leading: true }],
      [50, { leading: true, trailing: false }],
      [50, { maxWait: 60 }],
    ]),
    throttle: paced([[0], [10], [50, { leading: false }], [50, { trailing: false }]]),
    delay: [0, 1, 5, 10, '7', NaN, undefined].flatMap(wait =>
      [[], ['a'], ['a', 'b']].map(args => (delay, tick) => {
        const log = [typeof delay((...received) => log.push([Date.now(), received]), wait, ...args)];
        [1, 4, 10, 100].forEach(pause => {
          tick(pause);
          log.push(Date.now());
        });
        return log;
      }),
    ),
  }),
);

/** A value as plain data: two instances of a package give equal data when they behave alike. */
export function plain(value, depth = 5, seen = []) {
  if (typeof value === 'function') return `function ${value.name}/${value.length}`;
  if (typeof value === 'symbol') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.includes(value)) return 'cycle';
  if (depth === 0) return '…';
  const inner = item => plain(item, depth - 1, [...seen, value]);
  const type = Object.getPrototypeOf(value)?.constructor?.name ?? 'null';
  if (value instanceof Date) return { type, time: value.getTime() };
  if (value instanceof Error) return { type, message: value.message };
  if (value instanceof Map || value instanceof Set) return { type, items: [...value].map(inner) };
  if (Array.isArray(value)) return value.map(inner);
  return {
    type,
    ...Object.fromEntries(Reflect.ownKeys(value).map(name => [String(name), inner(value[name])])),
  };
}

// What a call gives or throws; a function that is returned is called too.
function outcome(call, argumentLists) {
  try {
    return underControl(tick => {
      const value = call(tick);
      if (typeof value !== 'function') return { value: plain(value) };
      return {
        value: plain(value),
        calls: argumentLists().map(args => attempt(() => plain(value(...args)))),
      };
    });
  } catch (error) {
    return { error: plain(error) };
  }
}

function attempt(body) {
  try {
    return { value: body() };
  } catch (error) {
    return { error: plain(error) };
  }
}

/**
 * Calls a function of two versions in the same ways; returns the number of calls. `dates`: it works on dates.
 */
export function compareCalls(name, ours, theirs, { dates = false } = {}) {
  const argumentLists = dates ? dateArguments : generalArguments;
  const calls = timedCalls.get(name) ?? argumentLists().map((_, i) => fn => fn(...argumentLists()[i]));
  for (const [i, call] of calls.entries()) {
    const [got, want] = [ours, theirs].map(fn => outcome(tick => call(fn, tick), argumentLists));
    assert.deepEqual(got, want, `${name}, call ${i}`);
  }
  return calls.length;
}

/**
 * Compares one export of two versions of a chunk: its type, its shape, its own names, what it does when
 * called.
 */
export function compareExport(name, ours, theirs, options) {
  assert.equal(typeof ours, typeof theirs, `type of ${name}`);
  assert.deepEqual(plain(ours), plain(theirs), name);
  if (typeof theirs !== 'function') return 0;
  assert.deepEqual(Reflect.ownKeys(ours), Reflect.ownKeys(theirs), `own names of ${name}`);
  return compareCalls(name, ours, theirs, options);
}
