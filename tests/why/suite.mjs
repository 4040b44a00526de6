// What `why` says beyond the fixtures of fixtures/why: retained sizes against prune itself, all chains, and diagrams that Graphviz's language accepts
// (Mermaid's own parser reads them in `make test-recipes`).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from '@ts-graphviz/ast';
import { mfshake, mfshakeOk, root, workDir, writeFiles } from '../lib/mfshake.mjs';
import { diagramOf, hostileApp, layered } from './apps.mjs';
import places from './places.mjs';

/** { nodes: { id: label }, edges: [[from, to, label]] } as the parser of the language sees it. */
function readDot(text) {
  const unquote = ({ value, quoted }) => (quoted ? value.replace(/\\(["\\])/g, '$1') : value);
  const attribute = (children, name) => {
    const found = children.find(child => child.type === 'Attribute' && child.key.value === name);
    return found ? unquote(found.value) : '';
  };
  const [{ children }] = parse(text).children.filter(({ type }) => type === 'Graph');
  const diagram = { nodes: {}, edges: [] };
  for (const child of children) {
    if (child.type === 'Node') diagram.nodes[child.id.value] = attribute(child.children, 'label');
    else if (child.type === 'Edge') diagram.edges.push([...child.targets.map(({ id }) => id.value), attribute(child.children, 'label')]);
    else assert.fail(`a ${child.type}`);
  }
  return diagram;
}

export default function (suite) {
  const dir = workDir('why');

  // --- retained sizes -----------------------------------------------------------------------------------------------

  const uses = {
    'lodash-es': ['debounce', 'map', 'sortBy', 'template', 'cloneDeep', 'chunk', 'isEqual', 'merge'],
    'date-fns': ['format', 'parse', 'addDays', 'intlFormat', 'differenceInDays', 'isWeekend'],
    rxjs: ['of', 'interval', 'map', 'switchMap', 'BehaviorSubject'],
  };
  for (const [key, names] of Object.entries(uses)) {
    suite.test(`what each export of ${key} keeps alone is what prune cuts without it`, async () => {
      const folder = path.join(dir, key);
      writeFiles(folder, {
        'mfshake.json': { name: 'app', entry: './index.js', shared: [key] },
        'package.json': { name: 'app', version: '1.0.0', dependencies: { [key]: '*' } },
        'index.js': `import { ${names.join(', ')} } from '${key}';\nconsole.log(${names.join(', ')});\n`,
      });
      await mfshakeOk(['analyze'], { cwd: folder });
      const report = JSON.parse(fs.readFileSync(path.join(folder, 'dist/shared/share-usage.json'), 'utf8'));
      const bytesWithout = async name => {
        const flags = { ...report.treeShake[key] };
        if (name) flags[name] = false;
        const file = path.join(folder, `without-${name}.json`);
        fs.writeFileSync(file, JSON.stringify({ treeShake: { [key]: flags } }));
        const { stdout } = await mfshakeOk(['prune', 'dist/shared', '--usage', file, '--dry-run', '--format', 'json'], { cwd: folder });
        return JSON.parse(stdout)[0].bytesAfter;
      };
      const [{ retained }] = JSON.parse((await mfshakeOk(['why', key, '--format', 'json'], { cwd: folder })).stdout).shares;
      assert.deepEqual(retained.exports.map(row => row.export).sort(), [...names].sort());
      const sizes = retained.exports.map(({ bytes }) => bytes);
      assert.deepEqual(sizes, [...sizes].sort((a, b) => b - a), 'the heaviest first');
      const kept = await bytesWithout();
      assert.equal(retained.bytesKept, kept);
      let differs = 0;
      for (const { export: name, bytes } of retained.exports) {
        const cut = kept - await bytesWithout(name);
        // Commas, comments and line ends that go with a part are not counted: a few bytes for each.
        assert.ok(bytes <= cut && bytes >= cut * 0.99 - 40, `${name}: ${bytes}, prune cuts ${cut}`);
        differs += bytes > 1000;
      }
      assert.ok(differs > 0, 'some export is heavy');
      const { stdout: text } = await mfshakeOk(['why', key], { cwd: folder });
      assert.match(text, new RegExp(`^ +${sizes[0].toLocaleString('en')}  ${retained.exports[0].export}$`, 'm'));
    });
  }

  suite.test('a share that is used as a whole, one without a copy, and one that can not be cut', async () => {
    const folder = path.join(dir, 'kinds');
    writeFiles(folder, {
      'mfshake.json': { name: 'app', entry: './index.js', shared: { 'lodash-es': {}, dayjs: {}, 'date-fns': { import: false } } },
      'package.json': { name: 'app', version: '1.0.0', dependencies: { 'lodash-es': '*', dayjs: '*', 'date-fns': '*' } },
      'index.js': "import * as _ from 'lodash-es';\nimport dayjs from 'dayjs';\nimport { format } from 'date-fns';\nconsole.log(_, dayjs, format);\n",
    });
    const asked = async key => JSON.parse((await mfshakeOk(['why', key, '--format', 'json'], { cwd: folder })).stdout).shares[0];
    const whole = await asked('lodash-es');
    assert.equal(whole.mode, 'namespace');
    assert.ok(whole.retained.exports.length > 300);
    assert.ok(whole.retained.exports.reduce((sum, { bytes }) => sum + bytes, 0) <= whole.retained.bytesKept);
    assert.equal((await asked('date-fns')).retained, null);
    assert.deepEqual((await asked('dayjs')).retained.exports, []);
    const { stdout } = await mfshakeOk(['why', 'lodash-es'], { cwd: folder });
    assert.match(stdout, /^ +[\d,]+ {2}of \d+ more exports, each alone; --all shows them$/m);
    assert.doesNotMatch((await mfshakeOk(['why', 'lodash-es', '--all'], { cwd: folder })).stdout, /more exports/);
  });

  // --- chains and diagrams ------------------------------------------------------------------------------------------

  suite.test('--all: every chain to an export, the shortest first', async () => {
    const folder = path.join(dir, 'layers');
    writeFiles(folder, layered(3, 3)); // three layers of three modules, each of which imports all of the next: 27 chains
    const { stdout } = await mfshakeOk(['why', 'lib.x', '--all', '--format', 'json'], { cwd: folder });
    const [use] = JSON.parse(stdout).uses;
    assert.equal(use.chains.length, 27 + 1); // and the one past all layers
    assert.deepEqual(use.chains[0].map(hop => hop.path), ['index.js', 'use.js']);
    assert.deepEqual(use.chains[0], use.chain);
    assert.equal(new Set(use.chains.map(chain => chain.map(hop => hop.path).join())).size, 28);
    assert.equal(use.moreChains, false);
    const { stdout: text } = await mfshakeOk(['why', 'lib.x', '--all'], { cwd: folder });
    assert.equal(text.match(/from entry main/g).length, 28);
    assert.equal((await mfshakeOk(['why', 'lib.x'], { cwd: folder })).stdout.match(/from entry main/g).length, 1);
  });

  suite.test('--all of more chains than can be listed ends, and says so; the diagram has all', async () => {
    const folder = path.join(dir, 'deep');
    writeFiles(folder, layered(12, 6));
    const { stdout } = await mfshakeOk(['why', 'lib.x', '--all', '--format', 'json'], { cwd: folder, seconds: 20 });
    const [use] = JSON.parse(stdout).uses;
    assert.ok(use.moreChains && use.chains.length >= 1 && use.chains.length <= 100);
    const { nodes, edges } = readDot((await mfshakeOk(['why', 'lib.x', '--all', '--format', 'dot'], { cwd: folder })).stdout);
    assert.equal(Object.keys(nodes).length, 12 * 6 + 4); // the layers, index.js, use.js, the entry, the export
    assert.equal(edges.length, 6 + 11 * 36 + 6 + 1 + 2);
  });

  suite.test('dot and mermaid draw the same, and hostile names are text', async () => {
    const folder = path.join(dir, 'hostile');
    const { files, labels } = hostileApp();
    writeFiles(folder, files);
    const dot = readDot((await mfshakeOk(['why', 'lib', '--all', '--format', 'dot'], { cwd: folder })).stdout);
    const { stdout } = await mfshakeOk(['why', 'lib', '--all', '--format', 'mermaid'], { cwd: folder });
    assert.doesNotMatch(stdout.replaceAll(/"[^"\n]*"/g, '""'), /[^\w ()[\]{}/|>\-"\n]/, 'nothing but labels comes from outside');
    assert.deepEqual(diagramOf(stdout), dot);
    for (const label of labels) assert.ok(Object.values(dot.nodes).some(text => text.includes(label)), `${label} in ${JSON.stringify(dot.nodes)}`);
    assert.doesNotMatch(JSON.stringify(dot), /[\u202e\u0007]/);
  });

  suite.test('every fixture of why can be drawn', async () => {
    const area = path.join(root, 'fixtures/why');
    let drawn = 0;
    for (const name of fs.readdirSync(area)) {
      const { args, exit } = JSON.parse(fs.readFileSync(path.join(area, name, 'case.json'), 'utf8'));
      if (args.includes('--format') || exit) continue;
      const { stdout } = await mfshake([...args, '--format', 'dot'], { cwd: path.join(area, name, 'in') });
      const { nodes, edges } = readDot(stdout);
      for (const [from, to] of edges) assert.ok(nodes[from] && nodes[to], `${name}: ${from} -> ${to}`);
      drawn += Object.keys(nodes).length > 0;
    }
    assert.ok(drawn > 20, `${drawn} diagrams`);
  });

  // --- places, for every way of use ---------------------------------------------------------------------------------

  places(suite);
}
