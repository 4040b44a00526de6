// A federation in Node: apps of the real @module-federation/runtime in one share scope, and a web server on loopback with
// containers that are written by hand.
import { createHash } from 'node:crypto';
import http from 'node:http';
import { createRequire } from 'node:module';
import { createInstance } from '@module-federation/runtime';

const require = createRequire(import.meta.url);
export const mfshakePlugin = require('../../src/runtime-plugin/runtime-plugin.js');

export const integrityOf = text => `sha384-${createHash('sha384').update(text).digest('base64')}`;

let serial = 0;

/** A container's text; `exports` are functions that tell where they come from. */
export function containerText({ global, key, version, exports, consumes = [], init = '' }) {
  const members = exports.map(name => `${JSON.stringify(name)}: () => "container ${version}"`);
  return `globalThis[${JSON.stringify(global)}] = (() => {
  const shares = {};
  const exports = { __esModule: true, shares, ${members.join(', ')} };
  return {
    key: ${JSON.stringify(key)}, version: ${JSON.stringify(version)},
    init: async origin => {
      ${init}
      for (const [name, scope] of ${JSON.stringify(consumes.map(name => [name, ['default']]))}) {
        const factory = await origin.loadShare(name, { customShareInfo: { scope, shareConfig: { requiredVersion: "*" } } });
        if (!factory) throw new Error("no " + name);
        shares[name] = factory();
      }
    },
    get: () => () => exports,
  };
})();`;
}

/** Files on a loopback port, each { body, status, delay }; close() ends it. */
export async function serve(files) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const name = request.url.slice(1);
    requests.push(name);
    const { body = '', status = files[name] ? 200 : 404, delay = 0 } = files[name] ?? {};
    setTimeout(() => response.writeHead(status).end(body), delay);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Apps in one share scope. `apps`: name -> share key -> { version, singleton, eager, own: false } (own false: import: false).
 * Every export of an own copy is a function that answers '<app> <version>'; a container's answers 'container <version>'.
 */
export async function federation({ apps, containers = [], uses, reports, files = {}, manifest, timeout, strategy }) {
  const id = ++serial;
  const events = [];
  const served = { ...files };
  const chunks = containers.map(container => {
    const global = `container_${id}_${container.key}_${container.version}`;
    const file = `${global}.js`;
    const body = containerText({ ...container, global, ...container.text });
    served[file] = container.served ?? { body };
    return {
      from: 'chunk.js',
      file,
      integrity: 'integrity' in container ? container.integrity : integrityOf(body),
      container: {
        key: container.key,
        aliases: container.aliases ?? [],
        version: container.version,
        scope: container.scope ?? ['default'],
        global: container.global ?? global,
        exports: container.exports,
        consumes: container.consumes ?? [],
      },
    };
  });
  const byAppName = values => Object.fromEntries(Object.entries(values).map(([app, value]) => [`${app}_${id}`, value]));
  served['manifest.json'] ??= {
    body: JSON.stringify({ mfshake: { schema: 1 }, chunks, apps: byAppName(uses ?? {}) }),
  };
  const server = await serve(served);
  const plugin = mfshakePlugin({
    manifest: manifest ?? `${server.url}manifest.json`,
    publicPath: server.url,
    reports: byAppName(reports?.(server.url) ?? {}),
    timeout,
    onFallback: event => events.push(event),
  });
  const instances = {};
  for (const [name, shares] of Object.entries(apps)) {
    const shared = {};
    for (const [key, { version, own = true, singleton = false, eager = false, requiredVersion = `^${version}` }] of Object.entries(shares)) {
      if (!own) continue;
      const module = new Proxy({}, { get: (_, member) => (member === 'then' ? undefined : () => `${name} ${version}`) });
      const factory = () => module;
      shared[key] = {
        version,
        shareConfig: { singleton, eager, requiredVersion },
        get: eager ? () => factory : async () => factory,
      };
    }
    const instance = createInstance({ name: `${name}_${id}`, remotes: [], shared, plugins: [plugin], shareStrategy: strategy });
    const first = Object.values(instances)[0];
    if (first) instance.initShareScopeMap('default', first.shareScopeMap.default);
    instance.initializeSharing('default');
    instances[name] = instance;
  }
  return {
    instances,
    /** What fell back: 'app: share version: reason'. */
    events: () => events.map(({ app, key, version, reason }) => `${app.replace(`_${id}`, '')}: ${key} ${version}: ${reason}`),
    containers: () => server.requests.filter(name => name.startsWith('container_')).length,
    requests: server.requests,
    close: server.close,
    load: async (app, key) => {
      const { singleton = false, requiredVersion = '*' } = apps[app][key];
      const factory = await instances[app].loadShare(key, {
        customShareInfo: { scope: ['default'], shareConfig: { singleton, requiredVersion } },
      });
      return factory && factory();
    },
  };
}
