// What `make install` and `make npm-package` give: everything at its place, nothing left behind, and help, manual pages, completions and
// options that agree. Needs bash, zsh, fish and mandoc, which tests/install/setup.sh installs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { binary, mfshakeOk, readTree, root, workDir, writeFiles } from '../lib/mfshake.mjs';

const build = process.env.BUILD ?? 'build';
const sanitizers = process.env.SAN ? ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'] : [];

function command(program, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: root, ...options });
  if (error) throw error;
  return { status: status ?? signal, stdout, stderr };
}

function ok(program, args, options) {
  const { status, stdout, stderr } = command(program, args, options);
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

const make = (...args) => ok('make', [...args, `BUILD=${build}`, ...(process.env.SAN ? [`SAN=${process.env.SAN}`] : []), `CC=${process.env.CC ?? 'cc'}`]);

/** { command: { option: [words] } } as --help says it. */
async function helped() {
  const { stdout } = await mfshakeOk(['--help']);
  const commands = [...stdout.split('Commands:\n')[1].split('\n\n')[0].matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
  const table = {};
  for (const name of commands) {
    const { stdout: help } = await mfshakeOk([name, '--help']);
    const lines = help.split('Options:\n')[1].split('\n\n')[0].split('\n').filter(line => /^ {2}(-| {4}--)/.test(line));
    table[name] = lines.map(line => /^ {2}(?:-(\w))?(?:, | {4})?(?:--([\w-]+))?(?: (\S+))?/.exec(line).slice(1));
  }
  return table;
}

const app = {
  'mfshake.json': { name: 'app', entry: './index.js', shared: ['lib'] },
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
  'index.js': "import { a } from 'lib';\nconsole.log(a);\n",
  'node_modules/lib/package.json': { name: 'lib', version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': 'export const a = 1;\nexport const b = 2;\n',
};

export default async function (suite) {
  const dir = workDir('install');
  const table = await helped();
  const options = Object.entries(table).flatMap(([name, rows]) => rows.map(row => [name, ...row]));

  suite.test('install puts everything in place, uninstall takes it away, nothing else', () => {
    const stage = path.join(dir, 'stage');
    make('install', `DESTDIR=${stage}`, 'PREFIX=/opt/mfshake');
    const found = [...readTree(stage).keys()];
    assert.deepEqual(found, [
      'bin/mfshake', 'include/mfshake.h', 'lib/libmfshake.a', 'lib/pkgconfig/mfshake.pc',
      'share/bash-completion/completions/mfshake', 'share/fish/vendor_completions.d/mfshake.fish',
      ...Object.keys(table).map(name => `share/man/man1/mfshake-${name}.1`).sort(), 'share/man/man1/mfshake.1',
      'share/mfshake/runtime-plugin.js',
      'share/zsh/site-functions/_mfshake',
    ].map(name => `opt/mfshake/${name}`));
    for (const [name, bytes] of readTree(stage)) {
      if (!name.includes('/bin/') && !name.endsWith('.a')) assert.ok(!bytes.includes(root), `${name} names the folder it was built in`);
    }
    make('uninstall', `DESTDIR=${stage}`, 'PREFIX=/opt/mfshake');
    assert.deepEqual([...readTree(stage).keys()], []);
  });

  suite.test('pkg-config is all that a program needs to be linked', () => {
    const prefix = path.join(dir, 'prefix');
    make('install', `PREFIX=${prefix}`);
    const env = { ...process.env, PKG_CONFIG_PATH: path.join(prefix, 'lib/pkgconfig') };
    const flags = ok('pkg-config', ['--cflags', '--libs', 'mfshake'], { env }).trim().split(/\s+/);
    const program = path.join(dir, 'embed');
    const [compiler, ...rest] = (process.env.CC ?? 'cc').split(' ');
    ok(compiler, [...rest, '-std=c11', ...sanitizers, 'examples/embed/embed.c', ...flags, '-o', program]);
    writeFiles(path.join(dir, 'app'), app);
    assert.match(ok(program, [path.join(dir, 'app')]), /^lib 1\.2\.3 uses a$/m);
    assert.equal(ok('pkg-config', ['--modversion', 'mfshake'], { env }).trim(), ok(binary, ['--version']).trim().split(' ')[1]);
  });

  suite.test('manual pages say what --help says, and mandoc finds nothing wrong', async () => {
    for (const name of ['', ...Object.keys(table)]) {
      const { stdout: page } = await mfshakeOk(name ? ['manual', name] : ['manual']);
      const file = path.join(dir, `mfshake${name ? `-${name}` : ''}.1`);
      fs.writeFileSync(file, page);
      // The date is left out: the same sources give the same page.
      const { stdout } = command('mandoc', ['-T', 'lint', '-W', 'warning', file]);
      assert.deepEqual(stdout.split('\n').filter(line => line && !/missing date/.test(line)), []);
      const shown = ok('mandoc', ['-T', 'utf8', '-O', 'width=120', file]).replaceAll(/.\u0008/g, '');
      if (!name) {
        for (const other of Object.keys(table)) assert.ok(shown.includes(`mfshake-${other}(1)`), other);
        continue;
      }
      const { stdout: help } = await mfshakeOk([name, '--help']);
      assert.ok(shown.replaceAll(/\s+/g, ' ').includes(help.split('\n')[0]), 'the summary');
      const listed = [...shown.split('\nOPTIONS\n')[1].split(/^[A-Z]/m)[0].matchAll(/^ {7}(-.*)$/gm)].map(([, line]) => line.trim());
      assert.deepEqual(listed.map(line => /^(?:-(\w))?(?:, )?(?:--([\w-]+))?(?: (\S+))?/.exec(line).slice(1)), table[name]);
    }
  });

  /** What bash offers for `words`, of which the last is being completed. */
  function bash(...words) {
    const script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mfshake; printf "%s\\n" "${COMPREPLY[@]}"';
    return ok('bash', ['-c', script, 'bash', path.join(build, 'share/mfshake.bash'), 'mfshake', ...words]).split('\n').filter(Boolean).sort();
  }

  suite.test('bash completes commands, options, words and files', () => {
    assert.deepEqual(bash(''), [...Object.keys(table), '--help', '--version'].sort());
    assert.deepEqual(bash('pr'), ['prune']);
    for (const name of Object.keys(table)) {
      assert.deepEqual(bash(name, '-'), table[name].map(([letter, long]) => (long ? `--${long}` : `-${letter}`)).sort(), name);
    }
    assert.deepEqual(bash('prune', '--removed', ''), ['drop', 'null', 'throw']);
    assert.deepEqual(bash('prune', '--removed', '=', 'n'), ['null']);
    assert.deepEqual(bash('analyze', '-C', 'exampl'), ['examples']);
    assert.deepEqual(bash('analyze', '-c', 'packag').includes('package.json'), true);
    assert.deepEqual(bash('analyze', '-j', ''), []);
  });

  suite.test('zsh reads its script and completes', () => {
    ok('zsh', ['-n', path.join(build, 'share/_mfshake')]);
    // A stand-in for zsh's own functions records what the script hands them.
    const script = `_arguments() { print -rl -- "$@" }; _describe() { print -rl -- "\${commands[@]}" }
      source ${path.join(build, 'share/_mfshake')} >/dev/null 2>&1
      words=("$@"); CURRENT=$#; _mfshake`;
    const offered = (...words) => ok('zsh', ['-fc', script, 'zsh', 'mfshake', ...words]);
    for (const name of Object.keys(table)) assert.match(offered(''), new RegExp(`^${name}:`, 'm'));
    for (const [name, letter, long] of options) {
      const text = offered(name, '');
      assert.match(text, new RegExp(`(^|[)*])(--${long}[=[]|-${letter}[+[])`, 'm'), `${name} ${long}`);
    }
  });

  suite.test('a terminal: zsh completes what is typed, bash knows whom to ask', () => {
    // What stands in the line after a press of the tab key, read for up to ten seconds.
    const script = `zmodload zsh/zpty zsh/datetime
      type() {
        local text= part; local -F end=$(( EPOCHREALTIME + 10 ))
        zpty -n -w shell "$1"
        while (( EPOCHREALTIME < end )) && [[ $text != *$2* ]]; do zpty -r -t shell part && text+=$part || sleep 0.05; done
        [[ $text == *$2* ]] || { print -r -- "no $2 in \${(q)text}"; exit 1 }
      }
      zpty shell zsh -f -i
      type "PS1= RPS1= TERM=dumb; fpath=(${path.resolve(build, 'share')} \$fpath); autoload -Uz compinit; compinit -u -D; print rea''dy"$'\n' ready
      type $'mfshake pru\t' 'mfshake prune '
      type $'--remov\t' '--removed='
      type $'thr\t' 'throw '
      zpty -d shell`;
    ok('zsh', ['-fc', script]);
    assert.match(ok('bash', ['-c', `source ${path.join(build, 'share/mfshake.bash')}; complete -p mfshake`]), /-F _mfshake mfshake$/m);
  });

  suite.test('fish completes commands and options', () => {
    const file = path.join(build, 'share/mfshake.fish');
    ok('fish', ['-n', file]);
    const offered = line => ok('fish', ['--no-config', '-c', `source ${file}; complete -C ${JSON.stringify(line)}`])
      .split('\n').map(row => row.split('\t')[0]).filter(Boolean);
    for (const name of Object.keys(table)) {
      assert.ok(offered('mfshake ').includes(name), name);
      const found = offered(`mfshake ${name} --`);
      for (const [, long] of table[name]) if (long) assert.ok(found.includes(`--${long}`), `${name} --${long}`);
    }
    assert.deepEqual(offered('mfshake prune --removed ').sort(), ['drop', 'null', 'throw']);
  });

  suite.test('the npm package runs from its tarball, with npx and by name', () => {
    const [tarball] = fs.readdirSync(path.join(build, 'npm')).filter(name => name.endsWith('.tgz'));
    const project = path.join(dir, 'npm');
    writeFiles(project, app);
    const env = { ...process.env, npm_config_cache: path.join(dir, 'npm-cache'), npm_config_audit: 'false', npm_config_fund: 'false' };
    const npm = (...args) => ok('npm', [...args, '--offline', '--ignore-scripts', '--no-package-lock'], { cwd: project, env });
    npm('install', '--no-save', path.resolve(build, 'npm', tarball));
    fs.mkdirSync(path.join(project, 'node_modules/lib'), { recursive: true }); // npm removes what no lock file names
    writeFiles(project, app);
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    assert.equal(ok('npx', ['--offline', 'mfshake', '--version'], { cwd: project, env }).trim(), `mfshake ${version}`);
    assert.match(ok('npx', ['--offline', 'mfshake', 'analyze'], { cwd: project, env }), /^lib +1\.2\.3 +1 \/ 2/m);
    const installed = path.join(project, 'node_modules/mfshake');
    const used = [...ok('ldd', [path.join(installed, 'bin/mfshake')]).matchAll(/=> (\/\S+)/g)].map(([, file]) => path.normalize(file));
    for (const name of fs.readdirSync(path.join(installed, 'lib'))) assert.ok(used.includes(path.join(installed, 'lib', name)), `${name} is not the package's own`);
    const manifest = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'));
    for (const page of manifest.man) assert.ok(fs.existsSync(path.join(installed, page)), page);
    assert.equal(ok('node', ['-p', "typeof require('mfshake/runtime-plugin').install"], { cwd: project, env }).trim(), 'function');
    const licences = fs.readFileSync(path.join(installed, 'THIRD-PARTY-LICENSES'), 'utf8');
    for (const name of ['tree-sitter', 'libcjson1', 'libpcre2-8-0', 'libbrotli1', 'zlib1g']) assert.ok(licences.includes(name), name);
  });
}
