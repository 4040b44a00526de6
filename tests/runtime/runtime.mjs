// A small module runtime with webpack's conventions, to run chunks in Node without a bundler.
//
//   const chunk = readChunk('dist/shared/react/19.0.0/chunk.js');
//   const runtime = createRuntime([chunk], { shared: { react: reactExports } });
//   runtime.require('./node_modules/lodash-es/lodash.js')
//
// Chunks are evaluated in this realm (not in a vm context), so that their results can be compared deeply with
// those of the npm package.
import fs from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

const hasOwn = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
const nodeRequire = createRequire(import.meta.url);

// What a chunk of format `commonjs` may require by itself: Node's own modules, nothing from node_modules.
function requireBuiltin(request) {
  if (!builtinModules.includes(request.replace(/^node:/, ''))) {
    throw new Error(`the chunk calls Node's require for ${request}`);
  }
  return nodeRequire(request);
}

// The `self` a chunk sees: reads fall through to the real globals, writes stay here.
function createSelf() {
  const own = Object.create(null);
  const self = new Proxy(own, {
    get: (_, key) => (key === 'self' ? self : key in own ? own[key] : globalThis[key]),
    has: (_, key) => key in own || key in globalThis,
  });
  return { self, own };
}

/**
 * Evaluates a chunk and returns what it carries: { file, format, uniqueName, ids, modules, runtime }.
 * The format is recognised by what the chunk does: `jsonp` pushes onto self["webpackChunk<uniqueName>"], `commonjs`
 * fills exports.ids and exports.modules.
 */
export function readChunk(file) {
  return evaluateChunk(fs.readFileSync(file, 'utf8'), file);
}

export function evaluateChunk(source, file = 'chunk.js') {
  const { self, own } = createSelf();
  const module = { exports: {} };
  vm.compileFunction(source, ['self', 'exports', 'module', 'require'], { filename: file }).call(
    undefined,
    self,
    module.exports,
    module,
    requireBuiltin,
  );

  if (module.exports.modules) {
    const { ids, modules, runtime } = module.exports;
    return { file, format: 'commonjs', uniqueName: null, ids, modules, runtime };
  }
  const globals = Object.keys(own).filter(name => name.startsWith('webpackChunk'));
  if (globals.length !== 1 || own[globals[0]].length !== 1) {
    throw new Error(
      `${file} pushes no chunk, or more than one (globals: ${Object.keys(own).join(', ') || 'none'})`,
    );
  }
  const [ids, modules, runtime] = own[globals[0]][0];
  return {
    file,
    format: 'jsonp',
    uniqueName: globals[0].slice('webpackChunk'.length),
    ids,
    modules,
    runtime,
  };
}

/** Imports a file as an ES module, whatever its name. */
async function importFile(file) {
  const copy = `${file}.mjs`;
  fs.copyFileSync(file, copy);
  try {
    return await import(pathToFileURL(copy));
  } finally {
    fs.rmSync(copy);
  }
}

/** A chunk of format `module`, as readChunk() gives those of the other formats. */
export async function importChunk(file) {
  const { __webpack_ids__: ids, __webpack_modules__: modules } = await importFile(file);
  return { file, format: 'module', uniqueName: null, ids, modules };
}

/**
 * Runs a container, as the federation runtime does in Node, and takes the global that it sets away:
 * { global, key, version, init, get }.
 */
export function runContainer(file) {
  const before = new Set(Object.keys(globalThis));
  vm.compileFunction(fs.readFileSync(file, 'utf8'), ['require'], { filename: file })(requireBuiltin);
  const added = Object.keys(globalThis).filter(name => !before.has(name));
  if (added.length !== 1) throw new Error(`${file} sets ${added.length} globals: ${added.join(', ')}`);
  const container = { global: added[0], ...globalThis[added[0]] };
  delete globalThis[added[0]];
  return container;
}

/**
 * The exports of a share's root module `id`, whatever the format of its chunk. `shared`: share key -> exports.
 */
export async function loadShare(file, format, id, { shared = {} } = {}) {
  if (format === 'jsonp' || format === 'commonjs') return createRuntime([readChunk(file)], { shared }).require(id);
  if (format === 'module') return createRuntime([await importChunk(file)], { shared }).require(id);
  const container = format === 'container' ? runContainer(file) : await importFile(file);
  await container.init({ loadShare: async key => hasOwn(shared, key) && (() => shared[key]) });
  return (await container.get())();
}

export const formats = ['jsonp', 'commonjs', 'module', 'container', 'module-container'];

/**
 * Makes `__webpack_require__` over the modules of some chunks.
 *   shared:      share key -> exports; serves webpack/sharing/consume/<scope>/<key>/<import>
 *   loadChunk:   chunk id -> another chunk whose modules are needed, or nothing; behind __webpack_require__.e
 * Returns { require, modules, cache }; require(id) gives the exports of a module.
 */
