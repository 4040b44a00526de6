// The same input gives the same bytes, whatever the number of threads, the current folder, the locale, the
// time zone, the place of the app on the disk and the order in which its files were written.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk, readTree, workDir, writeFiles } from '../lib/mfshake.mjs';
import { validateTree } from '../lib/schema.mjs';

// An app with a package of many modules that import each other across folders, so that several threads have
// work.
function appFiles(count = 60) {
  const files = {
    'mfshake.json': {
      name: 'app',
      entry: { main: './src/index.js', other: './src/other.js' },
      exposes: { './part': './src/part.js' },
      shared: { lib: {}, '@scope/cjs-lib': {}, 'lib/': {} },
    },
    'package.json': {
      name: 'app',
      version: '1.0.0',
      dependencies: { lib: '^2.0.0', '@scope/cjs-lib': '^1.0.0' },
    },
    'src/index.js':
      "import { f1, f7 } from 'lib';\nimport { İstanbul, zeta } from '@scope/cjs-lib';\nconsole.log(f1(), f7(), İstanbul, zeta);\n",
    'src/other.js':
      "import * as all from 'lib';\nimport { title } from 'lib/extra/title.js';\nconsole.log(all.f3(), title);\n",
    'src/part.js':
      "export { f9 as part } from 'lib';\nexport const lazy = () => import('@scope/cjs-lib').then(({ zeta }) => zeta);\n",
    'node_modules/lib/package.json': {
      name: 'lib',
      version: '2.3.4',
      type: 'module',
      main: 'index.js',
      sideEffects: false,
    },
    'node_modules/lib/index.js': Array.from(
      { length: count },
      (_, i) => `export * from './parts/p${i}.js';\n`,
    ).join(''),
    'node_modules/lib/extra/title.js':
      "import { f2 } from '../parts/p2.js';\nexport const title = 'I' + f2();\n",
    'node_modules/@scope/cjs-lib/package.json': {
      name: '@scope/cjs-lib',
      version: '1.0.1',
      main: 'index.js',
    },
    'node_modules/@scope/cjs-lib/index.js':
      "exports.zeta = 1;\nexports.İstanbul = 2;\nexports.ılık = require('./more.js').i;\n",
    'node_modules/@scope/cjs-lib/more.js': 'exports.i = 3;\nexports.I = 4;\n',
  };
  for (let i = 0; i < count; i++) {
    const needed = (i * 7 + 3) % count;
    files[`node_modules/lib/parts/p${i}.js`] =
      `import { b${needed} as below } from './p${needed}.js';\nexport const f${i} = () => ${i} + below;\nconst base = ${i};\nexport { base as b${i} };\n`;
  }
  return files;
}

export default async function (suite) {
  const dir = workDir('determinism');
  const files = appFiles();
  const app = path.join(dir, 'one/app');
  writeFiles(app, files);
  const moved = path.join(dir, 'a longer path, elsewhere/ünï/app');
  writeFiles(moved, Object.fromEntries(Object.entries(files).reverse()));

  let count = 0;
  async function output(args, options = {}) {
    const out = path.join(dir, `out-${count++}`);
    const { stdout } = await mfshakeOk(['analyze', ...args, '-o', out], { cwd: app, ...options });
    const tree = readTree(out);
    assert.ok(tree.size >= 3, `only ${tree.size} files in the output`);
    return {
      stdout: stdout.replaceAll(out, '<out>').replaceAll(path.relative(options.cwd ?? app, out), '<out>'),
      tree,
    };
  }
  let reference;
  const expected = () => (reference ??= output(['-j', '1']));

  function same(name, args, options) {
    suite.test(name, async () => {
      const [want, got] = [await expected(), await output(args, options)];
      assert.deepEqual([...got.tree.keys()], [...want.tree.keys()]);
      for (const [file, bytes] of want.tree) assert.ok(bytes.equals(got.tree.get(file)), `${file} differs`);
      assert.equal(got.stdout, want.stdout);
    });
  }
  same('again', ['-j', '1']);
  same('-j 2', ['-j', '2']);
  same('-j 5', ['-j', '5']);
  same('from another folder', ['-j', '2', '-C', app], { cwd: dir });
  same('from another folder, relative', ['-j', '2', '-C', 'one/app'], { cwd: dir });
  for (const locale of ['C', 'C.UTF-8', 'tr_TR.UTF-8', 'de_DE.ISO-8859-1'])
    same(`LC_ALL=${locale}`, ['-j', '2'], { env: { LC_ALL: locale, LANG: locale } });
  same('another time zone', ['-j', '2'], { env: { TZ: 'Pacific/Kiritimati' } });
  same('the app moved and written in another order', ['-j', '2'], { cwd: moved });

  // Real packages of several hundred modules, so that threads overtake each other; with a cache, which they fill and read.
  suite.test('20 runs with 1 to 8 threads, with and without a cache', async () => {
    const real = path.join(dir, 'real');
    writeFiles(real, {
      'mfshake.json': { name: 'app', entry: './src/index.js', shared: { 'lodash-es': {}, rxjs: {}, zod: {}, uuid: {}, react: {} } },
      'package.json': { name: 'app', version: '1.0.0' },
      'src/index.js':
        "import { map, debounce } from 'lodash-es';\nimport { of } from 'rxjs';\nimport * as z from 'zod';\nimport { v4 } from 'uuid';\nimport { useState } from 'react';\nconsole.log(map, debounce, of, z.string, v4, useState);\n",
    });
    const want = await output(['-j', '1', '--no-cache'], { cwd: real });
    assert.ok(want.tree.size >= 11, `only ${want.tree.size} files`);
    const modules = JSON.parse(want.tree.get('share-usage.json')).mfshake.shares['lodash-es'].attribution.modules;
    assert.ok(modules > 300, `only ${modules} modules`);
    for (let round = 0; round < 20; round++) {
      const cache = round % 4 === 3 ? ['--cache', path.join(dir, 'real-cache', String(round % 8))] : ['--no-cache'];
      const got = await output(['-j', String([2, 8, 3, 5, 1][round % 5]), ...cache], { cwd: real });
      assert.equal(got.stdout, want.stdout, `round ${round}`);
      assert.deepEqual([...got.tree.keys()], [...want.tree.keys()], `round ${round}`);
      for (const [file, bytes] of want.tree) assert.ok(bytes.equals(got.tree.get(file)), `round ${round}: ${file} differs`);
    }
  });

  suite.test('prune: again, from another folder, in another locale', async () => {
    await expected();
    const usage = path.join(dir, 'out-0/share-usage.json');
    const trees = [];
    for (const [i, options] of [
      { cwd: dir },
      { cwd: dir },
      { cwd: app },
      { cwd: dir, env: { LC_ALL: 'tr_TR.UTF-8' } },
    ].entries()) {
      const out = path.join(dir, `pruned-${i}`);
      await mfshakeOk(['prune', path.join(dir, 'out-0'), '--usage', usage, '-o', out], options);
      trees.push(readTree(out));
    }
    assert.ok(trees[0].size >= 2, `only ${trees[0].size} files pruned`);
    for (const tree of trees) assert.deepEqual(tree, trees[0]);
  });

  suite.test('no path of this machine in the output, documents valid', async () => {
    const { tree } = await expected();
    for (const [file, bytes] of tree) assert.ok(!bytes.includes(dir), `${file} contains the path of the app`);
    assert.equal(validateTree(path.join(dir, 'out-0')), 1);
    assert.ok(fs.existsSync(path.join(dir, 'out-0/share-usage.json')));
  });
}
