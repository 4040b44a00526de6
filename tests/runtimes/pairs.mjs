// Compares --dump=runtimes with webpack, live: two entries, or an entry and an exposed module, in all pairs of ways to use a package.
//
//   node tests/runtimes/pairs.mjs
//
// Exit 1 on a difference. Where the names of a module are not known, null and true both mean everything.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { askWebpack } from './webpack.mjs';

const uses = {
  name: "import { a } from 'lib';\nuse(a);\n",
  members: "import * as L from 'lib';\nuse(L.b, L.more.p);\n",
  default: "import d from 'lib';\nuse(d);\n",
  namespace: "import * as L from 'lib';\nuse(L);\n",
  star: "export * from 'lib';\n",
  'one function of a helper': "import { f } from './helper.js';\nuse(f);\n",
  'another function': "import { g } from './helper.js';\nuse(g);\n",
  'only the helper': "import './helper.js';\n",
  'import()': "import('./helper.js').then(m => use(m.g));\n",
  'require()': "const { c } = require('lib');\nuse(c);\n",
  'through a barrel': "import { x } from './barrel.js';\nuse(x.more);\n",
};
const files = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0' },
  'node_modules/lib/index.js': "export * from './names.js';\nexport * as more from './more.js';\nexport { d as default } from './d.js';\n",
  'node_modules/lib/names.js': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
  'node_modules/lib/more.js': 'export const p = 1;\nexport const q = 2;\n',
  'node_modules/lib/d.js': 'export const d = 1;\nexport const e = 2;\n',
  'src/helper.js': "import { a, b, c, more } from 'lib';\nexport const f = () => a;\nexport const g = () => b;\nexport const h = () => more.q;\nuse(c);\n",
  'src/barrel.js': "export * as x from 'lib';\nexport { f } from './helper.js';\n",
};

/** What differs for two modules: lines. */
async function compare(one, two, exposed) {
  const dir = fs.realpathSync(workDir('pairs'));
  const roots = exposed ? { entry: { one: './src/one.js' }, exposes: { './two': './src/two.js' } } : { entry: { one: './src/one.js', two: './src/two.js' } };
  writeFiles(dir, { ...files, 'src/one.js': one, 'src/two.js': two, 'mfshake.json': { ...roots, shared: { 'not-there': {} } } });
  const expected = await askWebpack(dir);
  const answer = JSON.parse((await mfshakeOk(['analyze', '-q', '--dump=runtimes'], { cwd: dir })).stdout);
  const lines = [];
  for (const table of ['entries', 'exposes']) {
    for (const [runtime, modules] of Object.entries(expected[table])) {
      for (const [file, used] of Object.entries(modules)) {
        const { used: own, provided } = answer[table][runtime].modules[file] ?? { used: false };
        const same = JSON.stringify(own) === JSON.stringify(used) || (provided === true && own === null && used === true);
        if (!same) lines.push(`${runtime}: ${path.basename(file)}: mfshake ${JSON.stringify(own)}, webpack ${JSON.stringify(used)}`);
      }
    }
  }
  fs.rmSync(dir, { recursive: true });
  return lines;
}

let apps = 0, differing = 0;
const names = Object.keys(uses);
for (const [i, one] of names.entries()) {
  for (const two of names.slice(i)) {
    for (const exposed of [false, true]) {
      const lines = await compare(uses[one], uses[two], exposed);
      apps++;
      differing += lines.length > 0;
      if (lines.length) console.log([`${one}, ${two}${exposed ? ', exposed' : ''}`, ...lines].join('\n    '));
    }
  }
}
assert.equal(apps, names.length * (names.length + 1));
console.log(`${apps} pairs of runtimes: ${differing} differ`);
process.exit(differing ? 1 : 0);
