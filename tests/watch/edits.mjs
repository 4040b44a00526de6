// Random edits of a small app, for comparing what a watch makes of them with what runs of their own make. Everything depends on the seed alone.
import fs from 'node:fs';
import path from 'node:path';
import { writeFiles } from '../lib/mfshake.mjs';

/** Numbers from a seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = count => Math.floor(next() * count);
  return { next, below, pick: list => list[below(list.length)], chance: part => next() < part };
}

const packages = ['alpha', 'beta', 'gamma'];
const exportNames = ['a', 'b', 'c', 'd', 'default'];
const appFiles = ['src/one.js', 'src/two.js', 'src/three.js', 'src/deep/four.js', 'src/deep/five.mjs', 'src/six.cjs', 'src/parts/x.js', 'src/parts/y.js', 'src/seven.ts'];
const packageFiles = packages.flatMap(name => [`node_modules/${name}/index.js`, `node_modules/${name}/inner.js`, `node_modules/${name}/pure.js`]);

const configuration = {
  name: 'edited',
  entry: './src/index.js',
  shared: { alpha: {}, beta: { singleton: true }, gamma: { requiredVersion: '^1.0.0' } },
  output: { path: 'out' },
};
const manifest = { name: 'edited', version: '1.0.0', dependencies: { alpha: '^1.0.0', beta: '*' } };
const packageManifest = (r, name) => ({
  name,
  version: `1.${r.below(3)}.0`,
  ...(r.chance(0.7) && { type: 'module' }),
  main: r.chance(0.9) ? './index.js' : './inner.js',
  ...(r.chance(0.7) && { sideEffects: r.chance(0.8) ? false : ['./inner.js'] }),
});

const exists = (folder, file) => fs.existsSync(path.join(folder, file));
const relative = (from, to) => {
  const found = path.posix.relative(path.posix.dirname(from), to);
  return found.startsWith('.') ? found : `./${found}`;
};

/** Some module of the app: requests and uses of packages, exports, things with effects, in random order and at random lines. */
function appModule(folder, r, name) {
  const commonjs = name.endsWith('.cjs');
  const lines = [];
  for (let i = r.below(4); i > 0; i--) {
    const from = r.chance(0.01) ? 'nowhere' : r.chance(0.6) ? r.pick([...packages, 'alpha/inner.js']) : relative(name, r.pick(appFiles.filter(file => exists(folder, file))));
    const [x, y] = [r.pick(exportNames.slice(0, 4)), r.pick(exportNames.slice(0, 4))];
    const id = `v${i}`;
    if (commonjs) {
      lines.push(r.pick([`const { ${x}: ${id} } = require('${from}');`, `const ${id} = require('${from}').${x};`, `try { require('${from}'); } catch {}`]));
      continue;
    }
    lines.push(
      r.pick([
        `import { ${x} as ${id} } from '${from}';\nconsole.log(${id});`,
        `import { ${x} as ${id}, ${y} as ${id}y } from '${from}';\nexport function use${i}() { return ${id}(${id}y); }`,
        `import * as ${id} from '${from}';\nconsole.log(${id}.${x}.${y});`,
        `import * as ${id} from '${from}';\nexport const kept${i} = ${id};`,
        `import ${id} from '${from}';\n${id}.${x}();`,
        `import '${from}';`,
        `export { ${x} as e${i} } from '${from}';`,
        `export * from '${from}';`,
        `import('${from}').then(m => m.${x});`,
        `const ${id} = require('${from}');\n${id}.${x}();`,
        `export * as n${i} from '${from}';`,
      ]),
    );
  }
  for (let i = r.below(3); i > 0; i--)
    lines.push(r.pick(['', '// a comment', 'function unused() { return 1; }\n', `console.log(${r.below(100)});`, commonjs ? `exports.${r.pick(['a', 'b'])} = 1;` : `export const ${r.pick(['a', 'b', 'c'])}${r.below(3)} = ${r.below(9)};`]));
  if (!commonjs && r.chance(0.3)) lines.push(`export default ${r.below(9)};`);
  if (r.chance(0.05)) lines.push('const load = name => import(`./parts/${name}.js`);\nconsole.log(load);'.replace('./parts', relative(name, 'src/parts')));
  if (r.chance(0.02)) lines.push(r.pick(['eval("1");', 'syntax error (', 'const { ...rest } = globalThis;', 'require(globalThis.name);']));
  const declared = new Set(); // a name that is exported twice would be a syntax error
  const kept = lines.filter(line => {
    const name = /export const (\w+)|exports\.(\w+)|export default/.exec(line)?.[0];
    if (name && declared.has(name)) return false;
    declared.add(name);
    return true;
  });
  return `${'\n'.repeat(r.below(3))}${kept.join('\n')}\n`;
}

