// Virtual time and repeatable randomness, so that two implementations can be called under the same
// conditions.
//
// Importing this module puts a switch in front of the global functions, because packages take them when they
// load: import it before them.
const real = { setTimeout, clearTimeout, now: Date.now, random: Math.random };
let current = real;

globalThis.setTimeout = (...args) => current.setTimeout(...args);
globalThis.clearTimeout = (...args) => current.clearTimeout(...args);
Date.now = () => current.now.call(Date);
Math.random = () => current.random();

/**
 * Runs body(tick) with timers that only tick(milliseconds) moves and a Math.random that always starts alike.
 */
export function underControl(body) {
  const timers = new Map();
  let now = Date.UTC(2026, 0, 15, 12);
  let nextId = 1;
  let seed = 42;
  const tick = milliseconds => {
    const end = now + milliseconds;
    for (;;) {
      const due = [...timers]
        .filter(([, timer]) => timer.at <= end)
        .sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      const [id, timer] = due;
      timers.delete(id);
      now = timer.at;
      timer.callback(...timer.args);
    }
    now = end;
  };
  current = {
    setTimeout(callback, delay = 0, ...args) {
      timers.set(nextId, { at: now + Math.max(1, Number(delay) || 0), callback, args });
      return nextId++;
    },
    clearTimeout: id => timers.delete(id),
    now: () => now,
    random: () => (seed = (seed * 16807) % 2147483647) / 2147483647,
  };
  try {
    return body(tick);
  } finally {
    current = real;
  }
}
