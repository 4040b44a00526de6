// Virtual time and repeatable randomness, so that two implementations can be called under the same conditions.

/** Runs body(tick) with timers that only tick(milliseconds) moves and a Math.random that always starts alike. */
export function underControl(body) {
  const saved = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now, random: Math.random };
  const timers = new Map();
  let now = 1_700_000_000_000;
  let nextId = 1;
  let seed = 42;
  globalThis.setTimeout = (callback, delay = 0, ...args) => {
    timers.set(nextId, { at: now + Math.max(1, Number(delay) || 0), callback, args });
    return nextId++;
  };
  globalThis.clearTimeout = id => timers.delete(id);
  Date.now = () => now;
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;

  const tick = milliseconds => {
    const end = now + milliseconds;
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
      if (!due) break;
      const [id, timer] = due;
      timers.delete(id);
      now = timer.at;
      timer.callback(...timer.args);
    }
    now = end;
  };
  try {
    return body(tick);
  } finally {
    Object.assign(globalThis, { setTimeout: saved.setTimeout, clearTimeout: saved.clearTimeout });
    Date.now = saved.now;
    Math.random = saved.random;
  }
}
