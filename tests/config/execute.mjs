// Runs a configuration the way its bundler would, with packages replaced by stubs that record the options of federation plugins.
// mfshake never does this; it is what its static reader is compared with.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { parse } from 'acorn';

const nodeRequire = createRequire(import.meta.url);
const plugins = new Set([
  'ModuleFederationPlugin',
  'NextFederationPlugin',
  'pluginModuleFederation',
  'federation',
  'withNativeFederation',
  'withModuleFederationPlugin',
]);
const defaultPlugins = new Set([
  '@originjs/vite-plugin-federation',
  '@module-federation/nextjs-mf',
  '@module-federation/vite',
]);
/** What the plugin of Next adds by itself; mfshake reads it as the union over its versions. */
const sharedByNext = ['next/dynamic', 'next/head', 'next/link', 'next/router', 'next/image', 'next/script', 'react', 'react/', 'react-dom', 'react-dom/', 'react-dom/client', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'styled-jsx', 'styled-jsx/style', 'styled-jsx/css'];
const wrappers = new Set(['defineConfig', 'createModuleFederationConfig']);

/** The types that the cases use, taken out. */
export function withoutTypes(source) {
  return source
    .replace(/^import type .*$/gm, '')
    .replace(/, type \w+(?= *[,}])/g, '')
    .replace(/\b(const|let) (\w+): [\w<>[\], .|]+ =/g, '$1 $2 =')
    .replace(/\((\w+): [\w<>[\], .|]+\)(: [\w<>[\]., ]+)? =>/g, '($1) =>')
    .replace(/(?<=[)}\]]) as [\w<>[\], .]+/g, '')
    .replace(/ satisfies [\w.]+/g, '')
    .replace(/\breduce<.*?>\(/g, 'reduce(');
}

/** An ES module as the body of a CommonJS function. */
function asCommonJs(source, isTypeScript) {
  const code = isTypeScript ? withoutTypes(source) : source;
  if (!/^\s*(import|export)\b/m.test(code)) return code;
  const edits = [];
  const names = declaration =>
    declaration.type === 'VariableDeclaration' ? declaration.declarations.map(d => d.id.name) : [declaration.id.name];
  const body = parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true }).body;
  for (const node of body) {
    const put = text => edits.push([node.start, node.end, text]);
    const from = node.source ? `__import(${node.source.raw})` : null;
    if (node.type === 'ImportDeclaration') {
      put(
        node.specifiers
          .map(s => {
            if (s.type === 'ImportDefaultSpecifier') return `const ${s.local.name} = __default(${from});`;
            if (s.type === 'ImportNamespaceSpecifier') return `const ${s.local.name} = ${from};`;
            return `const { ${s.imported.name}: ${s.local.name} } = ${from};`;
          })
          .join(' ') || `${from};`,
      );
    } else if (node.type === 'ExportDefaultDeclaration') {
      edits.push([node.start, node.declaration.start, 'exports.default = ']);
      edits.push([node.end, node.end, ';']);
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration) {
      edits.push([node.start, node.declaration.start, '']);
      edits.push([node.end, node.end, names(node.declaration).map(n => `; exports.${n} = ${n};`).join('')]);
    } else if (node.type === 'ExportNamedDeclaration') {
      put(node.specifiers.map(s => `exports.${s.exported.name} = ${from ? `${from}.` : ''}${s.local.name};`).join(' '));
    } else if (node.type === 'ExportAllDeclaration') {
      put(`Object.assign(exports, ${from});`);
    }
  }
  let out = code;
  for (const [start, end, text] of edits.sort((a, b) => b[0] - a[0])) out = out.slice(0, start) + text + out.slice(end);
  return out.replace(/\bimport\.meta\b/g, '__meta');
}

function merge(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (a?.constructor === Object && b?.constructor === Object) {
    const merged = { ...a };
    for (const [key, value] of Object.entries(b)) merged[key] = key in a ? merge(a[key], value) : value;
    return merged;
  }
  return b;
}

