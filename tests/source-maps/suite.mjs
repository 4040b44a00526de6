// Source maps of emitted and pruned chunks, read by an independent library; what prune does with maps that are missing or wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { decodedMappings, encodedMap, TraceMap } from '@jridgewell/trace-mapping';
import { mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors } from '../lib/schema.mjs';
import { checkMap, lines } from './check.mjs';

const packages = {
  'lodash-es': ['debounce', 'groupBy', 'template'],
  'date-fns': ['format', 'addDays'],
  rxjs: ['of', 'mergeMap'],
  d3: ['scaleLinear', 'select'],
  ramda: ['curry', 'pathOr'],
  'react-dom': ['createPortal'],
  uuid: ['v4'],
};

/** A library with what is hard for columns and lines: CR LF, CR, a byte order mark, characters of two UTF-16 units, U+2028 in a string. */
const library = {
  'node_modules/lib/package.json': { name: 'lib', version: '1.0.0', type: 'module', main: 'index.js', sideEffects: false },
  'node_modules/lib/index.js': "export { wide } from './wide.js';\nexport { default as carriage, other } from './carriage.js';\nexport * as space from './space.js';\nexport { used } from './legacy.cjs';\n",
  'node_modules/lib/wide.js':
    "\ufeff/*! Licence of wide */\nimport { deep } from './deep.js';\nconst 𝒳 = '😀😀', ä = /\\/*[/*]😀/u; export function wide(größe) { return `😀${deep(größe)}` + 𝒳 + ä.source; }\n" +
    "export const line = '\u2028'; /* 😀 */ const after = deep(line); export { after };\n",
  'node_modules/lib/carriage.js': "import { deep } from './deep.js';\r\nexport default function (value) {\r\n  return deep(value) /* kept */;\r\n}\r\nexport const other = () => {\rreturn deep(1) + `it's ${ `a${ { b: deep }.b(1) }'` } ${deep(2)\r\n} \"${deep}`;\r};\r\n",
  'node_modules/lib/space.js': "import * as all from './deep.js';\nexport const a = all.deep(all['deep']), b = () => typeof this, c = { all };\nexport default a\n",
  'node_modules/lib/deep.js': 'export const deep = x => x;\nexport const never = () => "never";\n/*\n//# sourceMappingURL=not-one.map */\n',
  'node_modules/lib/legacy.cjs': "'use strict';\nconst wide = require('./wide.js');\nexports.used = function used() { return wide.wide(1) };\nexports.unused = () => wide;\n//# sourceMappingURL=legacy.cjs.map\n",
};

const app = (key, names, more = {}) => ({
  'package.json': { name: 'app', version: '1.0.0', type: 'module', dependencies: { [key]: '*' } },
  'mfshake.json': { name: 'app', entry: './index.js', shared: { [key]: {} } },
  'index.js': `import { ${names.join(', ')} } from '${key}';\nconsole.log(${names.join(', ')});\n`,
  ...more,
});

