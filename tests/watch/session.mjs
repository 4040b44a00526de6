// A running watch, and what it says.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binary } from '../lib/mfshake.mjs';

const ENDS = /^mfshake: (.*): (.*), ([\d.]+) ms$/;

export class Watch {
  /** The cycles so far: { cause, outcome, ms, problems }. */
  cycles = [];
  table = '';
  #pending = '';
  #problems = '';
  #waiting = new Set();

  constructor(folder, args, { program = binary, before = [] } = {}) {
    const [command, ...rest] = [...before, program, 'analyze', '--watch', ...args];
    this.folder = folder;
    this.child = spawn(command, rest, {
      cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined, MFSHAKE_CACHE: undefined } });
    this.child.stdout.setEncoding('utf8').on('data', text => {
      // A table begins with its heading; the next one takes its place.
      this.table += text;
      const last = [...this.table.matchAll(/^share key/gm)].at(-1)?.index;
      if (last > 0) this.table = this.table.slice(last);
    });
    this.child.stderr.setEncoding('utf8').on('data', text => this.#read(text));
    this.ended = new Promise(resolve => this.child.on('close', (code, signal) => { resolve({ code, signal, rest: this.#problems + this.#pending }); this.#wake(); }));
    this.ended.then(() => { this.isEnded = true; this.#wake(); });
  }

  #read(text) {
    this.#pending += text;
    for (let end; (end = this.#pending.indexOf('\n')) >= 0; ) {
      const line = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + 1);
      const found = ENDS.exec(line);
      if (!found) this.#problems += `${line}\n`;
      else {
        this.cycles.push({ cause: found[1], outcome: found[2], ms: Number(found[3]), problems: this.#problems });
        this.#problems = '';
      }
    }
    this.#wake();
  }

  #wake() {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** Resolves to the first cycle from number `from` on that `test` takes; undefined after `ms`. */
  async cycle(test, from = 0, ms = 20_000) {
    const limit = Date.now() + ms;
    for (;;) {
      const found = this.cycles.slice(from).find(test);
      if (found || this.isEnded || Date.now() >= limit) return found;
      await new Promise(resolve => {
        this.#waiting.add(resolve);
        setTimeout(resolve, Math.max(1, limit - Date.now())).unref();
      });
    }
  }

  /** Resolves when all that was done so far is seen: something is done that must be. The last cycle. */
  async settled(tick) {
    const from = this.cycles.length;
    fs.writeFileSync(path.join(this.folder, 'src/tick.js'), `export const tick = 1; // ${tick}\n`);
    let answered = await this.cycle(c => c.cause.includes('src/tick.js'), from, 400);
    // The module may not be a part of the app now; the configuration always is. What is done while the watch starts over is seen by the analysis, and not told: then it is done again.
    for (let tries = 0; !answered && tries < 60; tries++) {
      const now = new Date(), later = this.cycles.length;
      fs.utimesSync(path.join(this.folder, 'mfshake.json'), now, now);
      answered = await this.cycle(c => c.cause.includes('mfshake.json'), later, 1000);
    }
    if (!answered) throw new Error(`the watch does not answer; it said:\n${JSON.stringify(this.cycles.slice(-3), null, 1)}`);
    return this.cycles.at(-1);
  }

  /** Resolves when no cycle has ended for a while. */
  async quiet(ms = 200) {
    for (let seen = -1; seen !== this.cycles.length; ) {
      seen = this.cycles.length;
      await new Promise(resolve => setTimeout(resolve, ms));
    }
  }

  async end(signal = 'SIGINT') {
    this.child.kill(signal);
    return this.ended;
  }
}
