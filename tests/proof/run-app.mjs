// Runs the bundles of an app in a thread of its own and sends what could be seen of it: console output, calls of the global
// functions that the cases report to, thrown errors, what exposed modules export.
//
// workerData: { bundles: [{ file, exposed }], shares: [{ key, file, root }], sinks: [name], settings: { name: value } }
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { createRuntime, readChunk } from '../runtime/runtime.mjs';

const { bundles, shares, sinks, settings } = workerData;
const nodeRequire = createRequire(import.meta.url);
const log = [];
const depthLimit = 4;

const errorText = error => (error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error));

/** A value as data. Functions are called, promises waited for: an export may only be missed when it is needed. */
async function describe(value, depth = 0, seen = []) {
  if (typeof value === 'symbol' || typeof value === 'bigint') return String(value);
  if (typeof value === 'undefined') return 'undefined';
  if (value instanceof Error) return errorText(value);
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  if (seen.includes(value)) return 'seen';
  if (depth === depthLimit) return typeof value;
  const inner = item => describe(item, depth + 1, [...seen, value]);
  if (typeof value.then === 'function') return { promise: await attempt(async () => inner(await value)) };
  const members = {};
  for (const name of Reflect.ownKeys(value).filter(key => key !== 'prototype' && key !== 'caller' && key !== 'arguments')) {
    members[String(name)] = await attempt(() => inner(value[name]));
  }
  if (typeof value !== 'function') return Array.isArray(value) ? Object.values(members) : members;
  return { function: members, called: await attempt(async () => inner(value())) };
}

async function attempt(body) {
  try {
    return await body();
  } catch (error) {
    return { thrown: errorText(error) };
  }
}

// Each sink gives back its first argument, so that wrapped values go on being used; without one, an object.
for (const name of sinks) {
  globalThis[name] = (...args) => {
    log.push({ sink: name, args });
    return args.length ? args[0] : { a: 'a of a sink', zz: 'zz of a sink' };
  };
}
Object.assign(globalThis, settings);
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = (...args) => log.push({ console: name, args });
process.on('unhandledRejection', error => log.push({ rejected: errorText(error) }));

const chunks = shares.map(share => readChunk(share.file));
const shared = {};
for (const { key, root } of shares) {
  if (!(key in shared)) Object.defineProperty(shared, key, { enumerable: true, get: () => runtime.require(root) });
}
const runtime = createRuntime(chunks, { shared });

function requireOutside(request) {
  const share = /^share:(.*)\|(.*)$/s.exec(request);
  if (share) {
    const [, key, root] = share;
    const known = shares.filter(other => other.key === key);
    // The share scope has one module per key and version, also where import and require resolve to different files of it.
    const found = known.find(other => other.root === root) ?? (known.length === 1 ? known[0] : undefined);
    if (!found) throw new Error(`no chunk of ${key} has ${root} as its root`);
    return runtime.require(found.root);
  }
  if (request.startsWith('remote:')) return { __esModule: true, default: `${request} default`, x: `${request} x` };
  return nodeRequire(request);
}

for (const { file, exposed } of bundles) {
  const module = { exports: {} };
  try {
    const parameters = ['module', 'exports', 'require'];
    vm.compileFunction(fs.readFileSync(file, 'utf8'), parameters, { filename: file })(module, module.exports, requireOutside);
    // Nobody imports an entry, so that nothing can be seen of its exports.
    log.push(exposed ? { exports: module.exports } : { ended: path.basename(file) });
  } catch (error) {
    log.push({ thrown: errorText(error) });
  }
}
// Promises and timers that the app started come to an end.
await new Promise(done => setTimeout(done, 20));
const seen = [];
for (const entry of log) {
  const [[kind, what], [, args] = []] = Object.entries(entry);
  seen.push({ [kind]: kind === 'exports' ? await describe(what) : what, ...(args && { args: await describe(args) }) });
}
await new Promise(done => setTimeout(done, 5));
for (const entry of log.slice(seen.length)) seen.push({ late: await describe(entry) });
parentPort.postMessage(seen);
