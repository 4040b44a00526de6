// One bundler builds one app: node build.mjs TOOL FOLDER OUTPUT. Production, not minified, no source maps, no cache but where the name says so.
import { createRequire } from 'node:module';
import path from 'node:path';

const [tool, folder, output] = process.argv.slice(2);
const load = createRequire(new URL('./tools/package.json', import.meta.url));
const entry = path.join(folder, 'entry.js');

async function compile(bundler, extra) {
  const compiler = bundler({
    mode: 'production',
    context: folder,
    entry,
    output: { path: output },
    optimization: { minimize: false },
    performance: false,
    ...extra,
  });
  const stats = await new Promise((done, fail) => compiler.run((error, result) => (error ? fail(error) : done(result))));
  await new Promise(done => compiler.close(done));
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }).slice(0, 2000));
}

const tools = {
  rspack: () => compile(load('@rspack/core').rspack, { cache: false }),
  'rspack with maps': () => compile(load('@rspack/core').rspack, { cache: false, devtool: 'source-map' }),
  'rspack warm cache': () =>
    compile(load('@rspack/core').rspack, {
      cache: { type: 'persistent', storage: { type: 'filesystem', directory: `${output}-cache` } },
    }),
  webpack: () => compile(load('webpack'), { cache: false }),
  rolldown: async () => {
    const build = await load('rolldown').rolldown({ input: entry, platform: 'browser', logLevel: 'silent' });
    await build.write({ dir: output });
    await build.close();
  },
};

if (!Object.hasOwn(tools, tool)) throw new Error(`no tool ${tool}; there are: ${Object.keys(tools).join(', ')}`);
await tools[tool]();
