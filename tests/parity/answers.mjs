// Asks webpack and Rspack which exports of which module are provided and used in an app.
//
// Both are asked in the same way. `askWebpack` and `askRspack` build an app once, without writing it, and return
//
//   { modules: Map(path -> { provided, used, orphan, sideEffectFree, exportsType, pure, async }),
//     targets: Map (what requests of shares resolve to), consumed: Map(share key -> …) (webpack with sharing only),
//     errors: [text], warnings: [text] }
//
// where `provided` is a sorted list, true or null (names unknown), and `used` a sorted list, true (all), false (none) or
// null (no information). Paths are relative to the app's folder; what lies outside begins with `<root>/`, the folder that
// holds the app's. The optimisations that decide about exports are on, those that rename, inline or merge are off.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const tools = path.join(path.dirname(fileURLToPath(import.meta.url)), 'tools');
const require = createRequire(path.join(tools, 'package.json'));
const webpack = require('webpack');
const connectionState = { transitive: webpack.ModuleGraphConnection.TRANSITIVE_ONLY };

let loaded;
const rspack = () => (loaded ??= require('@rspack/core'));

export const versions = () => ({ webpack: webpack.version, rspack: rspack().rspackVersion });

// --- the app --------------------------------------------------------------------------------------------------------

/** Reads case.json of `dir` into the shape that the rest works with: entries and shared are objects, defaults are filled in. */
export function readApp(dir) {
  const text = fs.readFileSync(path.join(dir, 'case.json'), 'utf8');
  return normalizeApp(JSON.parse(text), dir);
}

export function normalizeApp(json, dir) {
  const { name, entries = {}, library, experiments, exposes = {}, remotes = {}, shared = {}, mode = 'production', target = 'web', resolve = {}, jsx = 'automatic' } = json;
  const shares = Array.isArray(shared) ? shared.map(share => (typeof share === 'string' ? [share, {}] : Object.entries(share)[0])) : Object.entries(shared);
  const options = value => (typeof value !== 'string' ? value : /^[\d^~><=*v]/.test(value) ? { requiredVersion: value } : { import: value });
  const tsconfig = path.join(dir, 'tsconfig.json');
  return {
    tsconfig: fs.existsSync(tsconfig) ? fs.readFileSync(tsconfig, 'utf8') : '{}',
    name, dir: fs.realpathSync(dir), library, experiments, exposes, remotes, mode, target, jsx, big: json.big === true,
    entries: Array.isArray(entries) ? Object.fromEntries(entries.map((file, index) => [index ? `entry${index}` : 'main', file])) : entries,
    shared: Object.fromEntries(shares.map(([key, value]) => [key, options(value)])),
    resolve: JSON.parse(JSON.stringify(resolve).replaceAll('<dir>', dir)),
  };
}

/** The share key under which `request` is shared, or null. A key that ends with a slash shares what lies below it. */
export function shareKeyOf(app, request) {
  if (Object.hasOwn(app.shared, request) && !request.endsWith('/')) return app.shared[request].shareKey ?? request;
  const prefix = Object.keys(app.shared).find(key => key.endsWith('/') && request.startsWith(key));
  return prefix === undefined ? null : (app.shared[prefix].shareKey ?? prefix) + request.slice(prefix.length);
}

export const isDependency = file => /(^|\/)node_modules\//.test(file);

function pathIn(app, resource) {
  const root = `${path.dirname(app.dir)}/`;
  if (resource.startsWith(`${app.dir}/`)) return resource.slice(app.dir.length + 1);
  return resource.startsWith(root) ? `<root>/${resource.slice(root.length)}` : resource;
}

export const absolute = (app, file) => (file.startsWith('<root>/') ? path.join(path.dirname(app.dir), file.slice(7)) : path.join(app.dir, file));

// --- stubs ----------------------------------------------------------------------------------------------------------

// A stubbed request carries who asks and for which share: ?stub=app-<share key in hexadecimal>.
const stubPattern = /[?&]stub=(app|dependency)-([0-9a-f]*)$/;
const stubQuery = (who, key) => `stub=${who}-${Buffer.from(key).toString('hex')}`;

/** Takes a module's path apart: { file, who, key }; without a stub only the file. */
export function stubParts(file) {
  const match = stubPattern.exec(file);
  return match ? { file: file.slice(0, match.index), who: match[1], key: Buffer.from(match[2], 'hex').toString() } : { file };
}

// Webpack's hook and Rspack's get the same data; requests without an issuer are entries. A request with a query is not
// resolved through package.json's exports, so that it is replaced by the file that the plain build found.
function redirectToStub(app, targets, data) {
  const issuer = data.contextInfo?.issuer;
  const key = shareKeyOf(app, data.request);
  if (!issuer || key === null || stubPattern.test(issuer) || stubPattern.test(data.request)) return;
  const target = targets.get(targetKey(issuer, data.request, data.dependencyType)) ?? targets.get(targetKey(issuer, data.request));
  if (target === undefined) return;
  const who = isDependency(pathIn(app, issuer)) ? 'dependency' : 'app';
  data.request = target + (target.includes('?') ? '&' : '?') + stubQuery(who, key);
}

