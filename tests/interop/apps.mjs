// Two apps that share ui-lib: the host uses A, the shop C; nobody uses B and D. Each export has a text of its own, by which it is found in what a bundler wrote.
const json = value => JSON.stringify(value, null, 2);
const lib = (name, names) => ({
  [`node_modules/${name}/package.json`]: json({ name, version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false }),
  [`node_modules/${name}/index.js`]: names.map(n => `export { ${n} } from './${n}.js';\n`).join(''),
  ...Object.fromEntries(names.map(n => [`node_modules/${name}/${n}.js`, `export const ${n} = () => '${markerOf(name, n)}';\n`])),
});

export function markerOf(library, name) {
  return `text of ${library}.${name}`;
}
export const names = ['A', 'B', 'C', 'D'];

const app = (name, source, mf) => ({
  name,
  files: {
    'package.json': json({ name, version: '1.0.0', dependencies: { 'ui-lib': '^1.0.0', plain: '^1.0.0' } }),
    'src/index.js': "import('./main.js');\n",
    'src/main.js': source,
    'src/Widget.js': "export { A } from 'ui-lib';\n",
    ...lib('ui-lib', names),
    ...lib('plain', ['p']),
  },
  mf: { name, filename: 'remoteEntry.js', exposes: { './Widget': './src/Widget.js' }, ...mf },
});

export const host = app('host', "import { A } from 'ui-lib';\nimport * as plain from 'plain';\nconsole.log(A(), plain[globalThis.key]);\nimport('shop/Widget');\n", {
  remotes: { shop: 'shop@http://localhost:1/mf-manifest.json' },
});
export const shop = app('shop', "import { C } from 'ui-lib';\nconsole.log(C());\n", { exposes: { './Widget': './src/main.js' } });
export const shared = ['ui-lib', 'plain'];

/** The configuration of an app for mfshake. */
export function configOf({ name, mf }) {
  return { name, entry: './src/index.js', exposes: mf.exposes, remotes: mf.remotes, shared, output: { path: 'dist/shared' } };
}
