// Share-usage reports made at random, in every shape that mfshake reads: few apps, keys and names, so that they meet often.
import { usageReport } from './report.mjs';

/** A generator of numbers below a bound that always gives the same ones for a seed. */
export const randomOf = seed => below => (seed = (seed * 48271) % 2147483647) % below;

/** mfshake's own report. */
export function randomReport(random) {
  const pick = list => list[random(list.length)];
  const some = (list, part = 2) => list.filter(() => random(part) === 0);
  const shares = {};
  for (const key of some(['lib', 'lib-alias', 'other', '@scope/x.js'], 2)) {
    const provided = [...new Set(['a', ...some(['a', 'b', 'c', '*', '', 'default', '__proto__'], 2)])];
    const mode = pick(['exact', 'exact', 'exact', 'namespace', 'dynamic', 'no-fallback']);
    const used = some(provided, 3);
    const rest = provided.filter(name => !used.includes(name)).sort();
    const possibly = mode === 'exact' ? some(rest, 4) : rest;
    shares[key] = {
      provided,
      used,
      mode,
      possiblyUnused: possibly,
      unused: rest.filter(name => !possibly.includes(name)),
      aliases: random(4) === 0 ? some(['lib', 'lib-alias'].filter(name => name !== key)) : [],
      attribution: { modules: random(9), ambiguous: random(3), external: 0, depthTruncated: random(2) },
      required: some(['^1.0.0', '^2.0.0', '~1.2.0']),
      scope: [pick(['default', 'old'])],
      version: pick(['1.0.0', '1.2.0', '2.0.0', null]),
      sideEffectFree: random(2) === 0,
      reasons: {
        ...(mode !== 'exact' && { '*': [`src/w${random(4)}.js:${1 + random(20)} (a computed member is read)`] }),
        ...Object.fromEntries(
          used
            .filter(name => name !== '*')
            .map(name => [
              name,
              Array.from({ length: 1 + random(7) }, () => `src/p${random(3)}.js:${1 + random(30)}${pick(['', '', ' (dependency)', ' (shared)'])}`),
            ]),
        ),
      },
      ...(random(3) === 0 && { singleton: true }),
    };
  }
  if (!Object.keys(shares).length) return randomReport(random);
  const report = usageReport(pick(['host', 'shop', 'admin', 'blog']), shares);
  for (const key of Object.keys(shares))
    report.treeShake[key] = JSON.parse(
      `{${shares[key].provided
        .map(name => `${JSON.stringify(name)}:${shares[key].mode !== 'exact' || !shares[key].unused.includes(name)}`)
        .join(',')}}`,
    );
  report.mfshake.remotes = some(['shop', 'admin', 'far'], 5);
  return report;
}

const names = ['a', 'b', 'c', 'default'];

/** Shares of the prototypes' shapes, by shape. Each takes the exports that a report knows and those that it uses. */
const prototypes = {
  J1: (known, used, rest) => ({ consume_shared_modules: { lib: { used_exports: used, unused_exports: rest.slice(1), possibly_unused_exports: rest.slice(0, 1) } } }),
  'J1 enhanced': (known, used, rest) => ({
    consume_shared_modules: { lib: { used_exports: used, unused_imports: rest, provided_exports: known, fallback_info: { module_id: './lib.js' } } },
    analysis_metadata: { cache_hits: 1 },
  }),
  J2: (known, used, rest) => ({ consume_shared_modules: { lib: { used_exports: used, unused_exports: rest } }, metadata: { total_modules: 3 } }),
  J3: (known, used, rest) => ({ consume_shared_modules: { lib: { used_exports: used, unused_exports: rest, entry_module_id: './lib.js' } } }),
  J4: (known, used, rest) => ({ lib: { used_exports: used, unused_exports: rest, possibly_unused_exports: [], entry_module_id: null } }),
  J5: (known, used, rest) => ({ lib: { used_exports: used, unused_exports: rest, chunk_characteristics: [{ chunk_format: 'jsonp' }] } }),
  J6: (known, used) => ({ lib: { chunk_characteristics: { entry_module_id: './lib.js', usage: flags(known, used) } } }),
  J7: (known, used) => ({ treeShake: { lib: { ...flags(known, used), chunk_characteristics: { entry_module_id: './lib.js', chunk_format: 'jsonp' } } } }),
  J8: (known, used) => ({ treeShake: { lib: flags(known, used) } }),
  'J8 odd': (known, used) => ({ treeShake: { lib: { ...flags(known, used), b: 'perhaps', __dynamic__: false } } }),
  'J8 dynamic': (known, used) => ({ treeShake: { lib: { ...flags(known, used), __dynamic_commonjs__: true } } }),
};

const flags = (known, used) => Object.fromEntries(known.map(name => [name, used.includes(name)]));

/** mf-stats.json or mf-manifest.json as Rspack and enhanced (a lower bound) or Vite (complete) write it. */
function randomStats(random) {
  const app = ['host', 'shop', 'admin', 'blog'][random(4)];
  const used = names.filter(() => random(3) === 0);
  const share = { id: `${app}:lib`, name: 'lib', version: ['1.0.0', '2.0.0'][random(2)], requiredVersion: '^1.0.0', shareScope: 'default' };
  if (random(4)) share.usedExports = used;
  if (random(2)) Object.assign(share, { referenceExports: used, treeShaking: { mode: 'server-calc', usedExports: used, status: random(2) } });
  return {
    id: app,
    name: app,
    metaData: { name: app, type: 'app' },
    shared: random(6) ? [share] : [share, { ...share, version: '3.0.0' }],
    remotes: random(5) ? [] : [{ federationContainerName: 'far', alias: 'far', moduleName: 'x' }],
    exposes: [],
  };
}

/** A report in a shape of another tool: J1 to J8, mf-stats.json, mf-manifest.json. */
export function randomForeignReport(random) {
  if (random(3) === 0) return randomStats(random);
  const shapes = Object.values(prototypes);
  const known = names.filter(() => random(4) !== 0);
  const used = known.filter(() => random(3) === 0);
  return shapes[random(shapes.length)](known, used, known.filter(name => !used.includes(name)));
}

export const prototypeShapes = prototypes;
