// The command line: options, streams, exit statuses, what is written where.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseErrors } from '../golden/suite.mjs';
import { binary, mfshake, mfshakeOk, readTree, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { schemaErrors } from '../lib/schema.mjs';
import { usageReport } from '../lib/report.mjs';
import { createRuntime, evaluateChunk, exportNames } from '../runtime/runtime.mjs';

const manifest = (name, rest = {}) => ({ name, version: '1.2.3', type: 'module', main: 'index.js', sideEffects: false, ...rest });
const app = (rest = {}) => ({
  'mfshake.json': { name: 'app', entry: './src/index.js', shared: ['lib'], output: { path: 'out' } },
  'package.json': { name: 'app', version: '1.0.0', dependencies: { lib: '^1.0.0' } },
  'src/index.js': "import { a } from 'lib';\nconsole.log(a);\n",
  'node_modules/lib/package.json': manifest('lib'),
  'node_modules/lib/index.js': "export { a } from './a.js';\nexport { b } from './b.js';\n",
  'node_modules/lib/a.js': 'export const a = 1;\n',
  'node_modules/lib/b.js': 'export const b = 2;\n',
  ...rest,
});

/** Commands that documents name and this version does not have; options that no command's help lists: of mfshake itself, of a later version, of a script of the tests. */
const later = new Set(['annotate']);
const foreign = new Set(['help', 'version', 'form']);

/** The commands, and the long options of each, as --help says them. */
async function helped() {
  const { stdout } = await mfshakeOk(['--help']);
  const commands = new Set([...stdout.split('Commands:\n')[1].split('\n\n')[0].matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name));
  const options = {};
  for (const name of commands) {
    const help = (await mfshakeOk([name, '--help'])).stdout.split('Options:\n')[1].split('\n\n')[0];
    options[name] = new Set([...help.matchAll(/^ {2}(?:-\w, | {4})--([\w-]+)/gm)].map(([, option]) => option));
  }
  return { commands, options };
}

export default async function (suite) {
  const dir = workDir('cli');
  let count = 0;
  const folder = files => {
    const own = path.join(dir, String(count++));
    writeFiles(own, files);
    return own;
  };
  const analyzed = async (rest, ...args) => {
    const cwd = folder(app(rest));
    return { cwd, ...(await mfshakeOk(['analyze', ...args], { cwd })) };
  };
  const names = file => exportNames(createRuntime([evaluateChunk(fs.readFileSync(file, 'utf8'))]).require('./node_modules/lib/index.js'));

  function refused(name, args, code, message, files = app()) {
    suite.test(name, async () => {
      const cwd = folder(files);
      const before = readTree(cwd);
      const { code: status, stdout, stderr } = await mfshake(args, { cwd });
      assert.match(stderr, message);
      assert.equal(status, code, stderr);
      assert.equal(stdout, '');
      assert.equal(parseErrors(stderr).length, 1, stderr);
      assert.deepEqual(readTree(cwd), before);
    });
  }

  // --- help and mistakes --------------------------------------------------------------------------------------------

  refused('no command', [], 2, /M300.*--help/);
  refused('an unknown option instead of a command', ['--verson'], 2, /M300.*--verson/);
  refused('an operand that analyze does not take', ['analyze', 'src'], 2, /M300.*-C/);
  refused('an empty value', ['analyze', '-o', ''], 2, /M300.*-o\/--output/);
  refused('a value of a flag', ['analyze', '--no-emit=1'], 2, /M300.*--no-emit takes no value/);
  refused('a wrong number', ['analyze', '-j', 'two'], 2, /M300.*'two'/);
  refused('-j 0', ['analyze', '-j0'], 2, /M300.*'0'/);
  refused('a wrong word', ['prune', 'x', '--removed=gone'], 2, /M300.*drop, null, throw/);
  refused('formats that contradict', ['analyze', '--format', 'jsonp', '--format', 'commonjs'], 2, /M300.*one --format/);
  refused('quiet and verbose', ['analyze', '-qv'], 2, /M300.*contradict/);
  refused('-o and --in-place', ['prune', 'x', '--usage', 'y', '-o', 'z', '--in-place'], 2, /M300.*contradict/);
  refused('analyze to standard output', ['analyze', '-o', '-'], 2, /M300.*folder/);
  refused('no chunk', ['prune', '--usage', 'x', 'y', '-o', 'z'], 2, /M300.*no chunk.*--usage/);
  refused('a command of later', ['annotate', 'dist'], 2, /M300.*'annotate'.*not available yet/);
  refused('a folder that is not there', ['analyze', '-C', 'nowhere'], 2, /nowhere.*M301/);
  refused('a chunk that is not there', ['prune', 'gone.js', '--usage', 'usage.json', '-o', 'o'], 3, /gone\.js.*M401/, { 'usage.json': usageReport('app', { lib: { provided: ['a'], used: [] } }) });
  refused('a report that is not there', ['prune', 'chunk.js', '--usage', 'gone.json', '-o', 'o'], 3, /gone\.json.*M401/, { 'chunk.js': '' });
  refused('a folder without a chunk', ['prune', 'src', '--usage', 'package.json', '-o', 'o'], 1, /^src.*M805/);
  refused('--strict', ['analyze', '--strict'], 1, /warning\[M\d{3}\][^]*error\[M310\].*2 warnings/, app({ 'src/index.js': "import { a } from 'lib';\nconsole.log(a);\n", 'mfshake.json': { name: 'app', entry: './src/index.js', shared: { lib: {}, 'not-installed': {} }, output: { path: 'out' } } }));

  suite.test('--help names no command that does not work', async () => {
    const { stdout, stderr } = await mfshakeOk(['--help']);
    assert.equal(stderr, '');
    for (const later of ['annotate']) assert.ok(!new RegExp(`^  ${later}\\b`, 'm').test(stdout), later);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
  });

  suite.test('documents, manual pages and help know the same commands and options', async () => {
    const { commands, options } = await helped();
    const everywhere = new Set(Object.values(options).flatMap(names => [...names]));
    const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...fs.readdirSync(path.join(root, 'docs')).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)];
    const wrong = [];
    let seen = 0;
    const text = Object.fromEntries(documents.map(name => [name, fs.readFileSync(path.join(root, name), 'utf8')]));
    for (const [name, content] of Object.entries(text)) {
      for (const line of content.split('\n')) {
        const code = [...line.matchAll(/`([^`]+)`/g)].map(([, span]) => span);
        if (/^(?: {4}|\$ )\S|^\s*- run: /.test(line)) code.push(line);
        for (const span of code) {
          if (/\b(?:npm|npx|node|git|gh|make|clang|apt-get|turbo)\b/.test(span.replace(/mfshake .*/, ''))) continue;
          const command = /\bmfshake ([a-z]+)\b(?! (?:is|are|was))/.exec(span)?.[1];
          if (command && /^\s*(?:\$ |- run: )?mfshake /.test(span) && !commands.has(command) && !later.has(command)) wrong.push(`${name}: there is no mfshake ${command}`);
          const known = command && options[command] ? options[command] : everywhere;
          for (const [, option] of span.replace(/#.*/, '').matchAll(/(?<![\w-])--([a-z][\w-]*)/g)) {
            seen++;
            if (!known.has(option) && !foreign.has(option)) wrong.push(`${name}: ${command ?? 'no command'} has no --${option}: ${span.trim()}`);
          }
        }
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(seen > 60, `${seen} options in documents`);
    for (const command of commands) {
      assert.ok(Object.values(text).some(content => content.includes(`mfshake ${command}`) || content.includes(`\`${command}\``)), `no document tells of ${command}`);
      const page = (await mfshakeOk(['manual', command])).stdout.replaceAll('\\-', '-');
      for (const option of options[command]) assert.ok(page.includes(`--${option}`), `the page of ${command} lacks --${option}`);
    }
  });

  suite.test('--help before anything else, -- ends options', async () => {
    assert.match((await mfshakeOk(['analyze', '-C', 'nowhere', '--help'])).stdout, /Usage: mfshake analyze/);
    assert.match((await mfshake(['analyze', '--', '--help'])).stderr, /takes no '--help'/);
  });

  // --- streams ------------------------------------------------------------------------------------------------------

  for (const [name, redirect] of [['full', '>/dev/full'], ['closed', '>&-'], ['all closed', '<&- >&- 2>&-']]) {
    suite.test(`standard output that is ${name}`, () => {
      const cwd = folder(app());
      const { status, stderr } = spawnSync('sh', ['-c', `"$0" analyze ${redirect}`, binary], { cwd, encoding: 'utf8' });
      assert.equal(status, 3, stderr);
      if (name !== 'all closed') assert.match(stderr, /error\[M901\]: standard output can not be written/);
      for (const [file, bytes] of readTree(path.join(cwd, 'out'))) assert.ok(!bytes.includes('share key'), `the table went into ${file}`);
    });
  }

  suite.test('a reader that goes away', () => {
    const { stdout } = spawnSync('bash', ['-c', '"$0" analyze | true; echo "${PIPESTATUS[0]}"', binary], { cwd: folder(app()), encoding: 'utf8' });
    assert.match(stdout.trim(), /^[03]$/); // 0: the table was in the pipe before its reader went
  });

  suite.test('--quiet prints nothing, results go to --output-file', async () => {
    const { stdout, stderr } = await analyzed({}, '-q');
    assert.equal(stdout + stderr, '');
    const { cwd, stdout: nothing } = await analyzed({}, '--format', 'json', '--output-file', 'tables/table.json');
    assert.equal(nothing, '');
    const [row] = JSON.parse(fs.readFileSync(path.join(cwd, 'tables/table.json'), 'utf8'));
    const size = fs.statSync(path.join(cwd, 'out/lib/1.2.3/chunk.js')).size;
    assert.ok(row.bytesKept > 0 && row.bytesKept < size);
    assert.deepEqual({ ...row, bytesKept: 0 }, { bytes: size, bytesKept: 0, key: 'lib', notShakeableBecauseOf: null, provided: 2, scope: 'default', used: 1, version: '1.2.3' });
  });

  suite.test('colours: when asked for, and only then', async () => {
    const cwd = folder({ 'readme.txt': 'no app\n' });
    const colored = async (args, env) => (await mfshake(['analyze', ...args], { cwd, env })).stderr.includes('\u001b[');
    assert.equal(await colored([], { NO_COLOR: '' }), false);
    assert.equal(await colored(['--color=always'], { NO_COLOR: '1' }), true);
    assert.equal(await colored([], { NO_COLOR: '', FORCE_COLOR: '1' }), true);
    assert.equal(await colored([], { NO_COLOR: '1', FORCE_COLOR: '1' }), false);
    assert.equal(await colored([], { NO_COLOR: '', FORCE_COLOR: '0' }), false);
    assert.equal(await colored(['--color', 'never'], { NO_COLOR: '', FORCE_COLOR: '1' }), false);
  });

  suite.test('--max-diagnostics', async () => {
    const cwd = folder(app({ 'src/index.js': "import './x.js';\nimport './y.js';\nimport './z.js';\n" }));
    const { stderr } = await mfshake(['analyze', '--max-diagnostics', '2'], { cwd });
    assert.equal(parseErrors(stderr).length, 2);
    assert.match(stderr, /2 more not shown/);
  });

  suite.test('analyze --timings: every pass, to standard error', async () => {
    const { stderr } = await analyzed({}, '--timings');
    for (const step of ['configuration', 'discover', 'provided', 'used', 'attribution', 'report', 'emit', 'all'])
      assert.match(stderr, new RegExp(`^mfshake: ${step} +\\d+\\.\\d +\\d+\\.\\d$`, 'm'));
  });

  suite.test('a table that says why nothing can be shaken', async () => {
    const { stdout } = await analyzed({ 'src/index.js': "import * as all from 'lib';\nconsole.log(\n  all);\n" });
    assert.match(stdout, /^lib +1\.2\.3 +2 \/ 2 .* src\/index\.js:3:3 \(the namespace object is passed on\)$/m);
  });

  // --- prune: what goes where ---------------------------------------------------------------------------------------

  const usage = ['--usage', 'out/share-usage.json'];

  suite.test('a folder keeps its layout; the output folder inside is not searched', async () => {
    const { cwd } = await analyzed({});
    for (let run = 0; run < 2; run++) {
      const { stdout } = await mfshakeOk(['prune', 'out', ...usage, '-o', 'out/pruned'], { cwd });
      assert.match(stdout, /^lib +lib\/1\.2\.3\/chunk\.js +1 \/ 2 +0 +2 \/ 3 /m);
      assert.deepEqual([...readTree(path.join(cwd, 'out/pruned')).keys()], ['lib/1.2.3/chunk.js']);
    }
    assert.deepEqual(names(path.join(cwd, 'out/pruned/lib/1.2.3/chunk.js')), ['a']);
    assert.deepEqual(names(path.join(cwd, 'out/lib/1.2.3/chunk.js')), ['a', 'b']);
  });

  suite.test('a chunk with its shake map is not parsed, one without is, and the same comes out', async () => {
    const { cwd } = await analyzed({});
    const map = path.join(cwd, 'out/lib/1.2.3/chunk.shake.json');
    assert.equal(schemaErrors('chunk-shake-v1', JSON.parse(fs.readFileSync(map, 'utf8'))), null);
    const { stderr } = await mfshakeOk(['prune', 'out', ...usage, '-o', 'mapped', '-v'], { cwd });
    assert.doesNotMatch(stderr, /M809/);
    fs.writeFileSync(map, '{}');
    const damaged = await mfshakeOk(['prune', 'out', ...usage, '-o', 'parsed', '-v'], { cwd });
    assert.match(damaged.stderr, /^out\/lib\/1\.2\.3\/chunk\.js: note\[M809\]: it is parsed: its shake map can not be read/m);
    fs.rmSync(map);
    const missing = await mfshakeOk(['prune', 'out', ...usage, '-o', 'parsed', '-v'], { cwd });
    assert.match(missing.stderr, /^out\/lib\/1\.2\.3\/chunk\.js: note\[M809\]: it is parsed: its shake map: no such file/m);
    assert.deepEqual(readTree(path.join(cwd, 'mapped')), readTree(path.join(cwd, 'parsed')));
  });

  suite.test('--in-place', async () => {
    const { cwd } = await analyzed({});
    await mfshakeOk(['prune', 'out', ...usage, '--in-place'], { cwd });
    assert.deepEqual(names(path.join(cwd, 'out/lib/1.2.3/chunk.js')), ['a']);
    assert.deepEqual([...readTree(path.join(cwd, 'out')).keys()], ['lib/1.2.3/chunk.js', 'lib/1.2.3/chunk.shake.json', 'share-usage.json']);
    const again = await mfshakeOk(['prune', 'out', ...usage, '--in-place', '-v'], { cwd });
    assert.match(again.stderr, /^out\/lib\/1\.2\.3\/chunk\.js: note\[M809\]: it is parsed: .* the chunk was changed/m);
  });

  suite.test('its own input is not overwritten, also through a link', async () => {
    const { cwd } = await analyzed({});
    fs.symlinkSync('out', path.join(cwd, 'link'));
    const before = readTree(cwd);
    for (const out of ['out', './out/', 'link', path.join(cwd, 'out')]) {
      const { code, stderr } = await mfshake(['prune', 'out', ...usage, '-o', out], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /M300.*--in-place/);
    }
    const { code } = await mfshake(['prune', 'out/lib/1.2.3/chunk.js', ...usage, '-o', 'out/lib/1.2.3'], { cwd });
    assert.equal(code, 2);
    assert.deepEqual(readTree(cwd), before);
  });

  suite.test('links in a circle', async () => {
    const { cwd } = await analyzed({});
    fs.symlinkSync('..', path.join(cwd, 'out/lib/up'));
    await mfshakeOk(['prune', 'out', ...usage, '-o', 'pruned'], { cwd });
    assert.deepEqual([...readTree(path.join(cwd, 'pruned')).keys()], ['lib/1.2.3/chunk.js']);
  });

  suite.test('two chunks that would be one file', async () => {
    const { cwd } = await analyzed({});
    fs.cpSync(path.join(cwd, 'out'), path.join(cwd, 'copy'), { recursive: true });
    const { code, stderr } = await mfshake(['prune', 'out', 'copy', ...usage, '-o', 'pruned'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /M300.*both/);
    assert.ok(!fs.existsSync(path.join(cwd, 'pruned')));
  });

  suite.test('all or nothing: one chunk that is none', async () => {
    const { cwd } = await analyzed({});
    writeFiles(cwd, { 'out/other/1.0.0/chunk.js': 'not a chunk(' });
    const { code } = await mfshake(['prune', 'out', ...usage, '-o', 'pruned'], { cwd });
    assert.equal(code, 1);
    assert.ok(!fs.existsSync(path.join(cwd, 'pruned')));
  });

  suite.test('standard input to standard output', async () => {
    const { cwd } = await analyzed({});
    const input = fs.readFileSync(path.join(cwd, 'out/lib/1.2.3/chunk.js'));
    const run = (...args) => spawnSync(binary, ['prune', ...args], { cwd, input, encoding: 'utf8' });
    const piped = run('-', ...usage);
    assert.equal(piped.status, 0, piped.stderr);
    assert.deepEqual(exportNames(createRuntime([evaluateChunk(piped.stdout)]).require('./node_modules/lib/index.js')), ['a']);
    assert.equal(run('out/lib/1.2.3/chunk.js', ...usage, '-o', '-').stdout, piped.stdout);
    assert.equal(run('-', '--usage', '-').status, 2);
    const bad = spawnSync(binary, ['prune', '-', ...usage], { cwd, input: 'no chunk', encoding: 'utf8' });
    assert.match(bad.stderr, /^<stdin>:.*M801/);
    assert.equal(run('-', ...usage, '-o', 'x').status, 2);
    assert.equal(run('-', 'out', ...usage).status, 2);
  });

  suite.test('reports: a list, repeated, from standard input', async () => {
    const { cwd } = await analyzed({});
    writeFiles(cwd, { 'b.json': { treeShake: { lib: { a: false, b: true } } } });
    for (const given of [['--usage', 'out/share-usage.json', 'b.json'], ['--usage=b.json', '--usage=out/share-usage.json'], ['-u', 'b.json', 'out/share-usage.json', '--']]) {
      const args = given.at(-1) === '--' ? ['-o', 'both', ...given, 'out'] : ['out', ...given, '-o', 'both'];
      await mfshakeOk(['prune', ...args], { cwd });
      assert.deepEqual(names(path.join(cwd, 'both/lib/1.2.3/chunk.js')), ['a', 'b']);
    }
    const { status, stderr } = spawnSync(binary, ['prune', 'out', '--usage', '-', '-o', 'one'], { cwd, input: fs.readFileSync(path.join(cwd, 'b.json')), encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.deepEqual(names(path.join(cwd, 'one/lib/1.2.3/chunk.js')), ['b']);
  });

  suite.test('--consumers as a file', async () => {
    const { cwd } = await analyzed({});
    writeFiles(cwd, { 'apps.txt': 'app\n\n  shop \n', 'app.txt': 'app\r\n' });
    await mfshakeOk(['prune', 'out', ...usage, '--consumers', 'apps.txt', '-o', 'two'], { cwd });
    assert.deepEqual(names(path.join(cwd, 'two/lib/1.2.3/chunk.js')), ['a', 'b']);
    await mfshakeOk(['prune', 'out', ...usage, '--consumers=app.txt', '-o', 'one'], { cwd });
    assert.deepEqual(names(path.join(cwd, 'one/lib/1.2.3/chunk.js')), ['a']);
  });

  suite.test('a share that no report knows is told', async () => {
    const { cwd } = await analyzed({});
    writeFiles(cwd, { 'other.json': { treeShake: { other: { a: true } } } });
    const { stderr } = await mfshakeOk(['prune', 'out', '--usage', 'other.json', '-o', 'pruned'], { cwd });
    assert.match(stderr, /^out\/lib\/1\.2\.3\/chunk\.js: warning\[M806\]: .*'lib'/m);
    const chunk = 'lib/1.2.3/chunk.js';
    assert.deepEqual(fs.readFileSync(path.join(cwd, 'pruned', chunk)), fs.readFileSync(path.join(cwd, 'out', chunk)));
    const { code } = await mfshake(['prune', 'out', '--usage', 'other.json', '-o', 'strict', '--strict'], { cwd });
    assert.equal(code, 1);
    assert.ok(!fs.existsSync(path.join(cwd, 'strict')));
  });

  suite.test('--format json', async () => {
    const { cwd } = await analyzed({});
    const { stdout } = await mfshakeOk(['prune', 'out', ...usage, '-o', 'pruned', '--format', 'json'], { cwd });
    const [chunk] = JSON.parse(stdout);
    const size = file => fs.statSync(path.join(cwd, file, 'lib/1.2.3/chunk.js')).size;
    assert.deepEqual(chunk, {
      bytesAfter: size('pruned'), bytesBefore: size('out'), chunk: 'lib/1.2.3/chunk.js', modulesAfter: 2, modulesBefore: 3,
      keys: [{ exportsKept: 1, exportsRemoved: 1, exportsUndecided: 0, key: 'lib' }],
    });
  });
}
