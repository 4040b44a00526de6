// Configurations of bundlers, read by mfshake and executed in Node with recording stubs: both must say the same.
//
// cases/<name>/ holds one configuration in the shape of those of public projects, with what it imports. A case whose expect.json has "refused" can not be read
// statically: mfshake must say so at that place ("file:line:col", and a part of the message).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { mfshake, mfshakeOk, root } from '../lib/mfshake.mjs';
import { execute, normalize } from './execute.mjs';

const cases = path.join(root, 'tests/config/cases');
const pattern = /^(module-federation|webpack|rspack|rsbuild|vite|next|federation|modern)\.config\.\w+$/;
const order = ['module-federation', 'webpack', 'rspack', 'rsbuild', 'vite', 'next', 'federation', 'modern'];

/** The leaves of `mfshake config` without their origins. */
function values(tree) {
  if ('value' in tree && 'from' in tree) return tree.value;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, values(value)]));
}

/** An address that is known only when the file runs stands in parentheses, after what it surely starts with. */
function forgetAddresses(got, wanted) {
  for (const [name, { external }] of Object.entries(got.remotes)) {
    external.forEach((address, i) => {
      const start = /^([^(]*)\(.*\)$/.exec(address)?.[1];
      const real = wanted.remotes[name]?.external;
      if (start !== undefined && real && `${real[i]}`.startsWith(start)) real[i] = address;
    });
  }
}

export default async function (suite) {
  let compared = 0;
  for (const name of fs.readdirSync(cases).sort()) {
    const cwd = path.join(cases, name);
    const file = fs
      .readdirSync(cwd)
      .filter(entry => pattern.test(entry))
      .sort((a, b) => order.indexOf(a.split('.')[0]) - order.indexOf(b.split('.')[0]))[0];
    const expectFile = path.join(cwd, 'expect.json');
    const expected = fs.existsSync(expectFile) ? JSON.parse(fs.readFileSync(expectFile, 'utf8')) : {};
    if (expected.refused) {
      suite.test(`${name} is refused`, async () => {
        const { code, stdout, stderr } = await mfshake(['config', '--format', 'json'], { cwd });
        assert.equal(code, 2, stderr || stdout);
        assert.equal(stdout, '');
        const [place, message] = expected.refused;
        const line = stderr.split('\n').find(text => text.startsWith(`${place}: error[M308]`));
        assert.ok(line, `no M308 at ${place} in:\n${stderr}`);
        assert.ok(line.includes(message), `${message} is not said in:\n${stderr}`);
      });
      continue;
    }
    compared++;
    suite.test(name, async () => {
      const env = expected.env ?? {}, given = Object.entries(env).map(([key, value]) => `--env=${key}=${value}`);
      const { stdout } = await mfshakeOk(['config', '--format', 'json', ...given], { cwd });
      const read = JSON.parse(stdout);
      assert.equal(read.file, expected.file ?? file);
      const wanted = normalize(await execute(cwd, expected.file ?? file, env));
      const { exposes = {}, remotes = {}, shared = {} } = read;
      const got = values({ name: read.name, exposes, remotes, shared });
      forgetAddresses(got, wanted);
      assert.deepEqual(got, wanted);
      for (const [key, want] of Object.entries(expected.values ?? {}))
        assert.deepEqual(key.split('/').reduce((tree, part) => tree?.[part], read)?.value ?? null, want, key);
      for (const [key, want] of Object.entries(expected.from ?? {}))
        assert.equal(key.split('/').reduce((tree, part) => tree[part], read).from, want, key);
    });
  }
  suite.test('there are at least 85 configurations', () => assert.ok(compared >= 85, `${compared}`));
}
