// Builds an app's own modules with webpack, so that they can be run with any chunks for its shared packages.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';

const loader = fileURLToPath(new URL('./jsx-loader.cjs', import.meta.url));
const isRelative = request => /^\.{1,2}\//.test(request);

/** The case of `dir` with its defaults filled in. */
export function readCase(dir) {
  const text = fs.readFileSync(path.join(dir, 'case.json'), 'utf8').replaceAll('<dir>', dir);
  const { entries, library, exposes = {}, shared = {}, mode = 'production', target = 'web', ...rest } = JSON.parse(text);
  const options = Array.isArray(shared)
    ? Object.assign({}, ...shared.map(entry => (typeof entry === 'string' ? { [entry]: {} } : entry)))
    : shared;
  const roots = [
    ...Object.values(entries).map(file => ({ file, exposed: Boolean(library) })),
    ...Object.values(exposes).map(file => ({ file, exposed: true })),
  ];
  return { dir, roots, shared: options, mode, target, remotes: {}, ...rest };
}

/** The share key that serves a request as it is written, or undefined; `file` is what it resolves to. */
function shareKeyOf({ dir, shared }, request, file) {
  const named = name => shared[name]?.shareKey ?? name;
  if (isRelative(request)) {
    const key = Object.keys(shared).find(name => isRelative(name) && path.resolve(dir, name) === file);
    return key && named(key);
  }
  if (Object.hasOwn(shared, request)) return named(request);
  const prefix = Object.keys(shared).find(name => name.endsWith('/') && request.startsWith(name));
  return prefix && named(prefix) + request.slice(prefix.length);
}

/** What webpack asks about every request: shared packages become `share:<key>|<module id>`, remotes `remote:<request>`. */
function externals(app, withShares) {
  const remotes = Object.keys(app.remotes);
  return async ({ context, request, getResolve }) => {
    if (remotes.some(name => request === name || request.startsWith(`${name}/`))) return `commonjs remote:${request}`;
    if (!withShares) return undefined;
    const file = await getResolve()(context, request).catch(() => undefined);
    const key = file && shareKeyOf(app, request, file.split('?')[0]);
    return key && `commonjs share:${key}|./${path.relative(app.dir, file)}`;
  };
}

/**
 * Builds one bundle per entry and expose, each of which requires what is outside of it; resolves to [{ file, exposed }].
 * `withShares`: shared packages are outside, else they are in the bundles. `usedExports` false: webpack leaves nothing out.
 */
export async function buildApp(app, output, withShares, usedExports = true) {
  const { resolve = {}, dir, mode, target, jsx } = app;
  const config = {
    context: dir,
    mode,
    target,
    devtool: false,
    performance: false,
    entry: Object.fromEntries(app.roots.map((root, i) => [`root${i}`, root.file])),
    resolve,
    externals: externals(app, withShares),
    module: {
      parser: { javascript: { dynamicImportMode: 'eager' } },
      rules: [{ test: /\.(jsx|tsx?)$/, use: { loader, options: { jsx } } }],
    },
    optimization: { usedExports, minimize: false, mangleExports: false, emitOnErrors: true, splitChunks: false, concatenateModules: false, inlineExports: false },
    output: { path: output, filename: '[name].cjs', library: { type: 'commonjs2' }, globalObject: 'globalThis', publicPath: '' },
  };
  await new Promise((done, fail) => webpack(config, error => (error ? fail(error) : done())));
  return app.roots.map(({ exposed }, i) => ({ file: path.join(output, `root${i}.cjs`), exposed }));
}
