// Writes the apps of `make scale`. Each case is a function from a size to the files of an app; what is written depends on the size alone.
import fs from 'node:fs';
import path from 'node:path';

const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));

/** A package of the app, in node_modules. */
function packageFiles(name, files) {
  const manifest = JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false });
  return Object.fromEntries([['package.json', manifest], ...Object.entries(files)].map(([file, text]) => [`node_modules/${name}/${file}`, text]));
}

function app(shared, entry, files) {
  return {
    'package.json': JSON.stringify({ name: 'scale', version: '1.0.0', type: 'module' }),
    'mfshake.json': JSON.stringify({ name: 'scale', entry: './entry.js', shared }),
    'entry.js': entry,
    ...files,
  };
}

const utility = () => packageFiles('utility', { 'index.js': range(100, i => `export function u${i}(x) { return x + ${i}; }\n`).join('') });

/** `count` modules of the app, in folders of 1,000; each reads its neighbour and an export of a shared package. */
function modules(count) {
  const files = {};
  for (let folder = 0; folder < count / 1000; folder++) {
    files[`f${folder}/index.js`] = range(999, i => `export { v${i} } from './m${i}.js';\n`).join('');
    for (let i = 0; i < 999; i++) {
      const before = i % 50 ? `import { v${i - 1} } from './m${i - 1}.js';\n` : `const v${i - 1 < 0 ? 'x' : i - 1} = ${folder};\n`;
      const name = i % 50 ? `v${i - 1}` : `v${i - 1 < 0 ? 'x' : i - 1}`;
      files[`f${folder}/m${i}.js`] =
        `import { u${(folder + i) % 100} as use } from 'utility';\n${before}` +
        `function part(list, at) {\n  if (!list.length) return at;\n  return list.map(item => use(item) + ${name}).filter(Boolean);\n}\nexport const v${i} = part([${i}], ${name});\n`;
    }
  }
  const folders = range(count / 1000, folder => folder);
  const entry = `${folders.map(f => `import * as f${f} from './f${f}/index.js';\n`).join('')}console.log(${folders.map(f => `f${f}.v998`).join(', ')});\n`;
  return app(['utility'], entry, { ...utility(), ...files });
}

/** `count` shared packages, each of which uses the next one. */
function shares(count) {
  const names = range(count, i => `share-${i}`);
  const files = names.map((name, i) =>
    packageFiles(name, {
      'index.js': `export { a, b } from './parts.js';\nexport function c(x) { return x; }\n`,
      'parts.js': `import { c } from 'share-${(i + 1) % count}';\nexport function a(x) { return c(x); }\nexport const b = ${i};\n`,
    }));
  const entry = `${names.map((name, i) => `import { ${i % 2 ? 'a' : 'b'} as x${i} } from '${name}';\n`).join('')}console.log(${names.map((_, i) => `x${i}`).join(', ')});\n`;
  return app(names, entry, Object.assign({}, ...files));
}

/** One package of `count` exports, one module each; every third is used, each at three places. */
function exportsOfOne(count) {
  const files = { 'index.js': range(count, i => `export { e${i} } from './e${i}.js';\n`).join('') };
  for (let i = 0; i < count; i++) files[`e${i}.js`] = `${i ? `import { e${i >> 1} as up } from './e${i >> 1}.js';\n` : ''}export function e${i}(x) { return ${i ? 'x ? up(x - 1) : ' : ''}${i}; }\n`;
  const used = range(Math.ceil(count / 3), i => i * 3);
  const entry = `import { ${used.map(i => `e${i}`).join(', ')} } from 'wide';\n` + used.map(i => `console.log(e${i}(1), e${i}(2), e${i});\n`).join('');
  return app(['wide'], entry, packageFiles('wide', files));
}

/** A chain of `count` re-exports of 20 names: half of them by name, half by `export *`. */
function chain(count) {
  const names = range(20, i => `n${i}`);
  const files = { [`c${count}.js`]: names.map(name => `export function ${name}() { return '${name}'; }\n`).join('') };
  for (let i = 0; i < count; i++) files[`c${i}.js`] = i % 2 ? `export * from './c${i + 1}.js';\n` : `export { ${names.join(', ')} } from './c${i + 1}.js';\n`;
  files['index.js'] = `export * from './c0.js';\n`;
  return app(['deep'], `import { n0, n7 } from 'deep';\nconsole.log(n0(), n7());\n`, packageFiles('deep', files));
}

