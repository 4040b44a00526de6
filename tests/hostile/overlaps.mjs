// A region that begins at any token of a module and ends at any later one: in the middle of a statement, in another
// function, in another module. The chunk must stay one that behaves as before, but for exports that stand in the region.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { createRuntime, evaluateChunk } from '../runtime/runtime.mjs';
import { close, open } from './chunks.mjs';

const base = `(self["webpackChunkt"] = self["webpackChunkt"] || []).push([["t"], {
"r": ((module, exports, REQ) => {
"use strict";
REQ.r(exports);
REQ.d(exports, {
a: () => (x.p),
"b": () => c, c: function () { return d; },
e() { return f(1) }
});
var x = /* #__PURE__ */ REQ("s"), y = REQ.n(x);
const c = [1, ...LOG([2])], d = { k: c, m() { return this.k } };
function f(n = 1) { if (n) { return \`\${n}!\` } else return -n }
class G extends Object { static z = LOG("z"); get q() { return 1 } }
function only() { return 1 }
class Only { m() {} }
const one = () => two, two = [1],
three = 3
let h = () => x.p + /[/]/.source.length
LOG("in the middle"), h++
;[c].forEach(v => LOG(v))
for (var i = 0; i < 2; i++) LOG(i);
}),
"s": (function (module, exports, REQ) {
exports.p = exports.q = LOG(5);
exports.only = function only() {};
exports.two = exports.three = [2]
exports.r = function () { return exports.p };
Object.defineProperty(exports, "s", { enumerable: true, get: () => t });
var t = 1, u = t, w
LOG(u), exports.v = { w };
}),
"o": ((module) => { 
module.exports = {
l: 1,
m, n: [m],
only() { return 1 }
}; var m = LOG("m") })
}]);
`;
const token = /\s+|"[^"]*"|`[^`]*`|\/\*.*?\*\/|\/\[\/\]\/|[\w$]+|=>|\.\.\.|\+\+|[^\s\w]/gs;

/** [text before the token, the rest] for each place where a comment may stand. */
function places() {
  const found = [];
  for (const { 0: text, index } of base.matchAll(token)) {
    if (!/^\s+$/.test(text)) found.push(index);
  }
  return found.filter(at => at > base.indexOf('{\n'));
}

function describe(value, depth = 3) {
  try {
    if (typeof value === 'function') return String(value).startsWith('class') ? 'class' : `function giving ${describe(value(), depth - 1)}`;
    if (value && typeof value === 'object' && depth) return `{${Reflect.ownKeys(value).map(key => `${String(key)}: ${describe(value[key], depth - 1)}`)}}`;
    return String(value);
  } catch (error) {
    return `throws ${error.name}`;
  }
}

/** What each module exports, in words, and what was logged on the way. */
function run(source) {
  const logged = [];
  globalThis.LOG = value => {
    logged.push(describe(value));
    return value;
  };
  try {
    const { modules, ids } = evaluateChunk(source);
    const runtime = createRuntime([{ modules, ids }]);
    const exports = {};
    for (const id of Object.keys(modules)) {
      const values = runtime.require(id);
      exports[id] = Object.fromEntries(Object.keys(values).map(name => [name, describe(values[name])]));
    }
    return { exports, logged };
  } finally {
    delete globalThis.LOG;
  }
}

/** Tries all pairs whose regions begin a line and are not long, and `count` of the others; returns how many, and how many of them changed the chunk. */
export async function tryOverlaps(dir, count = Infinity) {
  const at = places();
  const pairs = at.flatMap((from, i) => at.slice(i).map(to => [from, to]));
  const step = Math.max(1, pairs.length / count);
  let next = 0;
  const chosen = pairs.filter(([from, to], i) => {
    if (base[from - 1] === '\n' && to - from < 150) return true;
    if (i < next) return false;
    next += step;
    return true;
  });
  const report = path.join(dir, 'overlaps.json');
  fs.writeFileSync(report, JSON.stringify(usageReport('t', { k: { provided: ['a', 'b'], used: ['b'], fallback: 'r' } })));
  const texts = chosen.map(([from, to]) => `${base.slice(0, from)}${open('a')}${base.slice(from, to)}${close}${base.slice(to)}`);
  const folder = path.join(dir, 'overlaps');
  for (const [i, text] of texts.entries()) {
    fs.mkdirSync(path.join(folder, String(i)), { recursive: true });
    fs.writeFileSync(path.join(folder, String(i), 'chunk.js'), text);
  }
  const prune = (from, to) => mfshakeOk(['prune', from, '--usage', report, '-o', to, '-q', '--max-diagnostics', '1'], { seconds: 600 });
  const [once, twice] = ['once', 'twice'].map(name => path.join(dir, name));
  await prune(folder, once);
  await prune(once, twice);
  const whole = run(base);
  let changed = 0;
  for (const [i, text] of texts.entries()) {
    const [pruned, again] = [once, twice].map(from => fs.readFileSync(path.join(from, String(i), 'chunk.js'), 'utf8'));
    const where = `region ${chosen[i].join(' to ')}`;
    const { exports, logged } = run(pruned);
    changed += withoutMacros(pruned) !== withoutMacros(text);
    assert.equal(again, pruned, where);
    assert.deepEqual(logged, whole.logged, where);
    const inside = base.slice(...chosen[i]);
    for (const [id, values] of Object.entries(whole.exports)) {
      if (!exports[id]) continue; // a module that nothing needs any more
      for (const [name, value] of Object.entries(values)) {
        const may = name in exports[id] ? [value] : inside.includes(name) ? [undefined] : [];
        assert.ok(may.includes(exports[id][name]), `${where}: ${id}.${name} is ${exports[id][name]}, was ${value}`);
      }
    }
  }
  return { tried: texts.length, changed };
}

const withoutMacros = text => text.replaceAll(open('a'), '').replaceAll(close, '').replace(/\s/g, '');
