// A web server for several hosts, on one loopback port: what it serves is set for each scenario.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

/** The first answer of `sources`, or null. */
function find(sources, pathname) {
  for (const source of sources) {
    if (typeof source === 'function') {
      const body = source(pathname);
      if (body !== undefined) return body;
      continue;
    }
    const file = path.join(source, pathname);
    if (file.startsWith(source + path.sep) && fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return fs.readFileSync(file);
  }
  return null;
}

/**
 * Resolves to { port, hosts, requests, close }. `hosts`: host name -> list of folders or functions (path) => body (or a promise), null
 * for "404", undefined for "not mine"; its entries may be replaced at any time. `requests`: what was asked for, { url, status, bytes }.
 */
export async function startServer() {
  const hosts = new Map();
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const host = request.headers.host.replace(/:\d+$/, '');
    const { pathname } = new URL(request.url, 'http://host');
    const body = await find(hosts.get(host) ?? [], pathname === '/' ? '/index.html' : pathname);
    const status = body === null ? 404 : 200;
    requests.push({ url: `http://${host}${pathname}`, status, bytes: body?.length ?? 0 });
    response.writeHead(status, {
      'Content-Type': types[path.extname(pathname)] ?? 'text/html',
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
    });
    response.end(body);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // it does not keep the process alive
  return {
    port: server.address().port,
    hosts,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