export function createRuntime(chunks, { shared = {}, loadChunk = () => undefined } = {}) {
  const modules = Object.assign(Object.create(null), ...chunks.map(chunk => chunk.modules));
  const cache = Object.create(null);

  function webpackRequire(id) {
    if (hasOwn(cache, id)) {
      if ('error' in cache[id]) throw cache[id].error;
      return cache[id].exports;
    }
    const consumed = consumeShared(String(id), shared);
    if (consumed) return consumed.exports;
    if (!hasOwn(modules, id)) throw new Error(`module ${id} is in no chunk`);
    const module = (cache[id] = { id, loaded: false, exports: {} });
    try {
      modules[id].call(module.exports, module, module.exports, webpackRequire);
    } catch (error) {
      module.error = error;
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  webpackRequire.m = modules;
  webpackRequire.c = cache;
  webpackRequire.g = globalThis;
  webpackRequire.e = async id => {
    Object.assign(modules, (await loadChunk(id))?.modules);
  };
  webpackRequire.o = hasOwn;
  webpackRequire.r = exports => {
    Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
    Object.defineProperty(exports, '__esModule', { value: true });
  };
  // Rspack 2 gives exports that never change as values, in a third argument.
  webpackRequire.d = (exports, definition, values = {}) => {
    for (const [name, descriptor] of definitions(definition)) {
      if (!hasOwn(exports, name)) Object.defineProperty(exports, name, { enumerable: true, ...descriptor });
    }
    for (const [name, value] of Object.entries(values)) {
      if (!hasOwn(exports, name)) Object.defineProperty(exports, name, { enumerable: true, value });
    }
  };
  webpackRequire.n = exports => {
    const getter = exports && exports.__esModule ? () => exports.default : () => exports;
    webpackRequire.d(getter, { a: getter });
    return getter;
  };
  webpackRequire.t = (value, mode) => fakeNamespace(webpackRequire, value, mode);
  webpackRequire.dn = value => {
    if (!value.name && Object.getOwnPropertyDescriptor(value, 'name')?.writable !== true) {
      Object.defineProperty(value, 'name', { value: 'default', configurable: true });
    }
  };
  webpackRequire.nmd = module => {
    module.paths ??= [];
    module.children ??= [];
    return module;
  };
  webpackRequire.hmd = module => {
    const copy = Object.create(module);
    copy.children ??= [];
    Object.defineProperty(copy, 'exports', {
      enumerable: true,
      set() {
        throw new Error(`an ES module assigns module.exports: ${module.id}`);
      },
    });
    return copy;
  };
  return { require: webpackRequire, modules, cache };
}

// An object of getters, or (webpack 5.112 and later) a flat list: name, getter, …, and name, 0, value for
// constants.
function* definitions(definition) {
  if (!Array.isArray(definition)) {
    for (const name of Object.keys(definition)) yield [name, { get: definition[name] }];
    return;
  }
  for (let i = 0; i < definition.length; i += 2) {
    const [name, getter] = [definition[i], definition[i + 1]];
    yield [name, getter === 0 ? { value: definition[++i + 1] } : { get: getter }];
  }
}

// The bits of `mode`: 1 value is an id, 2 copy the value's properties, 4 a namespace stays as it is, 8 as
// require does, 16 a promise stays as it is.
function fakeNamespace(webpackRequire, value, mode) {
  if (mode & 1) value = webpackRequire(value);
  if (mode & 8) return value;
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && mode & 4 && value.__esModule) return value;
  if (isObject && mode & 16 && typeof value.then === 'function') return value;
  const namespace = Object.create(null);
  webpackRequire.r(namespace);
  const getters = Object.assign(Object.create(null), { default: () => value });
  const leaf = new Set([null, Object.prototype, Array.prototype, Function.prototype]);
  if (mode & 2) {
    for (
      let o = value;
      (typeof o === 'object' || typeof o === 'function') && !leaf.has(o);
      o = Object.getPrototypeOf(o)
    ) {
      for (const name of Object.getOwnPropertyNames(o)) getters[name] ??= () => value[name];
    }
  }
  webpackRequire.d(namespace, getters);
  return namespace;
}

// Finds what serves a consume-shared id. Key and import may both hold slashes, so the keys decide: one whose
// import is the key itself first, then one without an import (import: false), else the longest that the rest begins with.
function consumeShared(id, shared) {
  const match = /^webpack\/sharing\/consume\/[^/]+\/(.+)$/s.exec(id);
  if (!match) return null;
  const rest = match[1];
  const keys = Object.keys(shared)
    .filter(key => rest.startsWith(`${key}/`))
    .sort((a, b) => b.length - a.length);
  const key = keys.find(k => rest === `${k}/${k}`) ?? (hasOwn(shared, rest) ? rest : keys[0]);
  if (key === undefined) throw new Error(`nothing given for ${id}`);
  return { exports: shared[key] };
}

/** The folder of a share key below the output, named as Module Federation names its shared files. */
export function encodeKey(key) {
  return key.replace(/@/g, 'scope_').replace(/-/g, '_').replace(/\//g, '__').replace(/\./g, '');
}

/**
 * chunk.js of a share key below an output folder of analyze or prune; throws when there is not exactly one.
 */
export function chunkFile(outDir, key) {
  const dir = path.join(outDir, encodeKey(key));
  const versions = fs.existsSync(dir)
    ? fs.readdirSync(dir).filter(v => fs.existsSync(path.join(dir, v, 'chunk.js')))
    : [];
  if (versions.length !== 1)
    throw new Error(`expected one version of ${key} below ${dir}, found ${versions.length}`);
  return path.join(dir, versions[0], 'chunk.js');
}

/** The id of a share's root module: `fallback` of the report, as a path relative to the app's folder. */
export function rootModule(report, key) {
  const fallback = report.mfshake.shares[key]?.fallback;
  if (!fallback) throw new Error(`the report has no fallback for ${key}`);
  return /^\.{1,2}\//.test(fallback) ? fallback : `./${fallback}`;
}

/** The names a module's exports object offers to an importer. */
export function exportNames(exports) {
  return Object.keys(exports)
    .filter(name => name !== '__esModule')
    .sort();
}