const targetKey = (issuer, request, kind = '') => [issuer, request, kind].join('\0');

function addTargets(targets, app, graph, module) {
  for (const { dependency, resolvedModule } of graph.getOutgoingConnections(module)) {
    const request = dependency?.userRequest ?? dependency?.request;
    if (!resolvedModule?.resource || typeof request !== 'string' || shareKeyOf(app, request) === null) continue;
    for (const kind of [dependency.category, '']) {
      const key = targetKey(module.resource, request, kind);
      if (!targets.has(key)) targets.set(key, resolvedModule.resource);
    }
  }
}

/** The text of a module that offers the same exports in the same way as `module` does, has a side effect, and refers to nothing. */
export function stubOf({ provided, exportsType }) {
  const effect = 'globalThis.sideEffect = 1;\n';
  if (!Array.isArray(provided)) {
    return exportsType === 'namespace' ? `${effect}export * from "data:text/javascript,module.exports = globalThis.unknownValue()"; export default 1;`
      : `${effect}module.exports = globalThis.unknownValue();`;
  }
  if (exportsType === 'namespace') {
    return `${effect}const value = globalThis.value;\n${provided.map(name => `export { value as ${JSON.stringify(name)} };\n`).join('')}`;
  }
  const names = provided.filter(name => name !== '__esModule').map(name => `exports[${JSON.stringify(name)}] = globalThis.value;\n`);
  return effect + (provided.includes('__esModule') ? 'Object.defineProperty(exports, "__esModule", { value: true });\n' : '') + names.join('');
}

// --- configuration --------------------------------------------------------------------------------------------------

function configuration(app, { sideEffects = true, stubs }) {
  const rules = [{ test: /\.(jsx|tsx?)$/, type: 'javascript/auto', use: [{ loader: path.join(tools, 'compile.cjs'), options: { jsx: app.jsx, tsconfigRaw: app.tsconfig } }] }];
  if (stubs) rules.push({ resourceQuery: stubPattern, enforce: 'pre', use: [{ loader: path.join(tools, 'stub.cjs'), options: { texts: stubs.texts } }] });
  return {
    context: app.dir, mode: app.mode, target: app.target, devtool: false, cache: false, performance: { hints: false },
    entry: Object.fromEntries(Object.entries(app.entries).map(([name, file]) => [name, { import: file }])),
    infrastructureLogging: { level: 'error' },
    output: { path: path.join(os.tmpdir(), 'mfshake-parity-unwritten'), publicPath: '/', uniqueName: 'parity', library: app.library },
    resolve: app.resolve,
    experiments: app.experiments,
    module: { rules },
    optimization: {
      sideEffects, usedExports: 'global', providedExports: true, innerGraph: true, moduleIds: 'named', chunkIds: 'named',
      minimize: false, concatenateModules: false, mangleExports: false, inlineExports: false, splitChunks: false,
    },
    plugins: [{ apply: compiler => compiler.hooks.shouldEmit.tap('parity', () => false) }],
  };
}

function addContainers(config, app, { container, sharing }, withSharing) {
  if (Object.keys(app.exposes).length) {
    config.plugins.push(new container.ContainerPlugin({ name: 'app', filename: 'remoteEntry.js', library: { type: 'var', name: 'app' }, exposes: app.exposes }));
  }
  if (Object.keys(app.remotes).length) config.plugins.push(new container.ContainerReferencePlugin({ remoteType: 'script', remotes: app.remotes }));
  if (withSharing) config.plugins.push(new sharing.SharePlugin({ shared: app.shared }));
}

const sorted = names => [...new Set(names)].sort();
const listOr = value => (value && typeof value !== 'boolean' ? sorted(value) : value);

function factsOf(graph, module, runtime) {
  return {
    provided: listOr(graph.getProvidedExports(module)), used: listOr(graph.getUsedExports(module, runtime)),
    sideEffectFree: module.factoryMeta?.sideEffectFree === true, pure: module.buildMeta?.sideEffectFree === true,
    exportsType: module.buildMeta?.exportsType ?? null, async: module.buildMeta?.async === true,
  };
}

function messagesOf(app, list) {
  const root = path.dirname(app.dir);
  const short = ({ message }) => message.split('\n').slice(0, 2).join(' | ').replaceAll(app.dir, '.').replaceAll(root, '<root>').slice(0, 300);
  return sorted(list.map(short));
}

// --- webpack --------------------------------------------------------------------------------------------------------

