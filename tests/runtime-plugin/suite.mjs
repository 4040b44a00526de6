// The federation runtime plugin under the real @module-federation/runtime: what comes from a container, and everything
// that makes an app take a whole copy instead.
import assert from 'node:assert/strict';
import { federation } from './federation.mjs';

const lib = { key: 'lib', version: '1.0.0', exports: ['a', 'b'] };
const share = { version: '1.0.0' };

/** Two apps that both share lib 1.0.0, whose container has a and b; `more` is merged over it. */
const twoApps = more => ({
  apps: { host: { lib: share }, remote: { lib: share } },
  containers: [lib],
  uses: { host: { lib: ['a'] }, remote: { lib: ['b'] } },
  ...more,
});

/** One app that shares lib, and a container that has all it uses. */
const oneApp = (container, more) => ({
  apps: { host: { lib: share } },
  containers: [{ ...lib, ...container }],
  uses: { host: { lib: ['a'] } },
  ...more,
});

export default async function (suite) {
  const test = (name, options, body) =>
    suite.test(name, async () => {
      const federated = await federation(options);
      try {
        await body(federated);
      } finally {
        federated.close();
      }
    });

  /** The host gets its own copy, and is told why. */
  const ownCopy = (name, options, reason) =>
    test(`own copy: ${name}`, options, async ({ load, events }) => {
      const module = await load('host', 'lib');
      assert.equal(module.a(), 'host 1.0.0');
      assert.equal(events().length, 1);
      assert.match(events()[0], reason);
      assert.equal(await load('host', 'lib'), module, 'the same copy again');
    });

  test('one container serves every app', twoApps(), async ({ load, events, containers }) => {
    const [mine, theirs] = await Promise.all([load('host', 'lib'), load('remote', 'lib')]);
    assert.equal(mine.a(), 'container 1.0.0');
    assert.equal(theirs, mine);
    assert.deepEqual(events(), []);
    assert.equal(containers(), 1);
  });

  test('what a container consumes comes from the share scope', {
    apps: { host: { lib: share, react: { version: '19.0.0', singleton: true } } },
    containers: [{ ...lib, consumes: ['react'], text: { consumes: ['react'] } }],
    uses: { host: { lib: ['a'], react: '*' } },
  }, async ({ load, events }) => {
    const module = await load('host', 'lib');
    assert.equal(module.shares.react.useState(), 'host 19.0.0');
    assert.deepEqual(events(), ['host: react 19.0.0: there is no container of this version']);
  });

  test('containers consume containers', {
    apps: { host: { lib: share, react: { version: '19.0.0', singleton: true } } },
    containers: [
      { ...lib, consumes: ['react'], text: { consumes: ['react'] } },
      { key: 'react', version: '19.0.0', exports: '*', text: { exports: ['useState'] } },
    ],
    uses: { host: { lib: ['a'], react: '*' } },
  }, async ({ load, events }) => {
    assert.equal((await load('host', 'lib')).shares.react, await load('host', 'react'));
    assert.deepEqual(events(), []);
  });

  ownCopy('there is no container of the share', oneApp({ key: 'other' }), /there is no container of this version/);
  ownCopy('there is no container of the version', oneApp({ version: '1.0.1' }), /there is no container of this version/);
  ownCopy('the container is for another share scope', oneApp({ scope: ['other'] }), /there is no container of this version/);
  ownCopy('the file is missing', oneApp({ served: { status: 404 } }), /can not be loaded/);
  ownCopy('the server fails', oneApp({ served: { status: 500 } }), /can not be loaded/);
  ownCopy('the file was changed', oneApp({ served: { body: 'globalThis.changed = true;' } }), /integrity/);
  ownCopy('the manifest has no integrity', oneApp({ integrity: undefined }), /no integrity/);
  ownCopy('the file holds another version', oneApp({ text: { version: '1.0.2' } }), /holds lib 1\.0\.2/);
  ownCopy('the file holds another package', oneApp({ text: { key: 'bil' } }), /holds bil 1\.0\.0/);
  ownCopy('the file defines no container', oneApp({ global: 'nothing_of_this_name' }), /defines no container/);
  ownCopy('the container throws', oneApp({ text: { init: 'throw new Error("broken");' } }), /broken/);
  ownCopy('the container needs a share that the app does not have', oneApp({ consumes: ['react'] }), /needs react/);
  ownCopy('the container does not come', oneApp({ served: { body: '', delay: 3000 } }, { timeout: 100 }), /within 100 ms/);
  ownCopy('the app has no report', oneApp({}, { uses: {} }), /no report says what host_\d+ uses/);
  ownCopy("the app's report says nothing of the share", oneApp({}, { uses: { host: {} } }), /no report says/);
  ownCopy('the report names an export that the container lacks', oneApp({}, { uses: { host: { lib: ['a', 'c'] } } }), /lacks c/);
  ownCopy('the app may use any export', oneApp({}, { uses: { host: { lib: '*' } } }), /may use any export/);
  ownCopy('the manifest is missing', oneApp({}, { manifest: 'http://127.0.0.1:9/manifest.json' }), /manifest can not be read/);
  ownCopy('the manifest is none', oneApp({}, { manifest: { some: 'json' } }), /no manifest/);
  ownCopy('the manifest is a newer one', oneApp({}, { manifest: { mfshake: { schema: 2 } } }), /newer version/);

  const report = (used, mode = 'exact') => ({ mfshake: { shares: { lib: { mode, used, possiblyUnused: [] } } }, treeShake: {} });
  const withReport = body => ({ files: { 'usage.json': { body } }, reports: url => ({ host: `${url}usage.json` }) });

  ownCopy('a newer report names another export', oneApp({}, withReport(JSON.stringify(report(['a', 'c'])))), /lacks c/);
  ownCopy('a newer report is not exact', oneApp({}, withReport(JSON.stringify(report(['a'], 'namespace')))), /any export/);
  ownCopy('the report can not be read', oneApp({}, withReport('{')), /no report says/);
  ownCopy('what is possibly unused counts as used', oneApp({}, {
    reports: () => ({ host: { mfshake: { shares: { lib: { mode: 'exact', used: [], possiblyUnused: ['c'] } } } } }),
  }), /lacks c/);

  test('a report is newer than the manifest', oneApp({}, {
    uses: { host: { lib: ['c'] } },
    ...withReport(JSON.stringify(report(['b']))),
  }), async ({ load, events }) => {
    assert.equal((await load('host', 'lib')).b(), 'container 1.0.0');
    assert.deepEqual(events(), []);
  });

  test('a whole container serves who may use any export', oneApp({ exports: '*', text: { exports: ['a'] } }, { uses: { host: { lib: '*' } } }),
    async ({ load }) => assert.equal((await load('host', 'lib')).a(), 'container 1.0.0'));

  test('a whole container serves an app without a report', oneApp({ exports: '*', text: { exports: ['a'] } }, { uses: {} }),
    async ({ load, events }) => {
      assert.equal((await load('host', 'lib')).a(), 'container 1.0.0');
      assert.deepEqual(events(), []);
    });

  // An app that the union does not cover meets a container that others use already.
  const uncovered = { uses: { host: { lib: ['a'] }, remote: { lib: ['c'] } } };

  test('an app that the container does not serve gets its own copy beside it', twoApps(uncovered), async ({ load, events }) => {
    // The runtime prefers the share of the app whose name is greater: both apps are asked for the remote's.
    const mine = await load('host', 'lib');
    const theirs = await load('remote', 'lib');
    assert.equal(mine.a(), 'container 1.0.0');
    assert.equal(theirs.c(), 'remote 1.0.0');
    assert.equal(await load('remote', 'lib'), theirs, 'the same copy again');
    assert.equal(await load('host', 'lib'), mine);
    assert.match(events().join('\n'), /^remote: lib 1\.0\.0: it lacks c, which remote_\d+ uses$/m);
  });

  test('it comes first: all get one whole copy', twoApps(uncovered), async ({ load, containers }) => {
    const theirs = await load('remote', 'lib');
    assert.equal(theirs.c(), 'remote 1.0.0');
    assert.equal(await load('host', 'lib'), theirs, 'one instance for the page');
    assert.equal(containers(), 0);
  });

  test('both at once', twoApps(uncovered), async ({ load }) => {
    const [mine, theirs] = await Promise.all([load('host', 'lib'), load('remote', 'lib')]);
    assert.match(mine.a(), /1\.0\.0/);
    assert.equal(theirs.c(), 'remote 1.0.0');
  });

  test('an app without a copy (import: false) gets its provider\'s', {
    ...twoApps(uncovered),
    apps: { host: { lib: share }, remote: { lib: { ...share, own: false } } },
  }, async ({ load }) => {
    const mine = await load('host', 'lib');
    const theirs = await load('remote', 'lib');
    assert.equal(mine.a(), 'container 1.0.0');
    assert.equal(theirs.c(), 'host 1.0.0');
    assert.equal(await load('remote', 'lib'), theirs);
  });

  test('an app without a copy is served by the container when it is covered', {
    ...twoApps(),
    apps: { host: { lib: share }, remote: { lib: { ...share, own: false } } },
  }, async ({ load, events }) => {
    assert.equal((await load('remote', 'lib')).b(), 'container 1.0.0');
    assert.deepEqual(events(), []);
  });

  test('each version has its container', {
    apps: {
      host: { lib: { version: '1.0.0', requiredVersion: '^1.0.0' } },
      remote: { lib: { version: '2.0.0', requiredVersion: '^2.0.0' } },
    },
    containers: [lib, { ...lib, version: '2.0.0' }],
    uses: { host: { lib: ['a'] }, remote: { lib: ['b'] } },
  }, async ({ load, events }) => {
    assert.equal((await load('host', 'lib')).a(), 'container 1.0.0');
    assert.equal((await load('remote', 'lib')).a(), 'container 2.0.0');
    assert.deepEqual(events(), []);
  });

  test('an eager share stays the app\'s own', {
    ...oneApp(),
    apps: { host: { lib: { ...share, eager: true } } },
  }, async ({ load, instances, containers }) => {
    assert.equal((await load('host', 'lib')).a(), 'host 1.0.0');
    assert.equal(instances.host.loadShareSync('lib')().a(), 'host 1.0.0');
    assert.equal(containers(), 0);
  });

  test('two keys for one module: one container', {
    apps: { host: { lib: share, 'lib-alias': share } },
    containers: [{ ...lib, aliases: ['lib-alias'] }],
    uses: { host: { lib: ['a'], 'lib-alias': ['b'] } },
  }, async ({ load, events }) => {
    assert.equal((await load('host', 'lib-alias')).b(), 'container 1.0.0');
    assert.equal(await load('host', 'lib'), await load('host', 'lib-alias'));
    assert.deepEqual(events(), []);
  });

  test('loaded first, the container can be asked for synchronously', oneApp(), async ({ load, instances }) => {
    const module = await load('host', 'lib');
    assert.equal(instances.host.loadShareSync('lib')(), module);
  });
}
