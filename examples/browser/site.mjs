// The pages of a federation, as a web server has them.
import fs from 'node:fs';
import path from 'node:path';
import { pluginFolder } from './shake.mjs';

/** The two ways in which a page gets containers without any change to the apps, and none. */
export const ways = {
  none: () => '',
  plugin: () => '<script src="http://cdn.test/runtime-plugin.js" data-manifest="http://cdn.test/prune-manifest.json"></script>',
  snapshot: ({ snapshot }) => `<script>globalThis.__FEDERATION__ = ${JSON.stringify(snapshot)}</script>`,
};

const html = head => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Example</title>
<link rel="icon" href="data:,">
${head}
<div id="root"></div>
<script src="main.js"></script>
`;

/**
 * Sets what the server answers: host `<app>.test` the build of each app of `builds` (name -> folder), the first with the page;
 * cdn.test the containers of `shaken`. `head` is what makes the page take them, by default that of `way`. `change(path)` may answer
 * in place of a file of cdn.test; null is "not found".
 */
export function publish(server, { builds, shaken, way, change, head = ways[way](shaken) }) {
  server.hosts.clear();
  const [first] = Object.keys(builds);
  for (const [app, folder] of Object.entries(builds)) server.hosts.set(`${app}.test`, [folder]);
  const page = html(head);
  server.hosts.get(`${first}.test`).unshift(pathname => (pathname === '/index.html' ? page : undefined));
  server.hosts.set('cdn.test', [...(change ? [change] : []), ...(shaken ? [shaken.cdn] : []), pluginFolder]);
  server.requests.length = 0;
  return `http://${first}.test/`;
}

export const readBytes = (shaken, file) => fs.readFileSync(path.join(shaken.cdn, file), 'utf8');
