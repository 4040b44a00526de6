// What webpack says is used of each module by each entry and expose of a case, one runtime per name:
//
//   node tests/runtimes/webpack.mjs CASE…        writes expected.json of fixtures/runtimes/CASE
//
// Side-effect flags are tests/parity's subject and off here: with them webpack leads imports past barrels that a share key
// stands in front of. An exposed module stands behind an entry that uses all of it, which is what a container does.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import webpack from 'webpack';
import { root } from '../lib/mfshake.mjs';

export const base = path.join(root, 'fixtures/runtimes');

function entryOfExpose(temporary, index, file) {
  const entry = path.join(temporary, `expose-${index}.js`);
  fs.writeFileSync(
    entry,
    `import * as exposed from ${JSON.stringify(file)};\nglobalThis.exposed = exposed;\n`,
  );
  return entry;
}

/** { entries: { name: { path: [names] | true | false } }, exposes: … } of a case's `in` folder. */
export async function askWebpack(dir) {
  const config = JSON.parse(fs.readFileSync(path.join(dir, 'mfshake.json'), 'utf8'));
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-runtimes-'));
  const roots = [
    ...Object.entries(config.entry).map(([name, file]) => ({ table: 'entries', name, file })),
    ...Object.entries(config.exposes ?? {}).map(([name, file], index) => ({
      table: 'exposes',
      name,
      file: entryOfExpose(temporary, index, path.resolve(dir, file)),
    })),
  ];
  const compiler = webpack({
    context: dir,
    mode: 'production',
    devtool: false,
    entry: Object.fromEntries(roots.map(({ name, file }, index) => [`runtime${index}`, file])),
    output: { path: temporary },
    optimization: {
      minimize: false,
      concatenateModules: false,
      mangleExports: false,
      splitChunks: false,
      providedExports: true,
      usedExports: true,
      sideEffects: false,
      innerGraph: true,
    },
  });
  const answer = { entries: {}, exposes: {} };
  compiler.hooks.compilation.tap('runtimes', compilation => {
    compilation.hooks.afterOptimizeDependencies.tap('runtimes', () => {
      roots.forEach(({ table, name }, index) => {
        answer[table][name] = usedIn(compilation, dir, `runtime${index}`);
      });
    });
  });
  try {
    await new Promise((resolve, reject) =>
      compiler.run((error, stats) =>
        error || stats.hasErrors() ? reject(error ?? new Error(stats.toString('errors-only'))) : resolve(),
      ),
    );
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
  return answer;
}

function usedIn(compilation, dir, runtime) {
  const used = {};
  for (const module of compilation.modules) {
    const file = module.resource && path.relative(dir, module.resource);
    if (!file || file.startsWith('..')) continue;
    const answer = compilation.moduleGraph.getExportsInfo(module).getUsedExports(runtime);
    used[file] = answer instanceof Set ? [...answer].sort() : answer;
  }
  return Object.fromEntries(Object.entries(used).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.argv[1] && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  for (const name of process.argv.slice(2)) {
    const answer = await askWebpack(path.join(base, name, 'in'));
    fs.writeFileSync(path.join(base, name, 'expected.json'), `${JSON.stringify(answer, null, 2)}\n`);
  }
}
