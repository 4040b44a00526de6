// Writes what is built: the graphs `full` and `named` over eight libraries, and a federation of 40 apps.
import fs from 'node:fs';
import path from 'node:path';

const names = {
  antd: ['Button', 'Table'],
  '@mui/material': ['Box', 'Slider'],
  '@mui/icons-material': ['Add', 'Delete'],
  'lodash-es': ['debounce', 'merge'],
  three: ['Vector3', 'Scene'],
  rxjs: ['map', 'of'],
  'date-fns': ['format', 'addDays'],
  d3: ['select', 'scaleLinear'],
};
const libraries = Object.keys(names);
export const federationSize = 40;

// Only a changed file is written, so that times of modification stay.
function write(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) fs.writeFileSync(file, content);
}

function app(folder, name, files) {
  const dependencies = Object.fromEntries([...libraries, 'react', 'react-dom'].map(library => [library, '*']));
  write(path.join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', dependencies }));
  write(path.join(folder, 'mfshake.json'), JSON.stringify({ name, entry: './entry.js', shared: dependencies && Object.keys(dependencies) }));
  for (const [file, content] of Object.entries(files)) write(path.join(folder, file), content);
}

function full() {
  const imports = libraries.map((library, i) => `import * as l${i} from '${library}';\n`).join('');
  return { 'entry.js': `${imports}console.log(${libraries.map((_, i) => `l${i}`).join(', ')});\n` };
}

function named() {
  const imports = libraries.map(library => `import { ${names[library].join(', ')} } from '${library}';\n`).join('');
  return { 'entry.js': `${imports}console.log(${Object.values(names).flat().join(', ')});\n` };
}

// An app of 30 pages, each with imports of some libraries; which ones depends on the numbers alone.
function federated(number) {
  const files = {};
  const pages = Array.from({ length: 30 }, (_, page) => {
    const taken = libraries.filter((_, i) => (number * 7 + page * 3 + i) % 4 === 0);
    const imports = taken.map(library => `import { ${names[library][(number + page) % 2]} as ${'x' + libraries.indexOf(library)} } from '${library}';\n`);
    files[`pages/p${page}.js`] =
      `${imports.join('')}const title = 'page ${page} of app ${number}';\n` +
      `export function page${page}(root) {\n  root.textContent = title;\n  return [${taken.map(library => 'x' + libraries.indexOf(library)).join(', ')}];\n}\n`;
    return `import { page${page} } from './pages/p${page}.js';\n`;
  });
  files['entry.js'] = `${pages.join('')}console.log(${pages.map((_, page) => `page${page}`).join(', ')});\n`;
  return files;
}

// Writes all into `folder`, whose node_modules is a link to `packages`; gives the folders of the apps of each graph.
export function writeGraphs(folder, packages) {
  fs.mkdirSync(folder, { recursive: true });
  const link = path.join(folder, 'node_modules');
  if (!fs.existsSync(link)) fs.symlinkSync(packages, link);
  app(path.join(folder, 'full'), 'full', full());
  app(path.join(folder, 'named'), 'named', named());
  app(path.join(folder, 'changing'), 'changing', full());
  const federation = Array.from({ length: federationSize }, (_, number) => {
    const inner = path.join(folder, 'federation', `app-${String(number).padStart(2, '0')}`);
    app(inner, `app-${number}`, federated(number));
    return inner;
  });
  return { full: [path.join(folder, 'full')], named: [path.join(folder, 'named')], federation };
}