/** `count` levels of two modules that both pass on all of the next level, by `export *`: each name comes two ways to each level. */
function diamonds(count) {
  const files = { [`d${count}.js`]: range(20, i => `export const n${i} = ${i};\n`).join('') };
  for (let i = 0; i < count; i++) {
    files[`d${i}.js`] = `export * from './a${i}.js';\nexport * from './b${i}.js';\n`;
    for (const side of ['a', 'b']) files[`${side}${i}.js`] = `export * from './d${i + 1}.js';\nexport const ${side}${i} = ${i};\n`;
  }
  files['index.js'] = `export { n0, n1 } from './d0.js';\n`;
  return app(['ladder'], `import { n0 } from 'ladder';\nconsole.log(n0);\n`, packageFiles('ladder', files));
}

/** `count` CommonJS modules, each of which takes over the exports of the next and adds one. */
function commonjs(count) {
  const files = Object.fromEntries(range(count, i => [`c${i}.cjs`, `const next = require('./c${i + 1}.cjs');\nexports.v = next.v;\nexports.w = function w() { return next.w; };\n`]));
  files[`c${count}.cjs`] = 'exports.v = 1;\nexports.w = 2;\n';
  files['index.cjs'] = "module.exports = require('./c0.cjs');\n";
  const written = packageFiles('older', files);
  written['node_modules/older/package.json'] = JSON.stringify({ name: 'older', version: '1.0.0', main: 'index.cjs' });
  return app(['older'], `import { v } from 'older';\nconsole.log(v);\n`, written);
}

/** `count` modules that import each other in one circle. */
function circle(count) {
  const files = Object.fromEntries(range(count, i => [`r${i}.js`, `import { r${(i + 1) % count} as next } from './r${(i + 1) % count}.js';\nexport function r${i}(x) { return x ? next(x - 1) : ${i}; }\n`]));
  files['index.js'] = `export { r0 } from './r0.js';\n`;
  return app(['round'], `import { r0 } from 'round';\nconsole.log(r0(3));\n`, packageFiles('round', files));
}

/** `count` modules with an export each that pass on all of each other in one circle: each of them has all `count` names. */
function starCircle(count) {
  const files = Object.fromEntries(range(count, i => [`s${i}.js`, `export * from './s${(i + 1) % count}.js';\nexport const s${i} = ${i};\n`]));
  files['index.js'] = `export * from './s0.js';\n`;
  return app(['stars'], `import { s0, s${count - 1} } from 'stars';\nconsole.log(s0, s${count - 1});\n`, packageFiles('stars', files));
}

/** `sizes` ascend; `rows` is what the answer is made of, to which time and memory are to be proportional. */
export const cases = {
  modules: { sizes: [50_000, 100_000, 200_000], make: modules, rows: n => n },
  shares: { sizes: [125, 250, 500], make: shares, rows: n => n, emits: true },
  exports: { sizes: [1250, 2500, 5000], make: exportsOfOne, rows: n => n, emits: true },
  chain: { sizes: [250, 500, 1000], make: chain, rows: n => n, emits: true },
  diamonds: { sizes: [100, 200, 400], make: diamonds, rows: n => n * n, emits: true },
  commonjs: { sizes: [1000, 2000, 4000], make: commonjs, rows: n => n, emits: true },
  circle: { sizes: [2500, 5000, 10_000], make: circle, rows: n => n, emits: true },
  'star circle': { sizes: [250, 500, 1000], make: starCircle, rows: n => n * n },
};

/** Writes an app into `folder`, unless it is there. */
export function write(folder, files) {
  const done = path.join(folder, '.complete');
  if (fs.existsSync(done)) return;
  fs.rmSync(folder, { recursive: true, force: true });
  const made = new Set();
  for (const [file, text] of Object.entries(files)) {
    const at = path.join(folder, file), parent = path.dirname(at);
    if (!made.has(parent)) fs.mkdirSync(parent, { recursive: true }), made.add(parent);
    fs.writeFileSync(at, text);
  }
  fs.writeFileSync(done, '');
}
