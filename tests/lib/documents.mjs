// Which schema what a run prints has to fit. mfshake() of mfshake.mjs checks every document that a test makes the program print.

/** The values of an option, given as `--name value`, `--name=value` or `-l value`. */
function values(args, ...names) {
  return args.flatMap((arg, i) => {
    if (names.includes(arg)) return i + 1 < args.length ? [args[i + 1]] : [];
    const name = names.find(name => name.startsWith('--') && arg.startsWith(`${name}=`));
    return name ? [arg.slice(name.length + 1)] : [];
  });
}

/** The name of the schema (without .schema.json) of what `mfshake ...args` prints to standard output; null when that is no document. */
export function documentKind([command, ...args]) {
  if (values(args, '--output-file').length) return null;
  const formats = values(args, '--format'), isJson = formats.includes('json');
  switch (command) {
    case 'analyze': {
      const [dump] = values(args, '--dump');
      if (dump) return ['facts', 'runtimes'].includes(dump) ? `${dump}-v1` : null; // the others follow the tables in memory
      return isJson ? 'usage-table-v1' : null;
    }
    case 'config': return isJson ? 'effective-config-v1' : null;
    case 'diff': return isJson ? 'diff-v1' : null;
    case 'export': return formats.at(-1) === 'treeshake-server' ? 'tree-shaking-request-v1' : 'tree-shaking-fragment-v1';
    case 'gate':
      if (args.includes('--update')) return isJson ? 'merge-table-v1' : null;
      return isJson || values(args, '-r', '--reporter').includes('json') ? 'gate-result-v1' : null;
    case 'merge':
      if (!values(args, '-o', '--output').length) return 'merged-usage-v1';
      return isJson ? 'merge-table-v1' : null;
    case 'prune': return isJson ? 'prune-summary-v1' : null;
    case 'report': return isJson && !values(args, '-o', '--output').length ? 'overview-v1' : null;
    case 'why': return isJson ? 'why-v1' : null;
    default: return null;
  }
}
