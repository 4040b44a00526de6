// A plugin for @module-federation/runtime: shared packages come from mfshake's pruned containers where that is safe, and
// from the app's own copy where it is not. Apps stay as they are built.
//
//   <script src="runtime-plugin.js" data-manifest="https://cdn.example/prune-manifest.json"></script>     before the apps
//   runtimePlugins: ['mfshake/runtime-plugin']                                                  or in a bundler's configuration
//
// The own copy is taken when there is no container of the share's version, when the file is missing, is another version, or
// fails its integrity check, when it needs a share that the app does not have, and when an app that asks for the share has no
// report, or one that names an export which the container lacks. An app's report is `reports[app]`, else what the manifest
// says the app used when it was pruned. The manifest is what `mfshake prune --manifest` writes
// (schemas/prune-manifest-v1.schema.json).
(() => {
  'use strict';

  const defaultTimeout = 20000; // milliseconds, the federation runtime's own patience with a script
  const everything = '*';

  // --- files ---------------------------------------------------------------------------------------------------

  function within(milliseconds, promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} did not come within ${milliseconds} ms`)), milliseconds);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  async function fetchJson(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return response.json();
  }

  function addScript(url, { integrity, nonce }) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = url;
      script.integrity = integrity;
      script.crossOrigin = 'anonymous'; // without it the browser may not compare the hash of another origin's file
      if (nonce) script.nonce = nonce;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${url} can not be loaded, or its integrity check failed`));
      document.head.append(script);
    });
  }

  /** On servers: Node's fetch compares the hash, so that no other answer than the file itself is run. */
  async function fetchScript(url, { integrity }) {
    const response = await fetch(url, { integrity }).catch(error => {
      throw new Error(`${url} can not be loaded, or its integrity check failed (${error.cause?.message ?? error.message})`);
    });
    (0, eval)(await response.text()); // in the global scope, as a script
  }

  const loadScript = typeof document === 'undefined' ? fetchScript : addScript;

  /** The containers that are loaded or on their way, by URL; one list for all copies of this plugin on a page. */
  const loadedContainers = (globalThis.__MFSHAKE_CONTAINERS__ ??= new Map());

  function loadContainer(entry, url, options) {
    const known = loadedContainers.get(url);
    if (known) return known;
    const loading = (async () => {
      if (!entry.integrity) throw new Error(`the manifest has no integrity for ${entry.file}`);
      await within(options.timeout ?? defaultTimeout, loadScript(url, { integrity: entry.integrity, nonce: options.nonce }), url);
      const container = globalThis[entry.container.global];
      if (typeof container?.init !== 'function' || typeof container.get !== 'function')
        throw new Error(`${url} defines no container ${entry.container.global}`);
      return container;
    })();
    loadedContainers.set(url, loading);
    loading.catch(() => loadedContainers.delete(url));
    return loading;
  }

  // --- what is known of containers and of apps --------------------------------------------------------------------

  /** Share key -> names of used exports, or '*', from a share-usage.json or from a part `apps` of a manifest. */
  function usesOfReport(report) {
    const shares = report?.mfshake?.shares;
    if (!shares) return report ?? {};
    return Object.fromEntries(
      Object.entries(shares).map(([key, { mode, used = [], possiblyUnused = [] }]) => [
        key,
        mode === 'exact' ? [...used, ...possiblyUnused] : everything,
      ]),
    );
  }

  class Knowledge {
    constructor(options) {
      this.options = options;
      this.chunks = [];
      this.uses = new Map(); // app -> share key -> names or '*'
    }

    /** Reads the manifest and the reports once; never rejects: without a manifest every app keeps its own copies. */
    ready() {
      return (this.reading ??= this.read());
    }

    async read() {
      const { manifest, reports = {}, timeout = defaultTimeout } = this.options;
      const read = async source => (typeof source === 'string' ? within(timeout, fetchJson(source), source) : source);
      try {
        const { mfshake, chunks = [], apps = {} } = (await read(manifest)) ?? {};
        if (mfshake?.schema !== 1) throw new Error('it is no manifest of `mfshake prune`, or one of a newer version');
        this.chunks = chunks.filter(({ container }) => container);
        for (const [app, uses] of Object.entries(apps)) this.uses.set(app, uses);
      } catch (error) {
        this.problem = `the manifest can not be read: ${error.message}`;
        return;
      }
      await Promise.all(
        Object.entries(reports).map(async ([app, source]) => {
          try {
            this.uses.set(app, usesOfReport(await read(source)));
          } catch {
            this.uses.delete(app); // what it uses is unknown
          }
        }),
      );
    }

    /** The container of a share: the same key, version and share scope. */
    find({ key, version, scope }) {
      return this.chunks.find(({ container }) => {
        const keys = [container.key, ...container.aliases];
        return keys.includes(key) && container.version === version && container.scope.some(name => scope.includes(name));
      });
    }

    /** Why `app` can not take the container as its share `key`, or null. */
    lack(app, key, { exports }) {
      if (exports === everything) return null; // whoever asks: nothing was removed
      const names = this.uses.get(app)?.[key];
      if (names === undefined) return `no report says what ${app} uses of it`;
      if (names === everything) return `${app} may use any export`;
      const missing = names.filter(name => !exports.includes(name));
      return missing.length ? `it lacks ${missing.join(', ')}, which ${app} uses` : null;
    }

    urlOf({ file }) {
      const { manifest, publicPath } = this.options;
      const base = publicPath ?? (typeof manifest === 'string' ? manifest : '');
      const page = globalThis.document?.baseURI ?? globalThis.location?.href;
      return new URL(file, page ? new URL(base, page) : base).href;
    }
  }

  // --- the plugin ---------------------------------------------------------------------------------------------------

  function mfshakePlugin(options = {}) {
    const knowledge = new Knowledge(options);
    // Per get() that replaces a share's own: { app, key, version, scope, own: the app's get, whole: own was taken or will be }.
    const copies = new WeakMap();
    const wholeCopies = new Map(); // what apps get that the container does not serve: it keeps its state like any share

    function fallBack(copy, app, reason) {
      const event = { key: copy.key, version: copy.version, app, reason };
      if (options.onFallback) options.onFallback(event);
      else console.warn(`mfshake: the whole copy of ${copy.key} ${copy.version} is used in ${app}: ${reason}`);
    }

    async function getFromContainer(copy) {
      await knowledge.ready();
      if (knowledge.problem) throw new Error(knowledge.problem);
      const entry = knowledge.find(copy);
      if (!entry) throw new Error('there is no container of this version');
      const absent = entry.container.consumes.find(key => !copy.instance.options.shared[key]);
      if (absent) throw new Error(`its container needs ${absent}, which the app does not share`);
      const url = knowledge.urlOf(entry);
      const container = await loadContainer(entry, url, options);
      if (container.key !== entry.container.key || container.version !== copy.version)
        throw new Error(`${url} holds ${container.key} ${container.version}`);
      await container.init(copy.instance);
      return container.get();
    }

    async function get(copy) {
      if (copy.whole) return copy.own();
      try {
        return await getFromContainer(copy);
      } catch (error) {
        copy.whole = true;
        fallBack(copy, copy.instance.name, error.message);
        return copy.own();
      }
    }

    /** The app's registered share of a key: of the same version if it has one. */
    function ownShare(instance, key, version) {
      const shares = instance.options.shared[key] ?? [];
      return shares.find(share => share.version === version) ?? shares.at(-1);
    }

    function wholeShare(instance, key, found) {
      const id = `${instance.name} ${key} ${found.version}`;
      if (!wholeCopies.has(id)) {
        const source = ownShare(instance, key, found.version) ?? found; // an app without a copy gets its provider's
        const { own } = copies.get(source.get) ?? { own: source.get };
        wholeCopies.set(id, { ...source, get: own, lib: undefined, loaded: undefined, loading: null, treeShaking: undefined });
      }
      return wholeCopies.get(id);
    }

    /** `found` is the share that the runtime chose for an app that asks: the answer is it, or a whole copy. */
    function choose(instance, key, found, entry) {
      const copy = copies.get(found.get);
      const reason = copy.whole ? null : knowledge.lack(instance.name, key, entry.container);
      if (!reason) return found;
      fallBack(copy, instance.name, reason);
      if (!found.loading && !found.loaded && !found.lib) {
        copy.whole = true; // nobody has it yet, so that all of the page can have the same whole copy
        return found;
      }
      return wholeShare(instance, key, found);
    }

    return {
      name: 'mfshake-runtime-plugin',

      apply(instance) {
        // Not a method of the plugin, because the hook does not say who asks.
        instance.sharedHandler.hooks.lifecycle.resolveShare.on(args => {
          const resolver = args.resolver;
          args.resolver = () => {
            const found = resolver();
            const copy = copies.get(found?.shared?.get);
            const entry = copy && knowledge.find(copy);
            if (!entry) return found;
            return { shared: choose(instance, args.pkgName, found.shared, entry), useTreesShaking: false };
          };
          return args;
        });
      },

      beforeRegisterShare(args) {
        const { origin: instance, pkgName: key, shared } = args;
        const asynchronous = !shared.shareConfig?.eager && !shared.lib && typeof shared.get === 'function';
        if (!asynchronous || copies.has(shared.get)) return args;
        const copy = { instance, key, version: shared.version, scope: shared.scope, own: shared.get, whole: false };
        shared.get = () => get(copy);
        copies.set(shared.get, copy);
        return args;
      },

      async beforeLoadShare(args) {
        await knowledge.ready();
        return args;
      },
    };
  }

  /** Registers the plugin for every app of the page or process that starts from now on. */
  mfshakePlugin.install = options => {
    const federation = (globalThis.__FEDERATION__ ??= {
      __GLOBAL_PLUGIN__: [],
      __INSTANCES__: [],
      moduleInfo: {},
      __SHARE__: {},
      __MANIFEST_LOADING__: {},
      __PRELOADED_MAP__: new Map(),
    });
    federation.__GLOBAL_PLUGIN__.push(mfshakePlugin(options));
  };

  if (typeof module === 'object' && module.exports) {
    module.exports = mfshakePlugin;
    module.exports.default = mfshakePlugin;
  } else {
    globalThis.mfshakePlugin = mfshakePlugin;
    const script = globalThis.document?.currentScript;
    if (script?.dataset.manifest) {
      const manifest = new URL(script.dataset.manifest, document.baseURI).href;
      mfshakePlugin.install({ manifest, nonce: script.nonce });
    }
  }
})();