const isFederated = module => module.type === 'consume-shared-module' || module.type === 'provide-module';

/** Modules that active connections reach from the roots; those for which `stop` holds are reached but not left. */
function reachable(compilation, stop = () => false) {
  const graph = compilation.moduleGraph, seen = new Set(), queue = [];
  const add = module => {
    if (!module || seen.has(module)) return;
    seen.add(module);
    if (!stop(module)) queue.push(module);
  };
  for (const { dependencies, includeDependencies } of [...compilation.entries.values(), compilation.globalEntry]) {
    for (const dependency of [...dependencies, ...includeDependencies]) add(graph.getModule(dependency));
  }
  while (queue.length) {
    for (const connection of graph.getOutgoingConnections(queue.pop())) {
      if (connection.getActiveState(undefined) !== false) add(connection.module);
    }
  }
  return seen;
}

// What asks a consume-shared module for which names: by modules of the app, by dependencies, and by files of the app that are
// reached through another share only.
function addConsumed(consumed, app, compilation, module, reached, own) {
  const key = module.options.shareKey;
  if (!consumed.has(key)) consumed.set(key, { app: new Set(), dependencies: {}, viaShared: {}, references: [] });
  const record = consumed.get(key);
  for (const connection of compilation.moduleGraph.getIncomingConnections(module)) {
    const state = connection.getActiveState(undefined), origin = connection.originModule;
    if (state === false || !origin || !reached.has(origin)) continue;
    const file = origin.resource === undefined ? `(${origin.type})` : pathIn(app, origin.resource);
    const paths = state === connectionState.transitive ? []
      : [...compilation.getDependencyReferencedExports(connection.dependency, undefined)].map(reference => (Array.isArray(reference) ? reference : reference.name));
    const names = paths.map(([first = '*']) => first);
    if (isDependency(file)) {
      (record.dependencies[file] ??= []).push(...names);
    } else if (!own.has(origin)) {
      (record.viaShared[file] ??= []).push(...names);
    } else {
      for (const name of names) record.app.add(name);
      for (const way of paths.length ? paths.map(parts => parts.join('.') || '*') : ['(none)']) {
        record.references.push(`${file} | ${connection.dependency.type} | ${way}`);
      }
    }
  }
}

/** Builds `app` with webpack. With `sharing`, requests of shared packages go to consume-shared modules; with `stubs`
 *  (see stubsOf), to stubs. */
export function askWebpack(app, { sideEffects, sharing = false, stubs } = {}) {
  const answer = { modules: new Map(), targets: new Map(), consumed: new Map(), errors: [], warnings: [] };
  const config = configuration(app, { sideEffects, stubs });
  addContainers(config, app, webpack, sharing);
  const recorded = new Map();

  const record = compilation => {
    const graph = compilation.moduleGraph, reached = reachable(compilation), own = sharing ? reachable(compilation, isFederated) : null;
    for (const module of compilation.modules) {
      if (module.resource !== undefined) {
        recorded.set(module, factsOf(graph, module, undefined));
        answer.modules.set(pathIn(app, module.resource), recorded.get(module));
        addTargets(answer.targets, app, graph, module);
      }
      if (sharing && module.type === 'consume-shared-module') addConsumed(answer.consumed, app, compilation, module, reached, own);
    }
  };
  config.plugins.push({
    apply(compiler) {
      compiler.hooks.compilation.tap('parity', (compilation, { normalModuleFactory }) => {
        if (compilation.compiler !== compiler) return;
        if (stubs) normalModuleFactory.hooks.beforeResolve.tap('parity', data => redirectToStub(app, stubs.targets, data));
        // Barrels are built completely: a module that was never built says nothing about its exports.
        if (compilation._lazyBarrels) Object.assign(compilation._lazyBarrels, { classify: () => false, request: () => undefined });
        compilation.hooks.afterOptimizeDependencies.tap('parity', () => record(compilation));
        compilation.hooks.afterSeal.tap('parity', () => {
          for (const [module, facts] of recorded) facts.orphan = compilation.chunkGraph.getNumberOfModuleChunks(module) === 0;
        });
      });
    },
  });
  return run(webpack, config, app, answer);
}

// --- Rspack ---------------------------------------------------------------------------------------------------------

