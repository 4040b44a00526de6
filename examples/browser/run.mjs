// Serves the federation of apps/ and the cases of crashes.mjs to a real browser, with shared packages pruned by mfshake.
//
//   node run.mjs [federation|fallbacks|crashes …]        (make e2e); MFSHAKE=path for another binary, CHROMIUM=path for another browser
//
// Works in build/e2e/, where screenshots stay. Exit 1 when anything is not as it must be.
process.env.TZ = 'UTC'; // before any date is made: the browser's pages have it, too
const { spawnSync } = await import('node:child_process');
const { createHash } = await import('node:crypto');
const { default: fs } = await import('node:fs');
const { default: path } = await import('node:path');

const here = import.meta.dirname;
const output = path.resolve(here, '../../build/e2e');

/** Installs the packages, unless the ones of this lock file are there already. */
function install() {
  const stamp = path.join(here, 'node_modules/.installed');
  const lock = createHash('sha256').update(fs.readFileSync(path.join(here, 'package-lock.json'))).digest('hex');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === lock) return;
  console.log('$ npm ci --ignore-scripts');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('npm ci failed: see above');
  fs.writeFileSync(stamp, lock);
}

install();
const { runParts } = await import('./parts.mjs');
const good = await runParts(process.argv.slice(2), output);
process.exit(good ? 0 : 1);
