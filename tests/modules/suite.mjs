// Where requests lead and what files of other kinds are: resolve options beside webpack's own answers, tsconfig.json,
// single-file components, inline loaders, builtins.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { mfshake, root, workDir, writeFiles } from '../lib/mfshake.mjs';

const require = createRequire(path.join(root, 'package.json'));
const lib = {
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '1.0.0' } },
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', sideEffects: false, module: 'index.js' },
  'node_modules/lib/index.js': 'export const a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;\n',
};

async function facts(name, files, config = {}) {
  const dir = workDir(`modules-${name}`);
  writeFiles(dir, {
    ...lib,
    'mfshake.json': { entry: './src/index.js', shared: { lib: {} }, ...config },
    ...files,
  });
  const { code, stdout, stderr } = await mfshake(['analyze', '--no-emit', '--dump=facts', '-v'], { cwd: dir });
  return { dir, code, stderr, facts: stdout ? JSON.parse(stdout) : undefined };
}

async function used(name, files, config) {
  const answer = await facts(name, files, config);
  assert.equal(answer.code, 0, answer.stderr);
  return answer.facts.shared.lib?.used;
}

/** The files of the app that webpack builds. */
function webpackFiles(dir, resolve) {
  const webpack = require('webpack');
  const options = {
    context: dir, mode: 'production', entry: './src/index.js', resolve,
    output: { path: path.join(dir, 'dist') },
    module: { rules: [{ test: /\.tsx?$/, type: 'javascript/auto' }] },
    optimization: { minimize: false, concatenateModules: false, sideEffects: false },
  };
  return new Promise((done, fail) => {
    const compiler = webpack(options);
    compiler.hooks.shouldEmit.tap('test', () => false);
    compiler.run((error, stats) => {
      if (error) return fail(error);
      if (stats.hasErrors()) return fail(new Error(stats.toString({ all: false, errors: true })));
      const files = [...stats.compilation.modules].map(module => module.resource).filter(Boolean);
      const names = files.map(file => path.relative(dir, file.split('?')[0])).sort();
      compiler.close(problem => (problem ? fail(problem) : done(names)));
    });
  });
}

const sources = texts => Object.fromEntries(texts.split(' ').map(name => [name, `export default '${name}';\n`]));
const importing = requests => ({
  'src/index.js': requests.split(' ').map((request, i) => `import x${i} from '${request}';\nconsole.log(x${i});\n`).join(''),
});

const likeWebpack = {
  'extension aliases': {
    files: { ...importing('./a.js ./b.js ./c.js?q'), ...sources('src/a.ts src/a.js src/b.js src/c.ts') },
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  },
  'roots': {
    files: { ...importing('/a.js /b.js'), ...sources('one/a.js two/a.js two/b.js') },
    resolve: dir => ({ roots: [path.join(dir, 'one'), path.join(dir, 'two')] }),
  },
  'options by dependency': {
    files: { ...importing('./a p'), ...sources('src/a.web.js src/a.js node_modules/p/special.js node_modules/p/index.js'),
      'node_modules/p/package.json': { exports: { special: './special.js', default: './index.js' } } },
    resolve: { byDependency: { esm: { extensions: ['.web.js', '...'], conditionNames: ['special', '...'] } } },
  },
  'paths of the nearest tsconfig.json': {
    files: { ...importing('@/a @/long/b exact c lib'), ...sources('src/a.js gen/a.js deep/b.js src/e.js base/c.js'),
      'tsconfig.json': { extends: './conf/tsconfig.base.json' },
      'conf/tsconfig.base.json': { compilerOptions: { baseUrl: '../base',
        paths: { '@/*': ['../nowhere/*', '../src/*'], '@/long/*': ['../deep/*'], exact: ['../src/e.js'] } } } },
    resolve: { tsconfig: true },
  },
  'paths without baseUrl, from a package': {
    files: { ...importing('#/a'), ...sources('node_modules/conf/src/a.js'),
      'tsconfig.json': { extends: 'conf' },
      'node_modules/conf/package.json': { name: 'conf', tsconfig: './web.json' },
      'node_modules/conf/web.json': { compilerOptions: { paths: { '#/*': ['./src/*'] } } } },
    resolve: { tsconfig: true },
  },
  'paths of a named file with ${configDir}': {
    files: { ...importing('~/a'), ...sources('app/a.js'),
      'web.json': { extends: './conf/base.json' },
      'conf/base.json': { compilerOptions: { paths: { '~/*': ['${configDir}/app/*'] } } } },
    resolve: { tsconfig: './web.json' },
  },
};

