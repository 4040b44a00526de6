// Runs a case's drive.mjs on the root module of a chunk; a process of its own, so that its output is the case's alone.
//
//   node run-chunk.mjs DRIVE FORMAT '[{"key": "lib", "file": "chunk.js", "root": "./node_modules/lib/index.js"}, …]'
//
// The first share is the one that is driven; the others are what it consumes. One that has no chunk (import: false) comes
// from another app: { key, module: path of an ES module }.
import { pathToFileURL } from 'node:url';
import { createRuntime, importChunk, loadShare, readChunk } from '../runtime/runtime.mjs';

const [drive, format, manifest] = process.argv.slice(2);
const shares = JSON.parse(manifest);
const isContainer = format.endsWith('container');

async function runtimeOfAll(shared) {
  const files = shares.filter(share => share.file).map(share => share.file);
  return createRuntime(await Promise.all(files.map(format === 'module' ? importChunk : readChunk)), { shared });
}

// A consumed share is evaluated when it is first asked for, as in an app.
const shared = {};
let runtime;
for (const { key, file, root, module } of shares.slice(1)) {
  if (module) shared[key] = { __esModule: true, ...(await import(pathToFileURL(module))) };
  else if (isContainer) shared[key] = await loadShare(file, format, root, { shared });
  else Object.defineProperty(shared, key, { enumerable: true, get: () => runtime.require(root) });
}
const { file, root } = shares[0];
if (!isContainer) runtime = await runtimeOfAll(shared);
const lib = isContainer ? await loadShare(file, format, root, { shared }) : runtime.require(root);
const { default: run } = await import(pathToFileURL(drive));
await run(lib);
