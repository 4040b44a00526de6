// mfshake diff: two reports, or two chunks.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { mfshake, mfshakeOk, workDir, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { schemaErrors } from '../lib/schema.mjs';

const lib = (used, more = {}) => ({ lib: { provided: ['a', 'b', 'c'], used, ...more } });

export default async function (suite) {
  const dir = workDir('diff');
  let count = 0;
  async function diff(files, args = ['old.json', 'new.json']) {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, files);
    const text = (await mfshakeOk(['diff', ...args], { cwd })).stdout;
    const json = JSON.parse((await mfshakeOk(['diff', ...args, '--format', 'json'], { cwd })).stdout);
    assert.equal(schemaErrors('diff-v1', json), null);
    return { text, json, cwd };
  }

  suite.test('reports: what is used and provided on one side only', async () => {
    const before = usageReport('host', { ...lib(['a']), gone: { provided: ['x'], used: ['x'] }, same: { provided: ['x'], used: ['x'] } });
    const now = usageReport('host', { lib: { provided: ['a', 'b', 'd'], used: ['b'], version: '1.1.0', reasons: { b: ['src/b.js:3:7'] } }, more: { provided: ['y'], used: [] }, same: { provided: ['x'], used: ['x'] } });
    const { text, json } = await diff({ 'old.json': before, 'new.json': now });
    assert.deepEqual(json.keys.map(({ key, used, provided }) => [key, used, provided]), [
      ['gone', { gained: [], lost: ['x'] }, { gained: [], lost: ['x'] }],
      ['lib', { gained: ['b'], lost: ['a'] }, { gained: ['d'], lost: ['c'] }],
      ['more', { gained: [], lost: [] }, { gained: ['y'], lost: [] }],
    ]);
    assert.equal(text, ['gone: 1 / 1 exact 1.0.0 -> not shared', '  - used x', 'lib: 1 / 3 exact 1.0.0 -> 1 / 3 exact 1.1.0', '  + used b: host src/b.js:3:7', '  - used a', '  + provided d', '  - provided c', 'more: not shared -> 0 / 1 exact 1.0.0', ''].join('\n'));
  });

  suite.test('reports: the other way round, the gains are losses', async () => {
    const one = usageReport('a', lib(['a', 'b'])), two = usageReport('a', lib(['b', 'c']));
    const there = (await diff({ 'old.json': one, 'new.json': two })).json.keys[0].used;
    const back = (await diff({ 'old.json': two, 'new.json': one })).json.keys[0].used;
    assert.deepEqual([there.gained, there.lost], [back.lost, back.gained]);
    assert.equal((await diff({ 'old.json': one, 'new.json': one })).text, 'the reports say the same of every share\n');
  });

  suite.test('reports: folders, merged ones, other shapes', async () => {
    const files = { 'was/a/share-usage.json': usageReport('a', lib(['a'])), 'is/a/share-usage.json': usageReport('a', lib(['a'])), 'is/b/share-usage.json': usageReport('b', lib(['b'])) };
    const { json, cwd } = await diff(files, ['was', 'is']);
    assert.deepEqual(json.keys[0].used, { gained: ['b'], lost: [] });
    await mfshakeOk(['merge', 'is', '-o', 'is.json', '-q'], { cwd });
    assert.deepEqual((await diff({ 'old.json': { treeShake: { lib: { a: true, b: false } } }, 'new.json': fs.readFileSync(path.join(cwd, 'is.json'), 'utf8') })).json.keys[0].used, { gained: ['b'], lost: [] });
  });

  const chunk = modules => `exports.ids = ["x"];\nexports.modules = {\n${Object.entries(modules)
    .map(([id, names]) => `${JSON.stringify(id)}: (function (module, exports, require) {\nrequire.r(exports);\nrequire.d(exports, {\n${names.map(name => `  ${name}: () => (${name})`).join(',\n')}\n});\n${names.map(name => `const ${name} = '${name}';`).join('\n')}\n})`)
    .join(',\n')}\n};\n`;

  suite.test('chunks: modules and exports, with bytes', async () => {
    const before = chunk({ './a.js': ['one', 'two'], './b.js': ['x'], './c.js': ['same'] }), now = chunk({ './a.js': ['two', 'three'], './c.js': ['same'], './d.js': ['y'] });
    const { json, text } = await diff({ 'old.js': before, 'new.js': now }, ['old.js', 'new.js']);
    assert.deepEqual(json.modules.map(({ id, exports, bytes }) => [id, exports.gained, exports.lost, bytes.before !== null, bytes.now !== null]), [
      ['./a.js', ['three'], ['one'], true, true],
      ['./b.js', [], ['x'], true, false],
      ['./d.js', ['y'], [], false, true],
    ]);
    assert.deepEqual([json.bytes, json.moduleCount], [{ before: Buffer.byteLength(before), now: Buffer.byteLength(now) }, { before: 3, now: 3 }]);
    assert.match(text, /^modules 3, bytes \d+ -> \d+, gzip \d+ -> \d+\n {2}~ \.\/a\.js: \d+ -> \d+ bytes\n {4}\+ export three\n {4}- export one\n {2}- \.\/b\.js: \d+ bytes\n {2}\+ \.\/d\.js: \d+ bytes\n$/);
  });

  suite.test('chunks: what prune removed', async () => {
    const region = name => `/* @common:if [condition="treeShake.lib.${name}"] */ ${name} /* @common:endif */`;
    const text = chunk({ './a.js': ['one', 'two'] }).replace(/\((one|two)\)/g, (_, name) => `(${region(name)})`);
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'chunk.js': text, 'usage.json': { treeShake: { lib: { one: true, two: false } } } });
    await mfshakeOk(['prune', 'chunk.js', '--usage', 'usage.json', '-o', 'out', '-q'], { cwd });
    const { modules } = JSON.parse((await mfshakeOk(['diff', 'chunk.js', 'out/chunk.js', '--format', 'json'], { cwd })).stdout);
    assert.deepEqual(modules.map(({ id, exports }) => [id, exports]), [['./a.js', { gained: [], lost: ['two'] }]]);
  });

  suite.test('markdown: tables whose names are code and nothing but code', async () => {
    const nasty = ['</script><b>', '`a` | [x](y)', '\u202e', '@all'];
    const report = used => usageReport('host', { 'k`|<i>': { provided: nasty, used }, lib: { provided: ['a', 'b'], used: used.length ? ['a'] : ['b'] } });
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'old.json': report([]), 'new.json': report(nasty), 'a.js': chunk({ './a|b.js': ['one', 'two'], './b.js': ['x'] }), 'b.js': chunk({ './a|b.js': ['two', 'three'], './c.js': ['y'] }) });
    const shown = async (...args) => (await mfshakeOk(['diff', ...args, '--format', 'markdown'], { cwd })).stdout;
    const tokensOf = text => new MarkdownIt({ html: true }).enable('table').parse(text, {});
    const codes = (tokens, kind) => tokens.flatMap((token, i) => (token.type === 'inline' && tokens[i - 1].type === kind ? token.children : [])).filter(({ type }) => type === 'code_inline').map(({ content }) => content);
    const reports = tokensOf(await shown('old.json', 'new.json'));
    assert.deepEqual(codes(reports, 'td_open'), ['k`|<i>', '0 / 4 exact 1.0.0', '4 / 4 exact 1.0.0', 'lib', '1 / 2 exact 1.0.0', '1 / 2 exact 1.0.0']);
    assert.deepEqual(codes(reports, 'paragraph_open'), ['k`|<i>', ...[...nasty].sort().map(name => name.replace('\u202e', '\\u{202e}')), 'lib', 'a', 'lib', 'b']);
    const chunks = tokensOf(await shown('a.js', 'b.js'));
    assert.deepEqual(codes(chunks, 'td_open'), ['./a|b.js', 'three', 'one', './b.js', './c.js']);
    assert.equal(chunks.filter(({ type }) => type === 'td_open').length, 3 * 3 + 3 * 5);
    for (const token of [...reports, ...chunks].flatMap(token => [token, ...(token.children ?? [])])) assert.ok(!['html_block', 'html_inline', 'link_open'].includes(token.type), token.content);
    assert.match(await shown('old.json', 'old.json'), /^## mfshake diff\n\nThe reports say the same of every share\.\n$/);
  });

  suite.test('--exit-code', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'old.json': usageReport('a', lib(['a'])), 'new.json': usageReport('a', lib(['b'])), 'a.js': chunk({ './a.js': ['x'] }), 'b.js': chunk({ './a.js': ['y'] }) });
    const run = (...args) => mfshake(['diff', ...args], { cwd });
    assert.equal((await run('old.json', 'new.json')).code, 0);
    for (const [args, message] of [[['old.json', 'new.json'], /M838.*1 share key differs$/m], [['a.js', 'b.js'], /M838.*1 module differs$/m]]) {
      const { code, stdout, stderr } = await run(...args, '--exit-code');
      assert.equal(code, 1);
      assert.notEqual(stdout, '');
      assert.match(stderr, message);
    }
    for (const same of ['old.json', 'a.js']) assert.equal((await run(same, same, '--exit-code')).code, 0);
  });

  suite.test('what can not be compared', async () => {
    const cwd = path.join(dir, String(count++));
    writeFiles(cwd, { 'a.json': usageReport('a', lib(['a'])), 'a.js': chunk({ './a.js': ['x'] }), 'b.js': 'console.log(1);\n', 'empty.js': '', 'c.json': '{' });
    for (const [args, status, message] of [
      [['a.json'], 2, /M300/],
      [['a.json', 'a.js'], 2, /M300.*a\.js is a chunk and a\.json is none/],
      [['a.js', 'a.json'], 2, /M300.*a\.js is a chunk and a\.json is none/],
      [['a.js', 'b.js'], 1, /^b\.js.*M801/m],
      [['a.json', 'c.json'], 1, /^c\.json.*M402/m],
      [['a.json', 'empty.js'], 1, /^empty\.js.*M402/m],
      [['a.json', 'gone.json'], 3, /M401/],
      [['a.json', 'gone/*.json'], 1, /M409/],
    ]) {
      const { code, stdout, stderr } = await mfshake(['diff', ...args], { cwd });
      assert.deepEqual([code, stdout], [status, ''], `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, message);
    }
  });
}