/** Resolves to the options of the one federation plugin of `file`, run in `folder` with the variables `env`. */
export async function execute(folder, file, env = {}) {
  const recorded = [];
  const cache = new Map();

  const stub = name => {
    const last = name.split(/[./]/).at(-1);
    const call = args => {
      if (plugins.has(last) || defaultPlugins.has(name)) {
        recorded.push(args[0]);
        return { plugin: name };
      }
      if (wrappers.has(last)) return args[0];
      if (name === 'webpack-merge.merge') return args.reduce((a, b) => merge(a, b));
      if (name === 'vite.loadEnv') return {};
      if (/withZephyr$/.test(name)) return config => config;
      return { stub: name };
    };
    return new Proxy(function () {}, {
      get: (target, key) =>
        typeof key !== 'string' || key === 'then' ? undefined : key === 'default' ? stub(name) : stub(`${name}.${key}`),
      apply: (target, self, args) => call(args),
      construct: (target, args) => Object(call(args)),
    });
  };

  const find = request =>
    ['', '.js', '.ts', '.mjs', '.cjs', '.json', '/index.js', '/index.ts']
      .map(ending => request + ending)
      .concat(request.replace(/\.js$/, '.ts'))
      .find(candidate => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());

  const load = async (filename, source = fs.readFileSync(filename, 'utf8')) => {
    if (cache.has(filename)) return cache.get(filename).exports;
    const module = { exports: {} };
    cache.set(filename, module);
    if (filename.endsWith('.json')) return (module.exports = JSON.parse(source));
    const here = path.dirname(filename);
    const require = request => {
      if (/^\.{1,2}(\/|$)/.test(request) || path.isAbsolute(request)) {
        const found = find(path.resolve(here, request));
        if (!found) throw new Error(`no file ${request}`);
        if (!cache.has(found)) loadNow(found);
        return cache.get(found).exports;
      }
      const builtin = request.replace(/^node:/, '');
      if (builtin === 'module') return { createRequire: () => require };
      return ['path', 'url', 'fs'].includes(builtin) ? nodeRequire(builtin) : stub(request);
    };
    const meta = { url: `file://${filename}`, dirname: here, filename };
    const text = asCommonJs(source, filename.endsWith('.ts'));
    /** What an ES module may declare itself. */
    const own = name => (new RegExp(`^const ${name}\\b`, 'm').test(text) ? `_${name}` : name);
    const run = vm.runInThisContext(
      `(function (${own('require')}, module, exports, __import, ${own('__dirname')}, __filename, __meta, __default, process, console) {${text}\n})`,
      { filename },
    );
    const process = { env, cwd: () => folder, exit() {} };
    const silent = { log() {}, warn() {}, info() {}, error() {} };
    run(require, module, module.exports, require, here, filename, meta, m => (typeof m === 'object' && 'default' in m ? m.default : m), process, silent);
    return module.exports;
  };
  const loadNow = filename => void load(filename); // nothing in it waits

  const exports = await load(path.join(folder, file));
  let config = exports.default ?? exports;
  if (typeof config === 'function' && !recorded.length) config = await config({}, {});
  if (file.startsWith('next')) config.webpack?.({ plugins: [] }, { isServer: false, dev: false });
  for (const tool of [config.tools?.rspack].flat()) if (typeof tool === 'function') tool({ plugins: [], output: {} }, { appendPlugins() {} });
  if (config.moduleFederation?.options) recorded.push(config.moduleFederation.options);
  if (/^(module-)?federation\.config/.test(file) && !recorded.length) recorded.push(config);
  if (file.startsWith('next') && !recorded[0].extraOptions?.skipSharingNextInternals)
    recorded[0] = { ...recorded[0], shared: { ...Object.fromEntries(sharedByNext.map(key => [key, { singleton: true, requiredVersion: false }])), ...recorded[0].shared } };
  if (recorded.length !== 1) throw new Error(`${file}: ${recorded.length} federation plugins`);
  return recorded[0];
}

const list = value => (Array.isArray(value) ? value : [value]);
const isVersion = text => /^([\d^=v<>~]|[*xX]$)/.test(text);

function share(key, value, scope) {
  const options =
    typeof value !== 'string' ? value : value !== key && isVersion(value) ? { requiredVersion: value, strictVersion: true } : { import: value, strictVersion: true };
  return {
    import: options.import ?? options.request ?? key,
    shareKey: options.shareKey ?? options.request ?? key,
    shareScope: list(options.shareScope ?? scope),
    requiredVersion: options.requiredVersion ?? null,
    version: options.version ?? null,
    singleton: options.singleton ?? false,
    strictVersion: options.strictVersion ?? (options.import !== false && !options.singleton),
    eager: options.eager ?? false,
  };
}

/** Options of a federation plugin in the form in which `mfshake config` prints them. */
export function normalize(options) {
  const scope = options.shareScope ?? 'default';
  const rows = (value, each, alone) =>
    Object.assign(
      {},
      ...list(value ?? []).map(item =>
        typeof item === 'string' ? { [item]: alone(item) } : Object.fromEntries(Object.entries(item).map(([k, v]) => [k, each(v, k)])),
      ),
    );
  const root = value => (Array.isArray(value) || typeof value === 'string' ? list(value) : list(value.import));
  const remote = value => {
    const object = typeof value === 'object' && !Array.isArray(value) ? value : { external: value };
    const external = object.external ?? (object.name ? `${object.name}@${object.entry}` : object.entry);
    return { external: list(external), shareScope: object.shareScope ?? list(scope)[0] };
  };
  return {
    name: options.name ?? null,
    exposes: rows(options.exposes, root, list),
    remotes: rows(options.remotes, remote, remote),
    shared: rows(options.shared, (value, key) => share(key, value, scope), item => share(item, item, scope)),
  };
}
