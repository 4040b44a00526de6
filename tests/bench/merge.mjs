// 5,000 reports of 20 share keys with 200 exports each, about 100 KB apiece, merged: at most 10 s and 256 MB.
//
//   node tests/bench/merge.mjs [--count N]        (make bench-merge)
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { binary, workDir } from '../lib/mfshake.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' } } });
const count = Number(values.count);
const limits = { seconds: 10, megabytes: 256 };

let seed = 1;
const random = below => (seed = (seed * 48271) % 2147483647) % below;
const exportNames = Array.from({ length: 205 }, (_, i) => `name${i}`).sort();

function report(app) {
  const shares = {};
  const treeShake = {};
  for (let k = 0; k < 20; k++) {
    const newer = random(4) === 0; // a version with other exports
    const provided = exportNames.slice(newer ? 5 : 0, newer ? 205 : 200);
    const used = new Set();
    while (used.size < 10) used.add(provided[random(200)]);
    treeShake[`package-${k}`] = Object.fromEntries(provided.map(name => [name, used.has(name)]));
    shares[`package-${k}`] = {
      aliases: [],
      attribution: { ambiguous: 0, depthTruncated: 0, external: 0, modules: 120 },
      chunks: [`package_${k}/1.${Number(newer)}.0/chunk.js`],
      fallback: `node_modules/package-${k}/index.js`,
      mode: 'exact',
      possiblyUnused: [],
      reasons: Object.fromEntries(
        [...used].sort().map(name => [name, [`src/${app}/page${random(50)}.js:${1 + random(200)}`]]),
      ),
      required: ['^1.0.0'],
      role: ['consume', 'provide'],
      scope: ['default'],
      sideEffectFree: true,
      unused: provided.filter(name => !used.has(name)),
      used: [...used].sort(),
      version: `1.${Number(newer)}.0`,
    };
  }
  return `${JSON.stringify({ mfshake: { app, remotes: [], schema: 1, shares }, treeShake })}\n`;
}

const dir = workDir('bench-merge');
let bytes = 0;
for (let i = 0; i < count; i++) {
  const text = report(`app-${String(i).padStart(4, '0')}`);
  bytes += text.length;
  fs.mkdirSync(path.join(dir, `reports/${i}`), { recursive: true });
  fs.writeFileSync(path.join(dir, `reports/${i}/share-usage.json`), text);
}

/** Runs the program; { seconds, megabytes } with the most memory that it had resident. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(binary, args, { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] });
    let kilobytes = 0;
    const look = setInterval(() => {
      try {
        const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
        kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // it has ended
      }
    }, 5);
    child.on('error', reject);
    child.on('close', code => {
      clearInterval(look);
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, megabytes: kilobytes / 1024 });
      else reject(new Error(`mfshake ${args.join(' ')}: exit ${code}`));
    });
  });
}

const { seconds, megabytes } = await measure(['merge', 'reports', '-o', 'merged.json']);
const merged = fs.statSync(path.join(dir, 'merged.json')).size;
console.log(`${count} reports of ${Math.round(bytes / count / 1000)} KB each, merged: ${(merged / 1e6).toFixed(1)} MB`);
console.log(`${seconds.toFixed(2)} s (at most ${limits.seconds}), ${megabytes.toFixed(0)} MB of memory (at most ${limits.megabytes})`);
const again = await measure(['merge', 'merged.json', '-o', 'again.json']);
const same = fs.readFileSync(path.join(dir, 'merged.json')).equals(fs.readFileSync(path.join(dir, 'again.json')));
console.log(`the merged report alone: ${again.seconds.toFixed(2)} s, ${again.megabytes.toFixed(0)} MB; ${same ? 'the same bytes' : 'OTHER BYTES'}`);
process.exit(same && (count < 5000 || (seconds <= limits.seconds && megabytes <= limits.megabytes)) ? 0 : 1);
