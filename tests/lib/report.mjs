// Usage reports written by hand, in the shape of macro-spec C.5.

/** A report of one app: shares = { key: { provided: [names], used: [names], …other fields } }. */
export function usageReport(app, shares) {
  const report = { treeShake: {}, mfshake: { schema: 1, app, shares: {} } };
  for (const [key, { provided, used, mode = 'exact', ...rest }] of Object.entries(shares)) {
    const isUsed = name => mode !== 'exact' || used.includes(name);
    report.treeShake[key] = Object.fromEntries(provided.map(name => [name, isUsed(name)]));
    report.mfshake.shares[key] = {
      aliases: [],
      attribution: { modules: 1, ambiguous: 0, external: 0, depthTruncated: 0 },
      fallback: `node_modules/${key}/index.js`,
      mode,
      possiblyUnused: mode === 'exact' ? [] : provided.filter(name => !used.includes(name)).sort(),
      reasons: Object.fromEntries(used.map(name => [name, ['src/index.js:1']])),
      required: ['^1.0.0'],
      role: ['consume', 'provide'],
      scope: ['default'],
      sideEffectFree: true,
      unused: mode === 'exact' ? provided.filter(name => !used.includes(name)).sort() : [],
      used: [...used].sort(),
      version: '1.0.0',
      ...rest,
    };
  }
  return report;
}
