// Several chunks of one app in one run: webpack builds two packages, a chunk of what they have in common, and a module that stands in both of theirs. Their roots' getters are
// put into macros, every subset of their exports is kept, and the chunks run under webpack's own runtime.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import webpack from 'webpack';
import { mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { createRuntime, loadShare, rootModule } from '../runtime/runtime.mjs';
import { build, configuration, extensionOf, outputs, sources } from './app.mjs';

const exported = { left: ['first', 'second', 'both', 'plain'], right: ['third', 'fourth', 'old'] };
/** What each export needs beside the root of its package, by chunk. right/old.cjs runs code that others see, so that it stays. */
const needed = {
  first: { left: ['left/first.js'], common: ['twice'] },
  second: { left: ['left/second.js', 'copied/both.js'], common: ['heavy', 'table', 'twice'] },
  both: { left: ['copied/both.js'], common: ['twice'] },
  plain: {},
  third: { right: ['right/third.js', 'copied/both.js'], common: ['twice'] },
  fourth: { right: ['right/fourth.js'], common: ['table'] },
  old: {},
};
const always = { left: ['left/index.js'], right: ['right/index.js', 'right/old.cjs'], common: ['log'] };
const chunks = ['left', 'right', 'common'];

/** Puts the getters of a package's root, which stand in one call of require.d, into macros. */
function annotate(text, key) {
  const names = exported[key];
  let count = 0;
  const annotated = text.replace(/\.d\([^{}]*\{[^{}]*\}/g, call => {
    if (!names.every(name => new RegExp(`\\b${name}:`).test(call))) return call;
    return call.replace(/\b(\w+)(: ?\(\) ?=> ?)(\(.*\)(?=,?$)|[\w$.]+)/gm, (getter, name, between, value) => {
      if (!names.includes(name)) return getter;
      count++;
      const open = `/* @common:if [condition="treeShake.${key}.${name}"] */`;
      const body = value.startsWith('(') ? value.slice(1, -1) : value;
      return `${name}${between}(${open} ${body} /* @common:endif */)`;
    });
  });
  assert.equal(count, names.length, `annotated in ${key}`);
  return annotated;
}

const subsets = all => all.reduce((sets, item) => [...sets, ...sets.map(set => [...set, item])], [[]]);
const flags = (used, ids) => ({
  treeShake: Object.fromEntries(
    Object.entries(exported).map(([key, names]) => [
      key,
      {
        ...Object.fromEntries(names.map(name => [name, used.includes(name)])),
        chunk_characteristics: { entry_module_id: ids[`${key}/index.js`] },
      },
    ]),
  ),
});

function expectedModules(used, chunk) {
  const names = new Set([...(always[chunk] ?? []), ...used.flatMap(name => needed[name][chunk] ?? [])]);
  const files = [...names].map(name => (name.includes('/') ? name : name === 'log' ? 'common/log.cjs' : `common/${name}.js`));
  return files.sort();
}

/** Which files' factories a chunk holds; webpack heads each with its path. */
const filesIn = text => [...text.matchAll(/!\*\*\* \.\/(\S+) \*\*\*!/g)].map(match => match[1]).sort();

/** The module map of a chunk of any bundler. */
async function readModules(file, format) {
  if (format === 'module') {
    const copy = `${file}.${moduleCount++}.mjs`;
    fs.copyFileSync(file, copy);
    return (await import(pathToFileURL(copy))).__webpack_modules__;
  }
  const self = {};
  const exports = {};
  vm.compileFunction(fs.readFileSync(file, 'utf8'), ['self', 'exports'])(self, exports);
  return exports.modules ?? Object.values(self)[0][0][1];
}
let moduleCount = 0;

function compare(used, original, pruned) {
  for (const key of Object.keys(exported)) {
    const names = exported[key].filter(name => used.includes(name));
    assert.deepEqual(Object.keys(pruned[key]).sort(), [...names].sort(), key);
    for (const name of names)
      for (const value of [1, 2]) assert.equal(pruned[key][name](value), original[key][name](value), name);
  }
}

export default async function (suite) {
  const dir = workDir('chunks');
  writeFiles(dir, sources);
  const built = {};
  const annotateFiles = build_ => {
    for (const key of Object.keys(exported)) {
      const file = fileOf(build_, key);
      fs.writeFileSync(file, annotate(fs.readFileSync(file, 'utf8'), key));
    }
  };
  const fileOf = (build_, chunk) => path.join(build_.out, `${chunk}.${build_.extension}`);
  for (const format of Object.keys(outputs))
    for (const moduleIds of format === 'jsonp' ? ['named', 'natural'] : ['named']) {
      const out = path.join(dir, `dist-${format}-${moduleIds}`);
      const ids = await build(webpack, configuration(dir, out, { format, moduleIds }));
      built[`${format} ${moduleIds}`] = { out, ids, format, extension: extensionOf(format) };
      annotateFiles(built[`${format} ${moduleIds}`]);
    }
  let count = 0;

  async function prune(build_, used, files = chunks, ...args) {
    const out = path.join(dir, `pruned-${count++}`);
    writeFiles(out, { 'usage.json': flags(used, build_.ids) });
    const result = await mfshake(
      ['prune', ...files.map(chunk => fileOf(build_, chunk)), '--usage', path.join(out, 'usage.json'), '-o', out, '--format', 'json', '-v', ...args],
      { cwd: dir },
    );
    const text = chunk => fs.readFileSync(path.join(out, `${chunk}.${build_.extension}`), 'utf8');
    return { ...result, out, text };
  }
  async function pruned(...args) {
    const result = await prune(...args);
    assert.equal(result.code, 0, result.stderr);
    return { ...result, summary: JSON.parse(result.stdout) };
  }

  /** The exports of both packages under the runtime that webpack wrote into the main script. */
  function loadScripts(build_, texts) {
    const self = {};
    const run = text => vm.compileFunction(text, ['self'])(self);
    for (const chunk of ['runtime~main', 'main']) run(fs.readFileSync(fileOf(build_, chunk), 'utf8'));
    const webpackRequire = globalThis.hostRequire;
    texts.forEach(run);
    return { left: webpackRequire(build_.ids['left/index.js']), right: webpackRequire(build_.ids['right/index.js']) };
  }

  async function loadFiles(build_, folder) {
    for (const chunk of ['runtime~main', 'main'])
      fs.copyFileSync(fileOf(build_, chunk), path.join(folder, `${chunk}.${build_.extension}`));
    const main = path.join(folder, `main.${build_.extension}`);
    if (build_.format === 'module') await import(pathToFileURL(main));
    else {
      writeFiles(folder, { 'package.json': { type: 'commonjs' } });
      createRequire(import.meta.url)(main);
    }
    const load = globalThis.hostLoad;
    return { left: await load.left(), right: await load.right() };
  }

  const all = Object.values(exported).flat();
  for (const ids of ['named', 'natural']) {
    const build_ = built[`jsonp ${ids}`];
    suite.test(`all ${2 ** all.length} subsets of two packages, ids ${ids}`, async () => {
      const read = chunk => fs.readFileSync(fileOf(build_, chunk), 'utf8');
      const original = loadScripts(build_, chunks.map(read));
      for (const used of subsets(all)) {
        const { text } = await pruned(build_, used);
        for (const order of [['left', 'right', 'common'], ['common', 'right', 'left']])
          compare(used, original, loadScripts(build_, order.map(text)));
        for (const chunk of chunks) assert.deepEqual(filesIn(text(chunk)), expectedModules(used, chunk), `${chunk} of {${used}}`);
      }
    });
  }

  for (const format of ['commonjs', 'module'])
    suite.test(`${format} chunks, loaded from their files`, async () => {
      const build_ = built[`${format} named`];
      const whole = path.join(dir, `whole-${format}`);
      fs.cpSync(build_.out, whole, { recursive: true });
      const original = await loadFiles(build_, whole);
      for (const used of subsets(all).filter((_, i) => i % 9 === 0)) {
        const { out, text } = await pruned(build_, used);
        compare(used, original, await loadFiles(build_, out));
        for (const chunk of chunks) assert.deepEqual(filesIn(text(chunk)), expectedModules(used, chunk), `${chunk} of {${used}}`);
      }
    });

  suite.test('without the others, what a chunk can not see is left', async () => {
    const build_ = built['jsonp named'];
    const { text } = await pruned(build_, ['plain'], ['common']);
    assert.equal(text('common'), fs.readFileSync(fileOf(build_, 'common'), 'utf8'));
    const alone = await pruned(build_, ['plain'], ['left']);
    assert.deepEqual(filesIn(alone.text('left')), ['left/index.js', 'left/first.js', 'left/second.js', 'copied/both.js'].sort(), 'imports of other chunks may have effects');
  });

  suite.test('code of another chunk that reads a package keeps what it reads', async () => {
    const build_ = built['jsonp named'];
    const { text, summary } = await pruned(build_, [], ['main', ...chunks]);
    for (const chunk of chunks)
      assert.deepEqual(filesIn(text(chunk)), filesIn(fs.readFileSync(fileOf(build_, chunk), 'utf8')), chunk);
    const notes = summary.find(({ chunk }) => chunk.includes('left')).notes;
    assert.match(notes[0].reason, /the module \.\/main\.js of .*main\.js may read it/);
  });

  suite.test('a chunk of another app is not of the same graph', async () => {
    const build_ = built['jsonp named'];
    const other = path.join(dir, 'other');
    const text = fs.readFileSync(fileOf(build_, 'common'), 'utf8').replaceAll('webpackChunkapp', 'webpackChunkother');
    writeFiles(other, { 'foreign.js': text, 'usage.json': flags([], build_.ids) });
    const result = await mfshakeOk(
      ['prune', fileOf(build_, 'left'), path.join(other, 'foreign.js'), '--usage', path.join(other, 'usage.json'), '-o', path.join(other, 'out')],
      { cwd: dir },
    );
    assert.equal(result.stderr, '');
    assert.equal(fs.readFileSync(path.join(other, 'out/foreign.js'), 'utf8'), text);
  });

  suite.test('the summary has a row for each chunk, and nothing is written when one is refused', async () => {
    const build_ = built['jsonp named'];
    const { summary } = await pruned(build_, ['first']);
    assert.deepEqual(
      summary.map(row => [path.basename(row.chunk), row.modulesBefore, row.modulesAfter, row.keys.map(key => key.key)]),
      [
        ['left.js', 4, 2, ['left']],
        ['right.js', 5, 2, ['right']],
        ['common.js', 4, 2, []],
      ],
    );
    const damaged = { ...build_, out: path.join(dir, 'damaged') };
    fs.cpSync(build_.out, damaged.out, { recursive: true });
    fs.appendFileSync(fileOf(damaged, 'common'), '/* @common:endif */');
    const refused = await prune(damaged, ['first']);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /common\.js:\d+:\d+: error\[M103\]/);
    assert.deepEqual(fs.readdirSync(refused.out), ['usage.json']);
  });

  suite.test('--rename and --dry-run with several chunks: the manifest has a row for each, or nothing is written', async () => {
    const build_ = built['jsonp named'];
    const plain = await pruned(build_, ['first']);
    const dry = await pruned(build_, ['first'], chunks, '--rename', '--dry-run');
    assert.deepEqual(fs.readdirSync(dry.out), ['usage.json']);
    assert.equal(dry.stdout, plain.stdout, 'the summary is that of a run that writes');
    const { out } = await pruned(build_, ['first'], chunks, '--rename', '--snapshot', path.join(dir, 'snapshot.json'));
    const manifest = JSON.parse(fs.readFileSync(path.join(out, 'prune-manifest.json'), 'utf8'));
    assert.deepEqual(manifest.chunks.map(chunk => chunk.from).sort(), ['common.js', 'left.js', 'right.js']);
    for (const { from, file, after, integrity } of manifest.chunks) {
      const bytes = fs.readFileSync(path.join(out, file));
      assert.equal(bytes.toString(), plain.text(from.replace('.js', '')));
      assert.equal(bytes.length, after.raw);
      assert.equal(integrity, `sha384-${createHash('sha384').update(bytes).digest('base64')}`);
    }
    /* These chunks are no containers, which alone the official runtime loads. */
    assert.deepEqual(JSON.parse(fs.readFileSync(path.join(dir, 'snapshot.json'), 'utf8')), { moduleInfo: {} });
  });

  suite.test('pruned in one run and again: nothing changes; key by key is as at once', async () => {
    const build_ = built['jsonp named'];
    const used = ['first', 'fourth'];
    const once = await pruned(build_, used);
    const again = await pruned({ ...build_, out: once.out }, used);
    for (const chunk of chunks) assert.equal(again.text(chunk), once.text(chunk), chunk);
    const oneKey = path.join(dir, 'one-key');
    const report = flags(used, build_.ids);
    writeFiles(oneKey, { 'left.json': { treeShake: { left: report.treeShake.left } }, 'right.json': { treeShake: { right: report.treeShake.right } } });
    const run = (from, usage, to) =>
      mfshakeOk(['prune', ...chunks.map(chunk => path.join(from, `${chunk}.js`)), '--usage', path.join(oneKey, usage), '-o', path.join(oneKey, to)], { cwd: dir });
    await run(build_.out, 'left.json', 'a');
    await run(path.join(oneKey, 'a'), 'right.json', 'b');
    for (const chunk of ['left', 'right'])
      assert.equal(fs.readFileSync(path.join(oneKey, 'b', `${chunk}.js`), 'utf8'), once.text(chunk), chunk);
    const common = fs.readFileSync(path.join(oneKey, 'b/common.js'), 'utf8');
    assert.deepEqual(filesIn(common), expectedModules(used, 'common'));
  });

  // What Rspack 2 wrote for the same files (tests/chunks/record.mjs): method shorthand with path and number ids, values in the third argument of require.d, minified and not.
  const recorded = JSON.parse(fs.readFileSync(path.join(root, 'tests/chunks/rspack.json'), 'utf8'));
  for (const { format, moduleIds, minimize, ids, texts } of recorded.builds)
    suite.test(`Rspack ${recorded.version}: ${format}, ids ${moduleIds}${minimize ? ', minified' : ''}`, async () => {
      const name = `rspack-${format}-${moduleIds}-${minimize}`;
      const build_ = { out: path.join(dir, name), ids, format, extension: extensionOf(format) };
      const files = Object.entries(texts).map(([chunk, text]) => [`${chunk}.${build_.extension}`, text]);
      writeFiles(build_.out, Object.fromEntries(files));
      annotateFiles(build_);
      const mapsIn = async folder =>
        Promise.all(chunks.map(async chunk => readModules(fileOf({ ...build_, out: folder }, chunk), format)));
      const load = maps => {
        const runtime = createRuntime(maps.map(modules => ({ modules })));
        return { left: runtime.require(ids['left/index.js']), right: runtime.require(ids['right/index.js']) };
      };
      const original = load(await mapsIn(build_.out));
      const files_ = Object.fromEntries(Object.entries(ids).map(([file, id]) => [id, file]));
      for (const used of subsets(all).filter((_, i) => i % 5 === 0)) {
        const { out } = await pruned(build_, used);
        const maps = await mapsIn(out);
        compare(used, original, load(maps));
        compare(used, original, load([...maps].reverse()));
        chunks.forEach((chunk, i) =>
          assert.deepEqual(Object.keys(maps[i]).map(id => files_[id]).sort(), expectedModules(used, chunk), `${chunk} of {${used}}`),
        );
      }
    });

  // Chunks that analyze writes, which each hold all that their key needs: what two keys have in common stands in both.
  for (const format of ['jsonp', 'commonjs', 'module', 'container'])
    suite.test(`analyze, two keys and their common modules: ${format}, with and without shake maps`, async () => {
      const app = path.join(dir, `two-keys-${format}`);
      const inPackage = (name, files) => Object.fromEntries(Object.entries({ 'package.json': { name, version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false }, ...files }).map(([file, text]) => [`node_modules/${name}/${file}`, text]));
      writeFiles(app, {
        'package.json': { name: 'app', version: '1.0.0', dependencies: { one: '^1.0.0', two: '^1.0.0' } },
        'mfshake.json': { name: 'app', entry: './index.js', shared: ['one', 'two'], output: { path: 'dist', format } },
        'index.js': "import * as one from 'one';\nimport * as two from 'two';\nconsole.log(one, two);\n",
        ...inPackage('one', { 'index.js': "import { double, inc } from 'common';\nexport const a = x => double(x);\nexport const b = x => inc(x);\n" }),
        ...inPackage('two', { 'index.js': "import { double, square } from 'common';\nexport { inc as c } from 'common';\nexport const d = x => double(square(x));\n" }),
        ...inPackage('common', { 'index.js': "export { double } from './double.js';\nexport { inc, square } from './more.js';\n", 'double.js': 'export const double = x => 2 * x;\n', 'more.js': 'export const inc = x => x + 1;\nexport const square = x => x * x;\n' }),
      });
      await mfshakeOk(['analyze'], { cwd: app });
      const report = JSON.parse(fs.readFileSync(path.join(app, 'dist/share-usage.json'), 'utf8'));
      const names = { one: ['a', 'b'], two: ['c', 'd'] };
      const results = { a: 6, b: 4, c: 4, d: 18 };
      fs.cpSync(path.join(app, 'dist'), path.join(app, 'without'), { recursive: true });
      for (const key of Object.keys(names)) fs.rmSync(path.join(app, `without/${key}/1.0.0/chunk.shake.json`));
      for (const [round, used] of subsets(['a', 'b', 'c', 'd']).entries()) {
        const flags_ = Object.fromEntries(Object.entries(names).map(([key, list]) => [key, { ...Object.fromEntries(list.map(name => [name, used.includes(name)])), chunk_characteristics: { entry_module_id: rootModule(report, key) } }]));
        writeFiles(app, { 'usage.json': { treeShake: flags_ } });
        for (const folder of ['dist', 'without'])
          await mfshakeOk(['prune', folder, '--usage', 'usage.json', '-o', `${folder}-${round}`], { cwd: app });
        for (const [key, list] of Object.entries(names)) {
          const file = path.join(app, `dist-${round}/${key}/1.0.0/chunk.js`);
          assert.equal(fs.readFileSync(file, 'utf8'), fs.readFileSync(path.join(app, `without-${round}/${key}/1.0.0/chunk.js`), 'utf8'));
          const exports = await loadShare(file, format, rootModule(report, key));
          assert.deepEqual(Object.keys(exports).sort(), list.filter(name => used.includes(name)));
          for (const name of Object.keys(exports)) assert.equal(exports[name](3), results[name], name);
        }
        if (format === 'container') continue;
        const maps = await Promise.all(Object.keys(names).map(key => readModules(path.join(app, `dist-${round}/${key}/1.0.0/chunk.js`), format)));
        for (const order of [maps, [...maps].reverse()]) {
          const runtime = createRuntime(order.map(modules => ({ modules })));
          for (const [key, list] of Object.entries(names))
            for (const name of list.filter(name => used.includes(name)))
              assert.equal(runtime.require(rootModule(report, key))[name](3), results[name], name);
        }
      }
    });
}