/** Builds `app` with Rspack; sharing itself is not asked for, its report is known to be wrong. */
export function askRspack(app, { sideEffects, stubs } = {}) {
  const answer = { modules: new Map(), targets: new Map(), consumed: new Map(), errors: [], warnings: [] };
  const config = configuration(app, { sideEffects, stubs });
  const { tsconfig, ...resolve } = app.resolve;
  if (tsconfig) config.resolve = { ...resolve, tsConfig: tsconfig === true ? path.join(app.dir, 'tsconfig.json') : tsconfig };
  addContainers(config, app, rspack(), false);
  const runtimes = [...Object.keys(app.entries), ...(Object.keys(app.exposes).length ? ['app'] : [])];
  config.plugins.push({
    apply(compiler) {
      compiler.hooks.compilation.tap('parity', (compilation, { normalModuleFactory }) => {
        if (stubs) normalModuleFactory.hooks.beforeResolve.tap('parity', data => redirectToStub(app, stubs.targets, data));
        compilation.hooks.processAssets.tap('parity', () => {
          for (const module of compilation.modules) {
            if (!module.resource) continue;
            const orphan = [...compilation.chunkGraph.getModuleChunks(module)].length === 0;
            answer.modules.set(pathIn(app, module.resource), { ...factsOf(compilation.moduleGraph, module, runtimes), orphan });
          }
        });
      });
    },
  });
  return run(rspack().rspack, config, app, answer);
}

function run(bundler, config, app, answer) {
  return new Promise((resolve, reject) => {
    // webpack throws from its callbacks when namespaces contain each other in a circle: its recursion has no end.
    process.once('uncaughtException', reject);
    const compiler = bundler(config);
    compiler.run((error, stats) => {
      process.off('uncaughtException', reject);
      if (!error) {
        answer.errors = messagesOf(app, stats.compilation.errors);
        answer.warnings = messagesOf(app, stats.compilation.warnings);
      }
      compiler.close(() => (error ? reject(error) : resolve(answer)));
    });
  });
}

// --- what is used of a share ----------------------------------------------------------------------------------------

const wholes = value => value === '*' || (Array.isArray(value) && value.includes('*'));

/** Several opinions (lists of names, '*' for the whole namespace, null for none): what all see, and what one of them sees. */
export function combine(opinions) {
  const known = opinions.filter(opinion => opinion != null);
  if (!known.length) return { must: null, may: null, exact: false };
  const lists = known.filter(opinion => !wholes(opinion));
  const must = lists.length ? sorted(lists.reduce((common, list) => common.filter(name => list.includes(name)))) : '*';
  const may = lists.length < known.length ? '*' : sorted(lists.flat());
  return { must, may, exact: JSON.stringify(must) === JSON.stringify(may) };
}

/** What a build with stubs says the app uses of share `key`: { used, files }, the files being the package's entries. */
export function usedOfStubs(answer, key) {
  let used = [];
  const files = [];
  for (const [file, module] of answer.modules) {
    const parts = stubParts(file);
    if (parts.who !== 'app' || parts.key !== key) continue;
    files.push(parts.file);
    // Where names are unknown, `true` may stand for some of them that were not kept.
    const names = module.used === false ? [] : module.used === true ? (Array.isArray(module.provided) ? '*' : null) : module.used ?? null;
    used = used === null || names === null ? null : used === '*' || names === '*' ? '*' : [...used, ...names];
  }
  return { used: Array.isArray(used) ? sorted(used) : used, files };
}

/** What a build with sharing says the app uses of share `key`. */
export function usedOfConsumed(answer, key) {
  const record = answer.consumed.get(key);
  if (!record) return [];
  return record.app.size === 1 && record.app.has('*') ? '*' : sorted(record.app);
}

/** The stubs for a second build, from what the plain build says: texts by absolute path, and which requests lead there. */
export function stubsOf(app, { modules, targets }) {
  return { targets, texts: Object.fromEntries([...modules].map(([file, module]) => [absolute(app, file), stubOf(module)])) };
}

/** The share keys of an app: those declared by name and, after a build with sharing, those that prefixes matched. */
export function shareKeys(app, answer) {
  const declared = Object.entries(app.shared).filter(([key]) => !key.endsWith('/')).map(([key, options]) => options.shareKey ?? key);
  return sorted([...declared, ...(answer?.consumed.keys() ?? [])]);
}

/** Shares that are declared by path match by resolved file, which requests do not show. */
export const isSharedByPath = (app, shareKey) =>
  Object.entries(app.shared).some(([key, options]) => /^[./]/.test(key) && (options.shareKey ?? key) === shareKey);

/** What webpack alone says about every share key: Map(key -> { stub, consumed, must, may, files, viaShared }). */
export async function webpackShares(app, plain) {
  const shares = new Map();
  if (!Object.keys(app.shared).length) return { shares, builds: [] };
  const stubbed = await askWebpack(app, { stubs: stubsOf(app, plain) });
  const consuming = await askWebpack(app, { sharing: true });
  for (const key of shareKeys(app, consuming)) {
    const { used, files } = usedOfStubs(stubbed, key);
    const stub = isSharedByPath(app, key) ? null : used;
    const consumed = usedOfConsumed(consuming, key);
    shares.set(key, { stub, consumed, files, record: consuming.consumed.get(key), ...combine([stub, consumed]) });
  }
  return { shares, builds: [stubbed, consuming] };
}
