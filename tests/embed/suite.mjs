// The C library as others use it: examples/embed/embed.c is compiled against include/mfshake.h and the library alone, as C and as C++, and run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';

const compiler = (process.env.CC ?? 'cc').split(' ');
const library = path.resolve(root, process.env.BUILD ?? 'build', 'libmfshake.a');
const sanitizers = process.env.SAN ? ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'] : [];

function command(program, args) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: root });
  if (error) throw error;
  return { status: status ?? signal, stdout, stderr };
}

function compile(output) {
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-pedantic', '-Iinclude', ...sanitizers];
  const libraries = command('pkg-config', ['--libs', 'libcjson', 'libpcre2-8', 'zlib', 'libbrotlienc', 'nettle']).stdout.trim().split(/\s+/);
  const { status, stderr } = command(compiler[0], [...compiler.slice(1), ...flags, 'examples/embed/embed.c', library, ...libraries, '-lm', '-pthread', '-o', output]);
  assert.equal(status, 0, stderr);
}

export default async function (suite) {
  const dir = workDir('embed');
  const program = path.join(dir, 'embed');
  let compiled;
  const embed = (...args) => {
    compiled ??= compile(program) ?? true;
    return command(program, args);
  };
  writeFiles(dir, {
    'app/mfshake.json': { name: 'app', entry: './src/index.js', shared: ['lib'], remotes: { shop: 'shop@http://localhost/remoteEntry.js' } },
    'app/package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.2.0' } },
    'app/src/index.js': "import { a } from 'lib';\nconsole.log(a);\n",
    'app/node_modules/lib/package.json': { name: 'lib', version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false },
    'app/node_modules/lib/index.js': "export { a } from './a.js';\nexport { b } from './b.js';\n",
    'app/node_modules/lib/a.js': 'export const a = 1;\n',
    'app/node_modules/lib/b.js': 'export const b = 2;\n',
  });

  suite.test('analyzes, reads results, prunes in memory', () => {
    const { status, stdout, stderr } = embed(path.join(dir, 'app'));
    assert.equal(status, 0, stderr);
    assert.equal(stderr, '');
    const lines = stdout.trim().split('\n');
    assert.match(lines[0], /^mfshake \d+\.\d+\.\d+/);
    assert.equal(lines[1], 'lib 1.2.3 uses a');
    const [, after, before, bytesAfter, bytesBefore] = /^lib\/1\.2\.3\/chunk\.js: (\d+) of (\d+) modules, (\d+) of (\d+) bytes$/.exec(lines[2]).map(Number);
    assert.deepEqual([after, before], [2, 3]);
    assert.ok(bytesAfter < bytesBefore);
    assert.equal(lines.length, 3);
    assert.ok(!fs.existsSync(path.join(dir, 'app/dist')), 'something was written');
  });

  suite.test('its chunk has the bytes that the command writes', async () => {
    const out = path.join(dir, 'out');
    await mfshakeOk(['analyze', '-C', path.join(dir, 'app'), '-o', out]);
    const size = fs.statSync(path.join(out, 'lib/1.2.3/chunk.js')).size;
    assert.ok(embed(path.join(dir, 'app')).stdout.endsWith(` of ${size} bytes\n`));
  });

  suite.test('problems and exit status', () => {
    const { status, stdout, stderr } = embed(path.join(dir, 'nowhere'));
    assert.equal(status, 2, stderr);
    assert.match(stderr, /M301/);
    assert.equal(stdout.trim().split('\n').length, 1);
  });

  suite.test('the header is C++ too', () => {
    const found = ['c++', 'g++', 'clang++'].find(name => spawnSync(name, ['--version']).status === 0);
    if (!found) return; // a machine with a C compiler alone
    fs.writeFileSync(path.join(dir, 'header.cpp'), '#include "mfshake.h"\nint main() { return mfshake_version()[0] == 0; }\n');
    const { status, stderr } = command(found, ['-Wall', '-Wextra', '-Werror', '-pedantic', '-Iinclude', '-fsyntax-only', path.join(dir, 'header.cpp')]);
    assert.equal(status, 0, stderr);
  });
}
