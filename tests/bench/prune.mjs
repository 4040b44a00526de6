// What pruning costs: with a shake map, without one, and beside the rebuild that makes the same with Rspack. `make bench-prune` writes tests/bench/prune.md.
//
// The chunk holds lodash-es and antd, annotated, over 5 MB. Rounds are interleaved. No row is a test: nothing fails because it is slow; what fails is a result that
// differs with and without the map.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const build = path.resolve(root, process.env.BUILD ?? 'build');
const mfshake = path.resolve(root, process.env.MFSHAKE ?? 'build/mfshake');
const results = path.resolve(root, process.env.RESULTS || 'tests/bench/prune.md');
const rounds = Number(process.env.ROUNDS || 15);
const work = path.join(build, 'bench-prune');
const packages = path.join(here, 'packages/node_modules');

function write(files) {
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(work, name)), { recursive: true });
    fs.writeFileSync(path.join(work, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

// A package that hands both libraries on, so that one chunk holds them.
fs.rmSync(work, { recursive: true, force: true });
const elsewhere = { import: false };
const used = ['Button', 'Space', 'debounce', 'groupBy'];
write({
  'package.json': { name: 'app', version: '1.0.0', dependencies: { both: '1.0.0' } },
  'mfshake.json': {
    name: 'app', entry: './entry.js',
    shared: { both: {}, react: elsewhere, 'react/': elsewhere, 'react-dom': elsewhere, 'react-dom/': elsewhere },
  },
  'entry.js': `import { ${used.join(', ')} } from 'both';\nconsole.log(${used.join(', ')});\n`,
  'node_modules/both/package.json': { name: 'both', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/both/index.js': "export * from 'lodash-es';\nexport * from 'antd';\n",
});
for (const name of fs.readdirSync(packages).filter(name => !name.startsWith('.')))
  fs.symlinkSync(path.join(packages, name), path.join(work, 'node_modules', name));

execFileSync(mfshake, ['analyze', '-q', '-o', 'out'], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
execFileSync(mfshake, ['analyze', '-q', '-o', 'maps', '--source-map=file'], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
const chunk = path.join(work, 'out/both/1.0.0/chunk.js');
const size = fs.statSync(chunk).size;
assert.ok(size > 5e6, `the chunk has only ${size} bytes`);
fs.mkdirSync(path.join(work, 'alone'));
fs.copyFileSync(chunk, path.join(work, 'alone/chunk.js'));

// Results go to memory, where there is such a file system: writing to a disk waits for the disk.
const target = fs.existsSync('/dev/shm') ? fs.mkdtempSync('/dev/shm/mfshake-bench-') : path.join(work, 'pruned');
process.once('exit', () => fs.rmSync(target, { recursive: true, force: true }));

const prune = (file, name) => [mfshake, 'prune', '-q', file, '--usage', path.join(work, 'out/share-usage.json'), '-o', path.join(target, name)];
const rows = {
  'mfshake prune, with the shake map': prune(chunk, 'mapped'),
  'the same, and its source map': prune(path.join(work, 'maps/both/1.0.0/chunk.js'), 'with-source-map'),
  'mfshake prune, without it': prune(path.join(work, 'alone/chunk.js'), 'parsed'),
  'Rspack, the app built again': [process.execPath, path.join(here, 'build.mjs'), 'rspack', work, path.join(work, 'rspack')],
  'mfshake --version': [mfshake, '--version'],
};

function measure(command) {
  const ran = spawnSync(path.join(build, 'bench/measure'), command, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 28 });
  const cost = ran.output?.[3] ? JSON.parse(ran.output[3]) : { status: -1 };
  if (cost.status !== 0) throw new Error(`${command.join(' ')} failed:\n${ran.stderr?.slice(-2000)}`);
  return cost;
}

const samples = Object.fromEntries(Object.keys(rows).map(name => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, command] of Object.entries(rows)) {
    if (name.startsWith('Rspack') && round >= 5) continue; // seconds each
    samples[name].push(measure(command));
  }
}
const pruned = name => fs.readFileSync(path.join(target, name, 'chunk.js'));
assert.ok(pruned('mapped').equals(pruned('parsed')), 'with and without the shake map');
assert.equal(String(pruned('with-source-map')), `${pruned('mapped')}//# sourceMappingURL=chunk.js.map\n`);

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const both = (list, scale, digits) => `${(median(list) * scale).toFixed(digits)} (${(Math.min(...list) * scale).toFixed(digits)})`;
const base = median(samples['mfshake prune, with the shake map'].map(cost => cost.cpu));
const lines = Object.entries(samples).map(([name, list]) =>
  `| ${name} | ${both(list.map(c => c.cpu), 1000, 1)} | ${(median(list.map(c => c.cpu)) / base).toFixed(2)} | ${both(list.map(c => c.wall), 1000, 1)} | ${both(list.map(c => c.peak / 1024), 1, 0)} |`);
const rspack = JSON.parse(fs.readFileSync(path.join(here, 'tools/node_modules/@rspack/core/package.json'), 'utf8')).version;
const document = [
  '# Results of `make bench-prune`',
  '',
  `${new Date().toISOString().slice(0, 10)}; ${os.cpus().length} × ${os.cpus()[0].model}, Linux ${os.release()}; ${execFileSync(mfshake, ['--version'], { encoding: 'utf8' }).trim()}, Node ${process.version}, @rspack/core ${rspack}; one-minute load at the end: ${os.loadavg()[0].toFixed(1)}.`,
  '',
  `A chunk of lodash-es and antd: ${size.toLocaleString('en-US')} bytes, pruned to ${used.join(', ')}: ${pruned('mapped').length.toLocaleString('en-US')}. Medians of ${rounds} interleaved rounds (Rspack: ${Math.min(rounds, 5)}), minima in parentheses.`,
  'Processor time tells more than wall time on a machine that others use.',
  '',
  '| | CPU ms | × | wall ms | peak MiB |',
  '|---|---|---|---|---|',
  ...lines,
  '',
].join('\n');
fs.writeFileSync(results, document);
console.log(document);
