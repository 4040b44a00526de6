// Counts the instructions of `mfshake analyze -j1 --no-emit` over ten small apps with callgrind and compares them with instructions.json. The apps
// import packages that the tests have installed (package-lock.json), so that the counts are of real code; none with a module so large that its parse
// takes more than the time that syntax/ allows when valgrind slows it down.
//
//   make bench-instructions              fails when a count is more than 2 % from the recorded one
//   make bench-instructions UPDATE=1     records
//
// Counts depend on the compiler, the C library and the processor's instruction sets, which stand in the file: with others, differences are shown and
// nothing fails.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const record = path.join(here, 'instructions.json');
const tolerance = 0.02;

// What the one module of each app says.
const apps = {
  'lodash-es, two names': "import { debounce, merge } from 'lodash-es';\nconsole.log(debounce, merge);\n",
  'lodash-es, all': "import * as all from 'lodash-es';\nconsole.log(all);\n",
  'date-fns, one name': "import { format } from 'date-fns';\nconsole.log(format);\n",
  'react, all': "import React from 'react';\nconsole.log(React);\n",
  'uuid, one name': "import { v4 } from 'uuid';\nconsole.log(v4);\n",
  'a context': "const load = name => import(`./parts/${name}.js`);\nconsole.log(load);\n",
  'a chain of 300 re-exports': "import { last } from './chain/c0.js';\nconsole.log(last);\n",
  'a cycle of 300 modules': "import { step } from './cycle/c0.js';\nconsole.log(step);\n",
  'a barrel of 300 stars': "import { p7 } from './barrel.js';\nconsole.log(p7);\n",
  'CommonJS in 300 files': "console.log(require('./commonjs/c0.js').value);\n",
};
const size = 300;

function write(file, content) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

function writeApp(folder, entry) {
  const imported = ['lodash-es', 'date-fns', 'react'].filter(name => entry.includes(`'${name}'`));
  fs.rmSync(folder, { recursive: true, force: true });
  write(path.join(folder, 'entry.js'), entry);
  write(path.join(folder, 'package.json'), '{"name": "app", "version": "1.0.0"}');
  write(path.join(folder, 'mfshake.json'), JSON.stringify({ name: 'app', entry: './entry.js', shared: imported.length ? imported : ['uuid'] }));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (let i = 0; i < size; i++) {
    const next = i + 1;
    write(path.join(folder, `parts/p${i}.js`), `export const p${i} = ${i};\n`);
    write(path.join(folder, `chain/c${i}.js`), next < size ? `export { last } from './c${next}.js';\n` : 'export const last = 1;\n');
    write(path.join(folder, `cycle/c${i}.js`), `import { step as next } from './c${next % size}.js';\nexport const step = n => (n ? next(n - 1) : 0);\n`);
    write(path.join(folder, `commonjs/c${i}.js`), next < size ? `const next = require('./c${next}.js');\nexports.value = () => next.value() + 1;\n` : 'exports.value = () => 0;\n');
  }
  write(path.join(folder, 'barrel.js'), Array.from({ length: size }, (_, i) => `export * from './parts/p${i}.js';\n`).join(''));
}

const machine = {
  compiler: spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' }).stdout?.trim() ?? 'unknown',
  libc: spawnSync('getconf', ['GNU_LIBC_VERSION'], { encoding: 'utf8' }).stdout?.trim() ?? 'unknown',
  processor: os.cpus()[0].model,
};

function count(entry) {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), 'mfshake-'));
  const folder = path.join(output, 'app');
  try {
    writeApp(folder, entry);
    const environment = { ...process.env };
    delete environment.MFSHAKE_CACHE;
    const ran = spawnSync('valgrind', ['--tool=callgrind', '--callgrind-out-file=/dev/null', mfshake, 'analyze', '-q', '-j1', '--no-emit', '-C',
      folder, '-o', path.join(output, 'out')], { encoding: 'utf8', env: environment, timeout: 300_000 });
    const found = /refs:\s+([\d,]+)/.exec(ran.stderr ?? '');
    if (!found || ran.status !== 0) throw new Error(`${entry}exit status ${ran.status}\n${ran.stderr?.slice(0, 2000)}`);
    return Number(found[1].replaceAll(',', ''));
  } finally {
    fs.rmSync(output, { recursive: true, force: true });
  }
}

if (spawnSync('valgrind', ['--version']).status !== 0) {
  console.error('bench-instructions needs valgrind (Debian: apt-get install valgrind)');
  process.exit(2);
}
const before = fs.existsSync(record) ? JSON.parse(fs.readFileSync(record, 'utf8')) : { counts: {} };
const counts = Object.fromEntries(Object.entries(apps).map(([name, entry]) => [name, count(entry)]));
if (process.env.UPDATE) {
  fs.writeFileSync(record, `${JSON.stringify({ machine, counts }, null, 2)}\n`);
}
const same = JSON.stringify(before.machine) === JSON.stringify(machine);
let worse = 0;
for (const [name, now] of Object.entries(counts)) {
  const change = before.counts[name] ? now / before.counts[name] - 1 : 0;
  const off = Math.abs(change) > tolerance;
  if (off) worse++;
  console.log(`${off ? 'differs' : 'ok     '}  ${now.toLocaleString('en')}  ${(change * 100).toFixed(1).padStart(6)} %  ${name}`);
}
if (!same) console.log('recorded with another compiler, C library or processor: differences say little');
process.exit(worse && same && !process.env.UPDATE ? 1 : 0);
