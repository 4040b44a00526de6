// What mfshake does in the deployment of a federation: analyze every app, prune the containers of one for all.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';

const root = path.resolve(import.meta.dirname, '../..');
const binary = path.resolve(process.env.MFSHAKE ?? path.join(root, 'build/mfshake'));

/** The folder with runtime-plugin.js. */
export const pluginFolder = path.join(root, 'src/runtime-plugin');

function run(args, cwd, say) {
  say(`$ mfshake ${args.join(' ')}`);
  const { status, stderr, error } = spawnSync(binary, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  if (status !== 0) throw new Error(`mfshake ${args.join(' ')}: ${error?.message ?? `exit ${status}`}\n${stderr}`);
  return stderr;
}

/**
 * Analyzes `apps` (name -> folder) and prunes the containers of the app `provider` for all of them. Results are in `output`:
 * shared/<app> what analyze wrote, cdn what is to be served, with prune-manifest.json and snapshot.json. Resolves to
 * { cdn, manifest, snapshot, reports }.
 */
export function shake({ apps, provider, output, say = () => {} }) {
  fs.rmSync(output, { recursive: true, force: true });
  fs.mkdirSync(output, { recursive: true });
  for (const [name, folder] of Object.entries(apps))
    run(['analyze', '--quiet', '-C', path.relative(output, folder), '--format', 'container', '-o', `shared/${name}`], output, say);
  const usage = Object.keys(apps).map(name => `shared/${name}/share-usage.json`);
  run(['prune', '--quiet', `shared/${provider}`, '--usage', ...usage, '-o', 'cdn', '--rename', '--snapshot', 'cdn/snapshot.json',
    '--public-path', 'http://cdn.test/'], output, say);
  const cdn = path.join(output, 'cdn');
  const read = file => JSON.parse(fs.readFileSync(path.join(output, file), 'utf8'));
  return {
    cdn,
    manifest: read('cdn/prune-manifest.json'),
    snapshot: read('cdn/snapshot.json'),
    reports: Object.fromEntries(Object.keys(apps).map(name => [name, read(`shared/${name}/share-usage.json`)])),
  };
}