const json = file => JSON.parse(fs.readFileSync(file, 'utf8'));
const text = file => fs.readFileSync(file, 'utf8');
const contentOf = cwd => source => text(path.join(cwd, decodeURIComponent(source))).replace(/^\ufeff/, '');
const withoutFile = ({ file, ...rest }) => rest;
const inlineMap = chunk => JSON.parse(Buffer.from(/\n\/\/# sourceMappingURL=data:application\/json;charset=utf-8;base64,(\S+)\n$/.exec(chunk)[1], 'base64'));
const linked = /\n\/\/# sourceMappingURL=chunk\.js\.map\n$/;

/** Analyzes an app in a folder of its own; gives the folder of the chunk of `key`, and how to prune. */
async function analyzed(key, names, { files = {}, args = [], out = 'dist' } = {}) {
  const cwd = workDir('source-maps');
  writeFiles(cwd, app(key, names, files));
  await mfshakeOk(['analyze', '-q', '-o', out, '--source-map', 'file', ...args], { cwd });
  const folder = path.dirname(fs.readdirSync(path.join(cwd, out), { recursive: true }).find(file => file.endsWith(`${path.sep}chunk.js`)));
  const prune = (from, to, ...more) => mfshakeOk(['prune', from, '--usage', `${out}/share-usage.json`, '-o', to, ...more], { cwd });
  return { cwd, folder, prune, file: (...parts) => path.join(cwd, parts[0], folder, parts[1] ?? 'chunk.js') };
}

const check = (made, where) => checkMap(text(made.file(where)), json(made.file(where, 'chunk.js.map')), contentOf(made.cwd));

/** A chunk written by hand, with a map of it: each line is one of source.js. */
const handMade = [
  '(self["webpackChunkapp"] = self["webpackChunkapp"] || []).push([["lib"],{',
  '"./lib.js": ((module, exports, require) => {',
  'require.d(exports, {',
  '  a: () => (a),',
  '  /* @common:if [condition="treeShake.lib.b"] */ b: () => (b) /* @common:endif */',
  '});',
  'const a = 1;',
  'const b = 2;',
  '})',
  '}]);',
].join('\n');
const handMap = { version: 3, file: 'chunk.js', sources: ['../src/source.js'], sourcesContent: [handMade], names: ['b'], mappings: `AAAA;AACA;AACA;${'AACA;'.repeat(3)}AACA,MAAM;AACN,MAAMA;AACN;AACA` };

/** Prunes the hand-made chunk with what stands beside it; gives the result, the map's path, and what the program said. */
async function pruneHandMade({ map, comment = '//# sourceMappingURL=chunk.js.map\n', chunk = handMade, args = [], name = 'chunk.js' }) {
  const cwd = workDir('source-maps');
  const files = { [`in/${name}`]: `${chunk}\n${comment}`, 'usage.json': usageReport('app', { lib: { provided: ['a', 'b'], used: ['a'] } }) };
  if (map !== undefined) files['in/chunk.js.map'] = typeof map === 'string' ? map : JSON.stringify(map);
  writeFiles(cwd, files);
  const ran = await mfshake(['prune', `in/${name}`, '--usage', 'usage.json', '-o', 'out', ...args], { cwd });
  const out = path.join(cwd, 'out');
  const read = file => (fs.existsSync(path.join(out, file)) ? text(path.join(out, file)) : undefined);
  return { ...ran, cwd, chunk: read(name), map: read('chunk.js.map') && JSON.parse(read('chunk.js.map')) };
}

/** Damaged forms of a text, the same ones each time. */
function mutationsOf(whole, seed) {
  let state = seed;
  const below = bound => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const pieces = [';', ',', 'A', 'D', 'g', '/', '"', '{', ']', '\\u0000', '\\ud800', '9', '-', 'null', '\u00e4'];
  return {
    next() {
      const at = below(whole.length);
      const length = below(4) === 0 ? below(40) : below(3);
      return whole.slice(0, at) + (below(3) ? pieces[below(pieces.length)] : '') + whole.slice(at + length);
    },
  };
}

export default async function (suite) {
  for (const [key, names] of Object.entries(packages)) {
    suite.test(`${key}: every segment and identifier, emitted, pruned, pruned again`, async () => {
      const made = await analyzed(key, names);
      const emitted = check(made, 'dist');
      assert.ok(emitted.same > 300 && emitted.sources.size >= 1, JSON.stringify(emitted));
      assert.ok(emitted.replaced < emitted.same / 5, JSON.stringify({ ...emitted, sources: 0, names: 0 }));
      await made.prune('dist', 'pruned');
      check(made, 'pruned');
      await made.prune('pruned', 'again');
      assert.equal(text(made.file('again')), text(made.file('pruned')));
      assert.equal(text(made.file('again', 'chunk.js.map')), text(made.file('pruned', 'chunk.js.map')));
      fs.rmSync(made.file('dist', 'chunk.shake.json'));
      await made.prune('dist', 'parsed');
      assert.equal(text(made.file('parsed', 'chunk.js.map')), text(made.file('pruned', 'chunk.js.map')));
    });
  }

  suite.test('lines, columns and names of a library with everything that counts differently, in every format and with short ids', async () => {
    for (const format of ['jsonp', 'commonjs', 'module', 'container', 'module-container']) {
      for (const ids of ['named', 'short']) {
        const made = await analyzed('lib', ['wide'], { files: library, args: ['--format', format === 'module' ? 'module' : format, '--ids', ids] });
        const seen = check(made, 'dist');
        const map = json(made.file('dist', 'chunk.js.map'));
        for (const name of ['deep', 'require']) assert.ok(map.names.includes(name), `${name} in ${map.names}`);
        assert.deepEqual(map.sources, [...map.sources].sort());
        assert.deepEqual(text(made.file('dist')).match(/sourceMappingURL=\S*/g), ['sourceMappingURL=not-one.map', 'sourceMappingURL=chunk.js.map']);
        assert.ok(seen.same > 40);
        await made.prune('dist', 'pruned');
        check(made, 'pruned');
        const pruned = json(made.file('pruned', 'chunk.js.map'));
        assert.ok(pruned.sources.length < map.sources.length, 'sources of modules that are gone');
        assert.match(text(made.file('pruned')), /\/\*! Licence of wide \*\//);
      }
    }
  });

  suite.test('a map says no place of the machine, and does not depend on folders and threads', async () => {
    const one = await analyzed('lodash-es', ['debounce'], { args: ['-j1'] });
    const two = await analyzed('lodash-es', ['debounce'], { args: ['-j4'], out: 'elsewhere/out' });
    const map = text(one.file('dist', 'chunk.js.map'));
    assert.equal(text(two.file('elsewhere/out', 'chunk.js.map')), map);
    assert.ok(!map.includes(root) && !map.includes(path.dirname(one.cwd)));
    assert.equal(json(one.file('dist', 'chunk.js.map')).version, 3);
    assert.equal(json(one.file('dist', 'chunk.js.map')).file, 'chunk.js');
  });

  suite.test('an inline map is the map of the file, and stays inline', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    await mfshakeOk(['analyze', '-q', '-o', 'inline', '--source-map=inline'], { cwd: made.cwd });
    assert.ok(!fs.existsSync(made.file('inline', 'chunk.js.map')));
    assert.deepEqual(inlineMap(text(made.file('inline'))), withoutFile(json(made.file('dist', 'chunk.js.map'))));
    await made.prune('dist', 'pruned');
    await made.prune('inline', 'kept');
    await made.prune('dist', 'moved', '--source-map=inline');
    await made.prune('moved', 'again');
    assert.equal(text(made.file('kept')), text(made.file('moved')));
    assert.equal(text(made.file('kept')), text(made.file('again')));
    assert.deepEqual(inlineMap(text(made.file('kept'))), withoutFile(json(made.file('pruned', 'chunk.js.map'))));
    for (const folder of ['kept', 'moved', 'again']) assert.ok(!fs.existsSync(made.file(folder, 'chunk.js.map')));
    const code = chunk => chunk.replace(/\/\/# sourceMappingURL=.*\n$/, '');
    assert.equal(code(text(made.file('kept'))), code(text(made.file('pruned'))));
  });

  suite.test('a map in a file that nothing names goes along; no sources in it when none are wanted; devtool says the same', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    await mfshakeOk(['analyze', '-q', '-o', 'hidden', '--source-map=hidden', '--no-sources-content'], { cwd: made.cwd });
    assert.doesNotMatch(text(made.file('hidden')), /sourceMappingURL=(?:chunk|data)/);
    assert.equal(json(made.file('hidden', 'chunk.js.map')).sourcesContent, undefined);
    check(made, 'hidden');
    await made.prune('hidden', 'pruned');
    assert.doesNotMatch(text(made.file('pruned')), /sourceMappingURL=(?:chunk|data)/);
    check(made, 'pruned');
    const config = json(path.join(made.cwd, 'mfshake.json'));
    writeFiles(made.cwd, { 'mfshake.json': { ...config, devtool: 'hidden-nosources-source-map' } });
    await mfshakeOk(['analyze', '-q', '-o', 'configured'], { cwd: made.cwd });
    for (const file of ['chunk.js', 'chunk.js.map']) assert.equal(text(made.file('configured', file)), text(made.file('hidden', file)));
    await mfshakeOk(['analyze', '-q', '-o', 'configured', '--source-map=none'], { cwd: made.cwd });
    assert.ok(!fs.existsSync(made.file('configured', 'chunk.js.map')), 'the map of an earlier run');
  });

  suite.test('drop leaves neither comment nor file; in place it deletes the file', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    await made.prune('dist', 'dropped', '--source-map=drop');
    assert.doesNotMatch(text(made.file('dropped')), /sourceMappingURL=(?:chunk|data)/);
    assert.ok(!fs.existsSync(made.file('dropped', 'chunk.js.map')));
    fs.cpSync(path.join(made.cwd, 'dist'), path.join(made.cwd, 'place'), { recursive: true });
    await mfshakeOk(['prune', 'place', '--usage', 'dist/share-usage.json', '--in-place'], { cwd: made.cwd });
    check(made, 'place');
    await mfshakeOk(['prune', 'place', '--usage', 'dist/share-usage.json', '--in-place', '--source-map=drop'], { cwd: made.cwd });
    assert.equal(text(made.file('place')), text(made.file('dropped')));
    assert.ok(!fs.existsSync(made.file('place', 'chunk.js.map')));
  });

  suite.test('names with hashes: comment, file, manifest and integrity', async () => {
    for (const format of ['jsonp', 'container']) {
      const made = await analyzed('lib', ['wide'], { files: library, args: ['--format', format] });
      await made.prune('dist', 'out', '--rename');
      const manifest = json(path.join(made.cwd, 'out/prune-manifest.json'));
      assert.equal(schemaErrors('prune-manifest-v1', manifest), null);
      const [row] = manifest.chunks;
      const name = path.basename(row.file);
      assert.match(name, /^chunk\.[0-9a-f]{8}\.js$/);
      assert.equal(row.map, `${row.file}.map`);
      const chunk = text(path.join(made.cwd, 'out', row.file));
      const map = json(path.join(made.cwd, 'out', row.map));
      assert.ok(chunk.endsWith(`\n//# sourceMappingURL=${name}.map\n`));
      assert.equal(map.file, name);
      assert.equal(row.integrity, `sha384-${createHash('sha384').update(chunk).digest('base64')}`);
      assert.equal(row.after.raw, Buffer.byteLength(chunk));
      checkMap(chunk, map, contentOf(made.cwd));
      await mfshakeOk(['prune', `out/${row.file}`, '--usage', 'dist/share-usage.json', '-o', 'again'], { cwd: made.cwd });
      if (format === 'jsonp') assert.equal(text(path.join(made.cwd, 'again', name)), chunk);
    }
  });

  suite.test('a map by another tool is cut like our own', async () => {
    const { code, stderr, chunk, map } = await pruneHandMade({ map: handMap });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(chunk, linked);
    checkMap(chunk, map, undefined, { everyIdentifier: false });
    const { decode } = await import('@jridgewell/sourcemap-codec');
    const lineOf = wanted => chunk.split('\n').findIndex(line => line.startsWith(wanted));
    const segments = decode(map.mappings);
    for (const wanted of ['const a', '})', '}]);']) assert.equal(segments[lineOf(wanted)][0][2], handMade.split('\n').findIndex(line => line.startsWith(wanted)), wanted);
    assert.ok(!chunk.includes('const b'));
  });

  suite.test('a URL of a server stays, with the map beside the chunk', async () => {
    const comment = '//# sourceMappingURL=https://example.org/maps/chunk.js.map\n';
    const kept = await pruneHandMade({ map: handMap, comment });
    assert.equal(kept.stderr, '');
    assert.ok(kept.chunk.endsWith(`\n${comment}`));
    checkMap(kept.chunk, kept.map, undefined, { everyIdentifier: false });
    const renamed = await pruneHandMade({ map: handMap, comment, args: ['--rename'] });
    const [row] = json(path.join(renamed.cwd, 'out/prune-manifest.json')).chunks;
    assert.ok(text(path.join(renamed.cwd, 'out', row.file)).endsWith(`\n//# sourceMappingURL=https://example.org/maps/${row.map}\n`));
    assert.equal(json(path.join(renamed.cwd, 'out', row.map)).file, row.file);
  });

  const refused = {
    'no file': [{}, 'M815', /'chunk\.js\.map': no such file/],
    'a URL of another server': [{ comment: '//# sourceMappingURL=https://example.org/maps/chunk.js.map\n' }, 'M815', /'https:..example.org.maps.chunk.js.map': no such file/],
    'a path that leads out': [{ comment: '//# sourceMappingURL=../chunk.js.map\n' }, 'M815', /names no file/],
    'no JSON': [{ map: '{"version": 3,' }, 'M816', /it is no JSON/],
    'no map': [{ map: '[]' }, 'M816', /it is no object/],
    'another version': [{ map: { ...handMap, version: 2 } }, 'M816', /version 3/],
    'no mappings': [{ map: { ...handMap, mappings: undefined } }, 'M816', /no string "mappings"/],
    'no sources': [{ map: { ...handMap, sources: 'x' } }, 'M816', /no list "sources"/],
    'more contents than sources': [{ map: { ...handMap, sourcesContent: ['', ''] } }, 'M816', /does not fit/],
    'sections': [{ map: { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: handMap }] } }, 'M816', /"sections"/],
    'damaged mappings': [{ map: { ...handMap, mappings: 'AAAA;A!AA' } }, 'M817', /mappings are damaged/],
    'a source that is not there': [{ map: { ...handMap, mappings: 'ACAA' } }, 'M817', /mappings are damaged/],
    'a number that does not end': [{ map: { ...handMap, mappings: 'gggggggggggg' } }, 'M817', /mappings are damaged/],
    'columns that go back': [{ map: { ...handMap, mappings: 'KAAA,DAAA' } }, 'M817', /mappings are damaged/],
    'the map of another file': [{ map: { ...handMap, file: 'other.js' } }, 'M817', /map of 'other\.js'/],
    'more columns than the chunk has': [{ map: { ...handMap, mappings: `AAAA;;;;;;;yBAAA` } }, 'M817', /places that the chunk does not have/],
    'more lines than the chunk has': [{ map: { ...handMap, mappings: `AAAA${';'.repeat(40)}AAAA` } }, 'M817', /places that the chunk does not have/],
    'a data URL that is none': [{ comment: '//# sourceMappingURL=data:application/json;base64,%%%\n' }, 'M816', /data URL/],
    'a data URL of something else': [{ comment: `//# sourceMappingURL=data:text/plain;base64,${Buffer.from('{}').toString('base64')}\n` }, 'M816', /data URL/],
  };
  for (const [what, [input, code, message]] of Object.entries(refused)) {
    suite.test(`never a wrong map: ${what}`, async () => {
      const result = await pruneHandMade(input);
      assert.equal(result.code, 0, result.stderr);
      assert.match(result.stderr, new RegExp(`warning\\[${code}\\]: the pruned chunk has no source map: `));
      assert.match(result.stderr, message);
      assert.ok(!result.chunk.includes('sourceMappingURL') && !result.chunk.includes('const b') && result.map === undefined);
      const strict = await pruneHandMade({ ...input, args: ['--strict'] });
      assert.equal(strict.code, 1);
      assert.equal(strict.chunk, undefined);
      const dropped = await pruneHandMade({ ...input, args: ['--strict', '--source-map=drop'] });
      assert.equal(dropped.stderr, '');
      assert.equal(dropped.chunk, result.chunk);
    });
  }

  suite.test('120 damaged maps: a warning and no map, or one that leads only where its sources are', async () => {
    const whole = JSON.stringify({ ...handMap, names: ['b', 'c'], ignoreList: [0], sourceRoot: '..' });
    const random = mutationsOf(whole, 20261125);
    for (let round = 0; round < 120; round++) {
      const damaged = random.next();
      const inline = round % 3 === 0;
      const comment = inline ? `//# sourceMappingURL=data:application/json;base64,${Buffer.from(damaged).toString('base64')}\n` : undefined;
      const result = await pruneHandMade({ map: inline ? undefined : damaged, comment });
      assert.equal(result.code, 0, result.stderr);
      const map = inline && result.chunk.includes('sourceMappingURL') ? inlineMap(result.chunk) : result.map;
      if (!map) {
        assert.match(result.stderr, /warning\[M81[67]\]/, damaged);
        continue;
      }
      assert.equal(result.stderr, '', damaged);
      const lineCount = lines(result.chunk).length;
      decodedMappings(new TraceMap({ ...map, sections: undefined })).forEach((segments, line) => {
        for (const segment of segments) {
          assert.ok(line < lineCount && segment[0] <= lines(result.chunk)[line].length, damaged);
          assert.ok(segment.length === 1 || segment[1] < map.sources.length, damaged);
          assert.ok(segment.length < 5 || segment[4] < map.names.length, damaged);
        }
      });
    }
  });

  suite.test('a chunk that was changed behind its map, and a map of another run', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    const chunk = text(made.file('dist'));
    fs.writeFileSync(made.file('dist'), chunk.replace('"never"', '"never ever"'));
    const changed = await mfshake(['prune', 'dist', '--usage', 'dist/share-usage.json', '-o', 'out'], { cwd: made.cwd });
    assert.match(changed.stderr, /warning\[M817\]: .*the chunk was changed since/);
    assert.doesNotMatch(text(made.file('out')), /sourceMappingURL=(?:chunk|data)/);
    assert.ok(!fs.existsSync(made.file('out', 'chunk.js.map')));
  });

  suite.test('to standard output a chunk goes with its map in it, or without', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    const args = ['prune', path.relative(made.cwd, made.file('dist')), '--usage', 'dist/share-usage.json', '-o', '-'];
    const kept = await mfshake(args, { cwd: made.cwd });
    assert.match(kept.stderr, /warning\[M815\]: .*standard output holds the chunk alone/);
    assert.doesNotMatch(kept.stdout, /sourceMappingURL=(?:chunk|data)/);
    const inline = await mfshake([...args, '--source-map=inline'], { cwd: made.cwd });
    assert.equal(inline.stderr, '');
    checkMap(inline.stdout, inlineMap(inline.stdout), contentOf(made.cwd));
  });

  suite.test('macros behind the line that names the map, in comments of one line', async () => {
    const before = 'exports.ids = ["a"];\nexports.modules = {\n"./a.js": (module, exports, require) => {\nrequire.d(exports, {\n/* @common:if [condition="treeShake.lib.x"] */ x: () => x /* @common:endif */\n});\nconst x = 1;\n}\n};\n';
    const line = '//# sourceMappingURL=chunk.js.map\n', macro = '// @common:if [condition="treeShake.lib.x"]\n// @common:endif\n';
    const map = JSON.stringify({ version: 3, sources: ['a.js'], names: [], mappings: 'AAAA' });
    for (const [chunk, behind] of [[before + line + macro, ''], [before + macro + line, ''], [before + line + macro + '// the end\n', '// the end\n']]) {
      for (const kept of ['keep', 'drop']) {
        const dir = workDir('macros-behind');
        writeFiles(dir, { 'chunk.js': chunk, 'chunk.js.map': map, 'usage.json': usageReport('app', { lib: { provided: ['x'], used: ['x'] } }) });
        await mfshakeOk(['prune', 'chunk.js', '--usage', 'usage.json', '-o', 'out', '-q', `--source-map=${kept}`], { cwd: dir });
        const pruned = fs.readFileSync(path.join(dir, 'out/chunk.js'), 'utf8');
        assert.ok(pruned.startsWith('exports.ids = ["a"];\n') && pruned.includes('const x = 1;\n}\n};\n'), pruned);
        assert.ok(pruned.endsWith(kept === 'keep' ? line + behind : `};\n${behind}`), pruned);
        assert.doesNotMatch(pruned, /@common/);
      }
    }
  });

  suite.test('the map library reads ours and writes the same mappings', async () => {
    const made = await analyzed('lib', ['wide'], { files: library });
    const map = json(made.file('dist', 'chunk.js.map'));
    assert.equal(encodedMap(new TraceMap(map)).mappings, map.mappings);
  });
}