function packageModule(r, name) {
  const folder = path.posix.dirname(name);
  const others = packageFiles.filter(file => file !== name && path.posix.dirname(file) === folder);
  const lines = exportNames.slice(0, 4).filter(() => r.chance(0.7)).map(each => r.pick([`export const ${each} = ${r.below(9)};`, `export function ${each}() { return ${r.below(9)}; }`]));
  if (r.chance(0.5)) lines.push(`export * from '${relative(name, r.pick(others))}';`);
  if (r.chance(0.3)) lines.push(`import { ${r.pick(exportNames)} as other } from '${r.pick(packages)}';\nexport const uses = () => other;`);
  if (r.chance(0.2)) lines.push('console.log("effect");');
  if (r.chance(0.3)) lines.push('export default function () {}');
  return `${lines.join('\n')}\n`;
}

const index = (folder, r) => `import { tick } from './tick.js';\n${appFiles.filter(file => r.chance(0.5) && exists(folder, file)).map(file => `import '${relative('src/index.js', file)}';\n`).join('')}console.log(tick);\n${appModule(folder, r, 'src/index.js')}`;

/** Writes the app into `folder`. */
export function writeApp(folder, r) {
  writeFiles(folder, { 'mfshake.json': configuration, 'package.json': manifest, 'src/tick.js': 'export const tick = 1; // 0\n', });
  for (const name of packages) writeFiles(folder, { [`node_modules/${name}/package.json`]: packageManifest(r, name) });
  for (const file of appFiles) writeFiles(folder, { [file]: '' });
  for (const file of [...appFiles]) writeFiles(folder, { [file]: appModule(folder, r, file) });
  writeFiles(folder, { 'src/index.js': index(folder, r) });
  for (const file of packageFiles) writeFiles(folder, { [file]: packageModule(r, file) });
}

const write = (folder, file, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
};
/** As editors do that put a new file in the place of the old one. */
const replace = (folder, file, text) => {
  write(folder, `${file}~new`, text);
  fs.renameSync(path.join(folder, `${file}~new`), path.join(folder, file));
};
const remove = (folder, file) => fs.rmSync(path.join(folder, file), { recursive: true, force: true });

