// Chunks and shake maps that are damaged, foreign, enormous or made up to hurt: an error that says so, or a result that is
// right, in bounded time and memory. HOSTILE=full (`make hostile`) takes the big sizes and every place.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { binary, mfshake, mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { createRuntime, evaluateChunk } from '../runtime/runtime.mjs';
import { big, brokenText, chunkWith, refused, region, undisturbed } from './chunks.mjs';
import { tryOverlaps } from './overlaps.mjs';

const isFull = process.env.HOSTILE === 'full';
const isSanitized = Boolean(process.env.SAN);

// What a run may take, with room for a machine that does other things: `make hostile` is for real limits.
const secondsFor = bytes => Math.round((isSanitized ? 60 : 20) + (bytes / 1e6) * (isFull ? 3 : 6));
const megabytesFor = bytes => 200 + (bytes / 1e6) * 120;

function assertParses(text) {
  try {
    new vm.Script(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // too deep for V8 itself
  }
}

export default async function (suite) {
  const dir = workDir('hostile');
  const usage = path.join(dir, 'usage.json');
  fs.writeFileSync(usage, JSON.stringify({ treeShake: { k: { a: false, b: true } } }));
  let count = 0;

  // Prunes `chunk` within bounds; resolves to { code, stderr, output }, output undefined when nothing was written.
  async function prune(chunk, { map, args = [] } = {}) {
    const folder = path.join(dir, String(count++));
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'chunk.js'), chunk);
    if (map !== undefined) fs.writeFileSync(path.join(folder, 'chunk.shake.json'), map);
    const bytes = fs.statSync(path.join(folder, 'chunk.js')).size;
    const words = ['prune', path.join(folder, 'chunk.js'), '--usage', usage, '-o', path.join(folder, 'out'), ...args];
    const limit = Math.round(megabytesFor(bytes) * 1024);
    const result = isSanitized
      ? await mfshake(words, { seconds: secondsFor(bytes) })
      : await mfshake(['-c', `ulimit -v ${limit}; exec "$0" "$@"`, binary, ...words], { program: '/bin/sh', seconds: secondsFor(bytes) });
    assert.equal(result.signal, null, `it was killed after ${secondsFor(bytes)} s, or crashed`);
    const file = path.join(folder, 'out/chunk.js');
    const output = fs.existsSync(file) ? fs.readFileSync(file) : undefined;
    assert.equal(output !== undefined, result.code === 0, `exit ${result.code}: ${result.stderr.slice(0, 500)}`);
    fs.rmSync(folder, { recursive: true });
    return { ...result, output };
  }

  for (const [name, [small, large, make]] of Object.entries(big)) {
    suite.test(`big: ${name}`, async () => {
      const text = make(isFull ? large : small);
      const { code, stderr, output } = await prune(text);
      assert.equal(code, 0, stderr.slice(0, 500));
      assert.ok(output.length < Buffer.byteLength(text), 'nothing was cut');
      assert.ok(!output.includes('treeShake.k.a"'), 'the region of k.a is still there');
      assertParses(output.toString());
      const again = await prune(output);
      assert.ok(again.output.equals(output), 'pruned again: something else');
    });
  }

  for (const [name, [error, n, make]] of Object.entries(refused)) {
    suite.test(`refused: ${name}`, async () => {
      const { code, stderr } = await prune(make(n));
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`error\\[${error}\\]`));
      assert.ok(stderr.length < 100000, `${stderr.length} bytes of messages`);
    });
  }

  const run = text => createRuntime([evaluateChunk(text)]).require('r');
  for (const [name, body] of Object.entries(undisturbed)) {
    suite.test(`left alone: ${name}`, async () => {
      const text = chunkWith(`${region('a', 'exports.a = 1;')}\n${body}\n`);
      for (const lineEnd of ['\n', '\r\n']) {
        const { code, stderr, output } = await prune(text.replaceAll('\n', lineEnd));
        assert.equal(code, 0, stderr);
        const { a, ...rest } = run(text);
        assert.equal(a, 1);
        assert.deepEqual({ ...run(output.toString()) }, rest);
      }
    });
  }

  for (const [name, bytes] of Object.entries(brokenText)) {
    suite.test(`no UTF-8: ${name}`, async () => {
      const hole = '<<bytes>>';
      const [before, behind] = chunkWith(`${region('a', 'exports.a = 1;')} exports.b = "${hole}"; /* ${hole} */`).split(`"${hole}"`);
      const odd = Buffer.from(bytes);
      const text = Buffer.concat([Buffer.from(before), Buffer.from('"'), odd, Buffer.from('"'), Buffer.from(behind)]);
      const { code, output, stderr } = await prune(text);
      assert.equal(code, 0, stderr);
      assert.ok(output.includes(Buffer.concat([Buffer.from('"'), odd, Buffer.from('"')])), 'the bytes are kept');
      assert.ok(!output.includes('exports.a'));
      const inCode = Buffer.concat([Buffer.from(`${before}1; `), odd, Buffer.from(behind)]);
      assert.equal((await prune(inCode)).code, 1, 'as code it is no JavaScript');
    });
  }

  suite.test('a region from anywhere to anywhere', async () => {
    const { tried, changed } = await tryOverlaps(workDir('hostile-overlaps'), isFull ? Infinity : 500);
    assert.ok(tried > 1500 && changed >= 15, `${changed} of ${tried} changed`);
    suite.note = `${tried} regions across nodes`;
  });

  // A real chunk and its map, as analyze writes them.
  const app = workDir('hostile-app');
  writeFiles(app, {
    'mfshake.json': { name: 'app', entry: './src/index.js', shared: { 'lodash-es': {}, uuid: {} }, output: { path: 'out' } },
    'package.json': { name: 'app', version: '1.0.0' },
    'src/index.js': "import { v4 } from 'uuid';\nimport { map } from 'lodash-es';\nconsole.log(v4(), map);\n",
  });
  await mfshakeOk(['analyze'], { cwd: app });
  const report = path.join(app, 'out/share-usage.json');
  const real = {};
  for (const key of ['uuid', 'lodash_es']) {
    const folder = path.join(app, 'out', key);
    const at = path.join(folder, fs.readdirSync(folder)[0]);
    real[key] = { chunk: fs.readFileSync(path.join(at, 'chunk.js')), map: fs.readFileSync(path.join(at, 'chunk.shake.json')) };
  }
  const { chunk, map } = isFull ? real.lodash_es : real.uuid;
  const others = isFull ? real.uuid : real.lodash_es;
  const toReport = { args: ['--usage', report] };
  const good = await prune(chunk, { map, ...toReport });
  assert.equal(good.code, 0, good.stderr);

  function isScript(text) {
    return spawnSync(process.execPath, ['--check', '-'], { input: text }).status === 0;
  }

  suite.test('a chunk that is cut off at any place', async () => {
    const step = Math.ceil(chunk.length / (isFull ? 2000 : 150));
    let wereRefused = 0;
    for (let length = 0; length < chunk.length; length += step) {
      const part = chunk.subarray(0, length);
      for (const beside of [undefined, map]) {
        const { code, stderr } = await prune(part, { map: beside, ...toReport });
        if (code === 0) assert.ok(isScript(part), `cut off after ${length} bytes, and taken`);
        else assert.match(stderr, /error\[M(801|10\d)\]/);
        wereRefused += code !== 0;
      }
    }
    assert.ok(wereRefused > 100, `${wereRefused} refused`);
  });

  suite.test('a chunk that was changed at any place is not pruned by its map', async () => {
    const step = Math.ceil(chunk.length / (isFull ? 1000 : 60));
    for (let at = 0; at < chunk.length; at += step) {
      const changed = Buffer.from(chunk);
      changed[at] ^= 0x01;
      const [withMap, without] = [await prune(changed, { map, ...toReport }), await prune(changed, toReport)];
      assert.equal(withMap.code, without.code, `byte ${at}`);
      if (without.code === 0) assert.ok(withMap.output.equals(without.output), `byte ${at}`);
    }
  });

  suite.test('a map that is damaged, cut off or of something else: the chunk is parsed', async () => {
    const maps = [['of another chunk', others.map], ['empty', ''], ['no map', '{}'], ['NULs', Buffer.alloc(100)], ['a number', '1'], ['deep', '['.repeat(1e6)]];
    const step = Math.ceil(map.length / (isFull ? 1000 : 60));
    for (let at = 0; at < map.length; at += step) {
      const changed = Buffer.from(map);
      changed[at] ^= 0x01;
      maps.push([`byte ${at} changed`, changed], [`cut off after ${at} bytes`, map.subarray(0, at)]);
    }
    maps.push(['with something behind it', Buffer.concat([map, Buffer.from('\n')])]);
    for (const [name, damaged] of maps) {
      const { code, stderr, output } = await prune(chunk, { map: damaged, args: [...toReport.args, '-v'] });
      assert.equal(code, 0, `${name}: ${stderr}`);
      assert.match(stderr, /note\[M809\]: it is parsed/, name);
      assert.ok(output.equals(good.output), name);
    }
  });

  suite.test('a map that is a folder, a pipe, a link to nowhere or too big', async () => {
    const make = {
      folder: file => fs.mkdirSync(file),
      pipe: file => assert.equal(spawnSync('mkfifo', [file]).status, 0),
      link: file => fs.symlinkSync('nowhere', file),
      big: file => {
        fs.writeFileSync(file, '');
        fs.truncateSync(file, 300 * 1024 * 1024);
      },
    };
    for (const [name, put] of Object.entries(make)) {
      const folder = path.join(dir, name);
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'chunk.js'), chunk);
      put(path.join(folder, 'chunk.shake.json'));
      const out = path.join(folder, 'out');
      const { stderr } = await mfshakeOk(['prune', path.join(folder, 'chunk.js'), '--usage', report, '-o', out, '-v'], { seconds: 20 });
      assert.match(stderr, /note\[M809\]/, name);
      assert.ok(fs.readFileSync(path.join(out, 'chunk.js')).equals(good.output), name);
    }
  });
}
