// Makes the npm package: the program with the libraries that it is linked with, the manual, the licences.
//
//   node src/npm-package/pack.mjs BINARY FOLDER        (make npm-package)
//
// FOLDER becomes what `npm pack` packs. BINARY looks for its libraries in ../lib (-rpath $ORIGIN/../lib), so that the package needs
// nothing of the machine but the C library. The package fits the platform that it was made on and says so (os, cpu, libc).
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const [binary, folder] = process.argv.slice(2).map(name => path.resolve(name));
const { version, description, license, engines } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

// Parts of the C library are never copied: they belong to the machine.
const partsOfLibc = /^(libc|libm|libpthread|libdl|librt|ld-linux[\w-]*)\.so/;

/** [name, file] of each shared library that the program needs. */
function librariesOf(program) {
  const listing = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...listing.matchAll(/^\s*(\S+) => (\/\S+)/gm)].map(([, name, file]) => [name, file]).filter(([name]) => !partsOfLibc.test(name));
}

/** The copyright file of the Debian package that a library came with. */
function copyrightOf(library) {
  const real = fs.realpathSync(library);
  for (const name of [library, real, real.replace(/^\/usr/, ''), `/usr${library}`]) {
    try {
      const owner = execFileSync('dpkg-query', ['-S', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(':')[0];
      return [owner, fs.readFileSync(`/usr/share/doc/${owner}/copyright`, 'utf8')];
    } catch {
      // not known by this name
    }
  }
  throw new Error(`no copyright file for ${library}: the package must name the licence of what it holds`);
}

function copy(from, to, mode = 0o644) {
  const target = path.join(folder, to);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(from, target);
  fs.chmodSync(target, mode);
}

fs.rmSync(folder, { recursive: true, force: true });
copy(binary, 'bin/mfshake', 0o755);
const notices = new Map(['tree-sitter', 'tree-sitter-javascript', 'tree-sitter-typescript'].map(name =>
  [`${name} ${JSON.parse(fs.readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version}`,
    fs.readFileSync(path.join(root, 'node_modules', name, 'LICENSE'), 'utf8')]));
for (const [name, file] of librariesOf(binary)) {
  copy(fs.realpathSync(file), `lib/${name}`);
  notices.set(...copyrightOf(file));
}
for (const name of ['LICENSE', 'README.md', 'CHANGELOG.md']) copy(path.join(root, name), name);
fs.writeFileSync(path.join(folder, 'THIRD-PARTY-LICENSES'),
  [...notices].map(([name, text]) => `${name}\n${'='.repeat(name.length)}\n\n${text.trim()}\n`).join('\n\n'));
for (const name of fs.readdirSync(path.join(root, 'schemas'))) copy(path.join(root, 'schemas', name), `schemas/${name}`);
execFileSync(path.join(folder, 'bin/mfshake'), ['manual', '-o', path.join(folder, 'man')]);

const glibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({
  name: 'mfshake',
  version,
  description,
  license,
  engines,
  os: [process.platform],
  cpu: [process.arch],
  ...(glibc && { libc: ['glibc'] }),
  bin: { mfshake: 'bin/mfshake' },
  man: fs.readdirSync(path.join(folder, 'man')).sort().map(name => `./man/${name}`),
}, null, 2)}\n`);
