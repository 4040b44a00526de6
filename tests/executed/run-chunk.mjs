// Runs a case's drive.mjs on the root module of a chunk; a process of its own, so that its output is the case's alone.
//
//   node run-chunk.mjs DRIVE '[{"key": "lib", "file": "chunk.js", "root": "./node_modules/lib/index.js"}, …]'
//
// The first share is the one that is driven; the others are what it consumes. One that has no chunk (import: false) comes
// from another app: { key, module: path of an ES module }.
import { pathToFileURL } from 'node:url';
import { createRuntime, readChunk } from '../runtime/runtime.mjs';

const [drive, manifest] = process.argv.slice(2);
const shares = JSON.parse(manifest);
const chunks = shares.filter(share => share.file).map(share => readChunk(share.file));

// A consumed share is evaluated when it is first asked for, as in an app.
const shared = {};
for (const { key, root, module } of shares.slice(1)) {
  if (module) shared[key] = { __esModule: true, ...(await import(pathToFileURL(module))) };
  else Object.defineProperty(shared, key, { enumerable: true, get: () => runtime.require(root) });
}
const runtime = createRuntime(chunks, { shared });
const { default: run } = await import(pathToFileURL(drive));
await run(runtime.require(shares[0].root));
