// Containers that analyze writes, loaded by the real @module-federation/runtime from a web server on loopback: what they
// import of other shares comes from the app's share scope.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createInstance, getRemoteEntry } from '@module-federation/runtime';
import { mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { chunkFile, runContainer } from '../runtime/runtime.mjs';

const packages = {
  lib: {
    'package.json': { name: 'lib', version: '1.2.0', type: 'module', main: 'index.js', dependencies: { dep: '^2.0.0' } },
    'index.js': `
      import dep, { two } from 'dep';
      import * as whole from 'dep';
      export { default as helper } from './helper.cjs';
      export const sum = () => two + dep.three;
      export const sees = () => [dep, whole];
      export const later = () => import('./later.js').then(({ four }) => four + two);
    `,
    'helper.cjs': `exports.name = 'helper';`,
    'later.js': `export const four = 4;`,
  },
  dep: {
    'package.json': { name: 'dep', version: '2.1.0', main: 'index.js' },
    'index.js': `exports.two = 2; exports.three = 3;`,
  },
  broken: {
    'package.json': { name: 'broken', version: '1.0.0', type: 'module', main: 'index.js' },
    'index.js': `globalThis.brokenRuns = (globalThis.brokenRuns ?? 0) + 1; throw new Error('broken ' + brokenRuns);`,
  },
};

async function analyze(format) {
  const dir = workDir(`containers-${format}`);
  const keys = Object.keys(packages);
  writeFiles(dir, {
    'package.json': { name: 'shop', version: '1.0.0', dependencies: { lib: '^1.0.0', dep: '^2.0.0', broken: '^1.0.0' } },
    'mfshake.json': { name: 'shop', entry: './src/index.js', shared: keys, output: { path: 'out', format } },
    'src/index.js': keys.map((key, i) => `import * as all${i} from '${key}'; console.log(all${i});`).join('\n'),
  });
  for (const [name, files] of Object.entries(packages)) writeFiles(path.join(dir, 'node_modules', name), files);
  await mfshakeOk(['analyze', '-C', dir]);
  return path.join(dir, 'out');
}

async function serve(dir) {
  const server = http.createServer((request, response) => {
    const file = path.join(dir, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    if (fs.existsSync(file)) response.writeHead(200, { 'content-type': 'text/javascript' }).end(fs.readFileSync(file));
    else response.writeHead(404).end();
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

let serial = 0;

/** An app's instance with `dep` of some version in its scope, or without, and other shares. */
function app(depVersion, others = {}) {
  const dep = { two: 20, three: 30 };
  const asked = [];
  const get = async () => {
    asked.push('dep');
    return () => dep;
  };
  const own = depVersion ? { dep: { version: depVersion, get, shareConfig: { requiredVersion: false } } } : {};
  const instance = createInstance({ name: `app${serial++}`, remotes: [], shared: { ...own, ...others } });
  return { instance, dep, asked };
}

export default async function (suite) {
  const out = await analyze('container');
  const containerOf = key => runContainer(chunkFile(out, key));

  suite.test('the global is named after the app, the key and the version', () => {
    assert.equal(containerOf('lib').global, 'mfshake/shop/lib/1.2.0');
    assert.deepEqual([containerOf('lib').key, containerOf('lib').version], ['lib', '1.2.0']);
  });

  suite.test('the runtime loads it as a remote entry; its import of another share is the app\'s', async () => {
    const server = await serve(out);
    try {
      const { instance, dep } = app('2.5.0');
      const name = 'mfshake/shop/lib/1.2.0';
      const entry = `${server.url}lib/1.2.0/chunk.js`;
      const remoteInfo = { name, entry, type: 'global', entryGlobalName: name, shareScope: 'default' };
      const container = await getRemoteEntry({ origin: instance, remoteInfo });
      await container.init(instance, {});
      const factory = await container.get();
      const lib = factory();
      assert.equal(factory(), lib);
      assert.equal(lib.sum(), 50);
      const [whole, namespace] = lib.sees();
      assert.equal(whole, dep);
      assert.equal(namespace.two, 20);
      assert.equal(await lib.later(), 24);
      assert.equal(lib.helper.name, 'helper');
    } finally {
      server.close();
      delete globalThis['mfshake/shop/lib/1.2.0'];
    }
  });

  suite.test('a share whose get is a container', async () => {
    const container = containerOf('lib');
    const get = async () => {
      await container.init(instance);
      return container.get();
    };
    const { instance } = app('2.1.0', { lib: { version: '1.2.0', get } });
    assert.equal((await instance.loadShare('lib'))().sum(), 50);
  });

  suite.test('init loads once, whoever calls it how often', async () => {
    const first = app('2.1.0');
    const second = app('2.2.0');
    const container = containerOf('lib');
    assert.equal(container.init(first.instance), container.init(second.instance));
    await container.init(first.instance);
    assert.deepEqual([first.asked, second.asked], [['dep'], []]);
    assert.equal((await container.get())().sees()[0], first.dep);
  });

  for (const [version, what] of [[undefined, 'no version'], ['1.9.0', 'no fitting version']]) {
    suite.test(`init fails when the scope has ${what} of a share, and can be tried again`, async () => {
      const container = containerOf('lib');
      await assert.rejects(container.init(app(version).instance), /mfshake: no version of dep \^2\.0\.0 is in the share scope default/);
      await container.init(app('2.0.0').instance);
      assert.equal((await container.get())().sum(), 50);
    });
  }

  suite.test('a container without imports of shares needs no instance', async () => {
    const container = containerOf('dep');
    assert.equal(await container.init(), undefined);
    assert.equal((await container.get())().two, 2);
  });

  suite.test('a module that throws throws the same error again', async () => {
    const container = containerOf('broken');
    await container.init();
    const factory = await container.get();
    const fails = () => {
      try {
        factory();
      } catch (error) {
        return error;
      }
    };
    assert.match(fails().message, /broken 1/);
    assert.equal(fails(), fails());
    delete globalThis.brokenRuns;
  });

  suite.test('module-container: an ES module that exports the same', async () => {
    const modules = await analyze('module-container');
    const file = chunkFile(modules, 'lib').replace(/js$/, 'mjs');
    fs.renameSync(file.replace(/mjs$/, 'js'), file);
    const container = await import(file);
    assert.deepEqual([container.key, container.version], ['lib', '1.2.0']);
    const { instance, dep } = app('2.1.0');
    await container.init(instance);
    assert.equal((await container.get())().sees()[0], dep);
  });

  // one → two → three → one, and self, which imports itself; four only asks for one.
  for (const format of ['container', 'module-container', 'commonjs'])
    suite.test(`shares that import each other in a circle: ${format}`, async () => {
      const dir = workDir(`circle-${format}`);
      const imports = { one: 'two', two: 'three', three: 'one', four: 'one', self: 'self' };
      writeFiles(dir, {
        'package.json': { name: 'shop', version: '1.0.0', dependencies: Object.fromEntries(Object.keys(imports).map(key => [key, '^1.0.0'])) },
        'mfshake.json': { name: 'shop', entry: './index.js', shared: Object.keys(imports), output: { path: 'out', format } },
        'index.js': Object.keys(imports).map((key, i) => `import * as all${i} from '${key}'; console.log(all${i});`).join('\n'),
      });
      for (const [key, other] of Object.entries(imports))
        writeFiles(path.join(dir, 'node_modules', key), {
          'package.json': { name: key, version: '1.0.0', type: 'module', main: 'index.js' },
          'index.js': `import { value as other } from '${other}';\nexport const value = '${key}';\nexport const both = () => value + other;\n`,
        });
      const { stderr } = await mfshakeOk(['analyze', '-C', dir]);
      const circles = [...stderr.matchAll(/warning\[M704\]: .*: (.*)$/gm)].map(([, shares]) => shares);
      assert.deepEqual(circles, format === 'commonjs' ? [] : ['one, three, two', 'self'], stderr);
    });
}