const typescript = (text, options) => ({
  'src/index.js': "import './a.ts';\n",
  'src/a.ts': text,
  ...(options && { 'tsconfig.json': { compilerOptions: options } }),
});

export default async function (suite) {
  for (const [name, { files, resolve }] of Object.entries(likeWebpack)) {
    suite.test(`like webpack: ${name}`, async () => {
      // The folder is not known before it exists: its resolve options are written in a second step.
      const dir = workDir(`modules-${name}`);
      const options = typeof resolve === 'function' ? resolve(dir) : resolve;
      writeFiles(dir, { ...lib, ...files, 'mfshake.json': { entry: './src/index.js', shared: { lib: {} }, resolve: options } });
      const webpackOptions = typeof options.tsconfig === 'string' ? { ...options, tsconfig: path.join(dir, options.tsconfig) } : options;
      const theirs = await webpackFiles(dir, webpackOptions);
      const { code, stdout, stderr } = await mfshake(['analyze', '--no-emit', '--dump=facts'], { cwd: dir });
      assert.equal(code, 0, stderr);
      assert.deepEqual(Object.keys(JSON.parse(stdout).modules).filter(file => !file.includes('node_modules/lib/')).map(file => file.split('?')[0]).sort(),
        theirs.filter(file => !file.includes('node_modules/lib/')));
    });
  }

  suite.test('extensions of last resort never go before what webpack finds', async () => {
    const files = { ...importing('./a ./b'), 'src/a.ts': "import { a } from 'lib'; console.log(a);",
      'src/a/index.js': "import { b } from 'lib'; export default b;", 'src/b.tsx': "import { c } from 'lib'; export default c;" };
    assert.deepEqual(await used('extensions', files), ['b', 'c']);
  });

  suite.test('an import that only types need is dropped, unless tsconfig.json says otherwise', async () => {
    const text = "import { T } from './effects.ts';\nlet x: T;\nconsole.log(x);\n";
    const effects = { 'src/effects.ts': "import { a } from 'lib';\nconsole.log(a);\nexport type T = 1;\n" };
    const ask = (name, options) => used(`elide-${name}`, { ...typescript(text, options), ...effects });
    assert.deepEqual((await ask('default')) ?? [], []);
    assert.deepEqual((await ask('isolated', { isolatedModules: true })) ?? [], []);
    assert.deepEqual(await ask('verbatim', { verbatimModuleSyntax: true }), ['a']);
    assert.deepEqual(await ask('preserve', { preserveValueImports: true }), ['a']);
    assert.deepEqual(await ask('not-used', { importsNotUsedAsValues: 'preserve' }), ['a']);
  });

  suite.test('a broken tsconfig.json is reported and keeps imports', async () => {
    const { code, stderr, facts: answer } = await facts('broken', {
      ...typescript("import { T } from './effects.ts';\nexport let x: T;\n"),
      'src/effects.ts': "import { a } from 'lib';\nconsole.log(a);\nexport type T = 1;\n",
      'tsconfig.json': '{\n  "compilerOptions": {\n',
    });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /tsconfig\.json:\d+:\d+: warning\[M407\]/);
    assert.deepEqual(answer.shared.lib.used, ['a']);
  });

  suite.test('the JSX of tsconfig.json, unless the configuration says', async () => {
    const files = jsx => ({
      'src/index.js': "import './a.tsx';\n",
      'src/a.tsx': "import * as React from 'react';\nconsole.log(<p />);\n",
      'tsconfig.json': { compilerOptions: { jsx } },
      'node_modules/react/package.json': { name: 'react', version: '19.0.0', sideEffects: false, module: 'index.js' },
      'node_modules/react/index.js': 'export const createElement = 1, useState = 2;\n',
      'node_modules/react/jsx-runtime.js': 'export const jsx = 1;\n',
    });
    const ask = async (name, jsx, config) => (await facts(name, files(jsx), { shared: { react: {}, lib: {} }, ...config })).facts.shared.react?.used ?? [];
    assert.deepEqual(await ask('classic', 'react'), ['createElement']);
    assert.deepEqual(await used('factory', { 'src/index.js': "import './a.tsx';\n", 'src/a.tsx': "import { a, b } from 'lib';\nconsole.log(<p />);\n",
      'tsconfig.json': { compilerOptions: { jsx: 'react', jsxFactory: 'a' } } }), ['a']);
    assert.deepEqual(await ask('automatic', 'react-jsx'), []);
    assert.deepEqual(await ask('said', 'react', { jsx: 'automatic' }), []);
  });

  suite.test('components: what the script imports is used, types are not', async () => {
    assert.deepEqual(await used('vue', { ...importing('./A.vue'), 'src/A.vue':
      "<script lang=\"ts\">\nimport { a as same } from 'lib';\nexport default {};\n</script>\n<script setup lang=\"ts\">\nimport { b as same } from 'lib';\n" +
      "import type { c } from 'lib';\nconst local = 1;\n</script>\n<template>{{ same }}</template>\n" }), ['a', 'b']);
    assert.deepEqual(await used('svelte', { ...importing('./A.svelte'), 'src/A.svelte':
      "<script module>import { a } from 'lib';</script>\n<script>import * as all from './all.js'; $: x = 1;</script>\n{all.b}\n", 'src/all.js': "export { b } from 'lib';\n" }), ['a', 'b']);
  });

  suite.test('a component whose template asks for modules may use everything', async () => {
    const { stderr, facts: answer } = await facts('opaque', { ...importing('./A.svelte'), 'src/x.js': "import { a } from 'lib'; console.log(a);",
      'src/index.js': "import A from './A.svelte';\nimport './x.js';\nconsole.log(A);\n", 'src/A.svelte': "{#await import('./x.js') then x}{x}{/await}\n" });
    assert.match(stderr, /A\.svelte:1:9: warning\[M506\]/);
    assert.deepEqual(answer.shared.lib.used, '*');
  });

  suite.test('inline loaders: reported; what the file imports is used', async () => {
    const { code, stderr, facts: answer } = await facts('loaders', { ...importing('some-loader!./a.js'),
      'src/a.js': "import { a, b } from 'lib';\nexport function unused() { return a; }\n" });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /src\/index\.js:1:16: note\[M508\]/);
    assert.deepEqual(answer.shared.lib.used, ['a', 'b']);
  });

  suite.test('assets, data and styles are leaves; texts of unknown kinds are not', async () => {
    const { code, stderr } = await facts('leaves', { ...importing('./a.module.css ./LOGO.PNG ./b.dat ./c.svg'),
      'src/a.module.css': '.a {}', 'src/LOGO.PNG': 'x', 'src/b.dat': 'a\0b', 'src/c.svg': '<svg/>' });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /src\/b\.dat: note\[M507\]/);
    assert.doesNotMatch(stderr, /M506/);
    assert.match((await facts('unknown', { ...importing('./a.coffee'), 'src/a.coffee': "import {a} from 'lib'" })).stderr, /src\/a\.coffee:\d+:\d+: warning\[M506\]/);
  });

  suite.test('modules of Node.js: external with target node, missing with target web', async () => {
    const files = { 'src/index.js': "import fs from 'node:fs';\nimport path from 'path';\nimport { a } from 'lib';\nconsole.log(fs, path.join(a));\n" };
    assert.deepEqual(await used('node', files, { target: 'node' }), ['a']);
    const web = await facts('web', files);
    assert.equal(web.code, 1);
    assert.match(web.stderr, /src\/index\.js:1:16: error\[M502\]: cannot resolve 'node:fs'/);
    assert.match(web.stderr, /src\/index\.js:2:18: error\[M502\]: cannot resolve 'path'.*target web/);
    assert.deepEqual(await used('fallback', { 'src/index.js': "import path from 'path';\nimport { a } from 'lib';\nconsole.log(path, a);\n" },
      { resolve: { fallback: { path: false } } }), ['a']);
  });
}