const kinds = {
  'an app module': [30, (folder, r) => { const file = r.pick(appFiles); write(folder, file, appModule(folder, r, file)); return file; }],
  'an app module, by renaming': [10, (folder, r) => { const file = r.pick(appFiles); replace(folder, file, appModule(folder, r, file)); return file; }],
  'the entry': [6, (folder, r) => write(folder, 'src/index.js', index(folder, r))],
  'lines in front': [10, (folder, r) => { const file = r.pick([...appFiles, 'src/index.js']); if (exists(folder, file)) write(folder, file, `// ${r.below(9)}\n${fs.readFileSync(path.join(folder, file), 'utf8')}`); return file; }],
  'the same bytes': [4, (folder, r) => { const file = r.pick(appFiles); if (exists(folder, file)) write(folder, file, fs.readFileSync(path.join(folder, file))); return file; }],
  'a module of a package': [10, (folder, r) => { const file = r.pick(packageFiles); write(folder, file, packageModule(r, file)); return file; }],
  'a module less': [3, (folder, r) => { const file = r.pick(appFiles); remove(folder, file); return file; }],
  'a module with another extension': [3, (folder, r) => { const file = r.pick(['src/one', 'src/two']); const [from, to] = r.chance(0.5) ? ['.js', '.json'] : ['.json', '.js']; if (exists(folder, file + from)) fs.renameSync(path.join(folder, file + from), path.join(folder, file + to)); return file; }],
  'a file that takes the place of a folder': [2, (folder, r) => { if (r.chance(0.5)) write(folder, 'src/one', appModule(folder, r, 'src/one')); else remove(folder, 'src/one'); }],
  'a package.json of a package': [4, (folder, r) => { const name = r.pick(packages); write(folder, `node_modules/${name}/package.json`, JSON.stringify(packageManifest(r, name))); return name; }],
  'a broken package.json': [1, (folder, r) => { const name = r.pick(packages); write(folder, `node_modules/${name}/package.json`, '{ "name": '); return name; }],
  'the package.json of the app': [3, (folder, r) => write(folder, 'package.json', JSON.stringify({ ...manifest, dependencies: { alpha: r.pick(['^1.0.0', '^2.0.0', '*']) }, ...(r.chance(0.3) && { sideEffects: false }), ...(r.chance(0.2) && { type: 'module' }) }))],
  'the configuration': [3, (folder, r) => write(folder, 'mfshake.json', JSON.stringify({ ...configuration, shared: Object.fromEntries(packages.filter(() => r.chance(0.7)).map(name => [name, { singleton: r.chance(0.5) }])), ...(r.chance(0.3) && { exposes: { './one': './src/one.js' } }) }))],
  'a broken configuration': [1, folder => write(folder, 'mfshake.json', '{ "name": "edited", ')],
  'the configuration as it was': [3, folder => write(folder, 'mfshake.json', JSON.stringify(configuration))],
  'a tsconfig.json': [2, (folder, r) => { if (r.chance(0.5)) write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: { verbatimModuleSyntax: r.chance(0.5), paths: { alpha: [r.pick(['./src/one.js', './none.js'])] } } })); else remove(folder, 'tsconfig.json'); }],
  'a package in a nearer folder': [2, (folder, r) => { if (r.chance(0.5)) writeFiles(folder, { 'src/node_modules/beta/package.json': packageManifest(r, 'beta'), 'src/node_modules/beta/index.js': 'export const a = 1;\n' }); else remove(folder, 'src/node_modules'); }],
  'a package less': [1, (folder, r) => { const name = r.pick(packages); if (exists(folder, `node_modules/${name}`)) fs.renameSync(path.join(folder, `node_modules/${name}`), path.join(folder, `gone-${name}`)); else if (exists(folder, `gone-${name}`)) fs.renameSync(path.join(folder, `gone-${name}`), path.join(folder, `node_modules/${name}`)); return name; }],
  'a folder with another name': [2, folder => { const [from, to] = exists(folder, 'src/deep') ? ['src/deep', 'src/moved'] : ['src/moved', 'src/deep']; if (exists(folder, from) && !exists(folder, to)) fs.renameSync(path.join(folder, from), path.join(folder, to)); }],
  'a file more in the folder of a context': [3, (folder, r) => { const file = `src/parts/${r.pick(['p', 'q'])}.js`; if (r.chance(0.6)) write(folder, file, appModule(folder, r, file)); else remove(folder, file); return file; }],
  'a folder more in the folder of a context': [1, (folder, r) => { if (r.chance(0.5)) write(folder, 'src/parts/inner/z.js', appModule(folder, r, 'src/parts/inner/z.js')); else remove(folder, 'src/parts/inner'); }],
  'a link': [2, (folder, r) => { remove(folder, 'src/three.js'); if (r.chance(0.6)) fs.symlinkSync(r.pick(['one.js', 'two.js', 'deep/four.js', 'nothing.js']), path.join(folder, 'src/three.js')); else write(folder, 'src/three.js', appModule(folder, r, 'src/three.js')); }],
  'a linked package': [1, (folder, r) => { if (!exists(folder, 'stored')) { if (exists(folder, 'node_modules/gamma')) { fs.renameSync(path.join(folder, 'node_modules/gamma'), path.join(folder, 'stored')); fs.symlinkSync('../stored', path.join(folder, 'node_modules/gamma')); } } else { write(folder, 'stored/index.js', packageModule(r, 'node_modules/gamma/index.js')); } }],
  'times of a file': [2, (folder, r) => { const file = r.pick(appFiles); if (exists(folder, file)) fs.utimesSync(path.join(folder, file), 1, 1 + r.below(9)); return file; }],
  'what is not asked for': [2, (folder, r) => write(folder, `notes/${r.below(3)}.txt`, 'x')],
  'several modules': [5, (folder, r) => { for (const file of appFiles) if (r.chance(0.4)) write(folder, file, appModule(folder, r, file)); }],
};
const weighted = Object.entries(kinds).flatMap(([name, [weight]]) => Array(weight).fill(name));

/** The app without anything that may be wrong with it. */
export function mend(folder, r) {
  for (const file of ['src', 'node_modules', 'stored', 'tsconfig.json', ...packages.map(name => `gone-${name}`)]) remove(folder, file);
  writeApp(folder, r);
  return 'all anew';
}

/** Makes one edit; gives words for it. */
export function edit(folder, r) {
  const name = r.pick(weighted);
  const about = kinds[name][1](folder, r);
  return about ? `${name} (${about})` : name;
}
