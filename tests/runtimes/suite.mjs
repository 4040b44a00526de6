// --dump=runtimes: what each entry and expose uses alone is what webpack says of that runtime; together they are the facts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshakeOk } from '../lib/mfshake.mjs';
import { schemaErrors } from '../lib/schema.mjs';
import { askWebpack, base } from './webpack.mjs';

const dump = async (cwd, pass) =>
  JSON.parse((await mfshakeOk(['analyze', `--dump=${pass}`], { cwd })).stdout);

/** What is used by either. */
function union(a, b) {
  if (a === true || b === true) return true;
  if (!a || !b) return a || b;
  return [...new Set([...a, ...b])].sort();
}

export default async function (suite) {
  const names = fs.readdirSync(base).sort();
  suite.test('there are cases', () => assert.ok(names.length >= 3));
  for (const name of names) {
    const dir = path.join(base, name, 'in');
    const expected = JSON.parse(fs.readFileSync(path.join(base, name, 'expected.json'), 'utf8'));

    suite.test(`${name}: as recorded from webpack`, async () => {
      const runtimes = await dump(dir, 'runtimes');
      assert.equal(schemaErrors('runtimes-v1', runtimes), null);
      for (const table of ['entries', 'exposes']) {
        assert.deepEqual(Object.keys(runtimes[table]), Object.keys(expected[table]).sort(), table);
        for (const [runtime, modules] of Object.entries(expected[table])) {
          for (const [file, used] of Object.entries(modules))
            assert.deepEqual(runtimes[table][runtime].modules[file]?.used, used, `${runtime}: ${file}`);
        }
      }
    });

    suite.test(`${name}: webpack still says so`, async () => assert.deepEqual(await askWebpack(dir), expected));

    suite.test(`${name}: the runtimes together are the facts`, async () => {
      const [runtimes, facts] = [await dump(dir, 'runtimes'), await dump(dir, 'facts')];
      assert.equal(schemaErrors('facts-v1', facts), null);
      const all = [...Object.values(runtimes.entries), ...Object.values(runtimes.exposes)];
      assert.ok(all.length > 1);
      for (const [file, { used, provided }] of Object.entries(facts.modules)) {
        assert.deepEqual(all.map(one => one.modules[file].used).reduce(union), used, file);
        for (const one of all) assert.deepEqual(one.modules[file].provided, provided, file);
      }
      for (const [key, { used }] of Object.entries(facts.shared)) {
        const everything = all.some(one => one.shared[key].used === '*');
        const together = everything ? '*' : [...new Set(all.flatMap(one => one.shared[key].used))].sort();
        assert.deepEqual(together, used, key);
      }
    });
  }

  for (const pass of ['graph', 'shares', 'provided', 'used', 'attribution']) {
    suite.test(`--dump=${pass} is JSON, the same for any number of threads`, async () => {
      for (const name of names) {
        const cwd = path.join(base, name, 'in');
        const one = (await mfshakeOk(['analyze', `--dump=${pass}`, '-j1'], { cwd })).stdout;
        assert.ok(one.endsWith('}\n') || one.endsWith(']\n'));
        assert.ok(JSON.stringify(JSON.parse(one)).includes('lib'), pass);
        assert.ok(!one.includes(cwd), 'an absolute path');
        assert.equal((await mfshakeOk(['analyze', `--dump=${pass}`, '-j4'], { cwd })).stdout, one);
      }
    });
  }
}
