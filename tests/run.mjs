// Runs the test suites that are written in JavaScript.
//
//   node tests/run.mjs [suite…]        the fast ones, or only the ones named
//   node tests/run.mjs --all           the slow ones too (`make proof`, .ci/run)
//   MFSHAKE=path node tests/run.mjs    another binary than build/mfshake
//
// One line per suite, the failures before it; the last line is `N passed, N failed`.
import fs from 'node:fs';
import { Suite } from './lib/harness.mjs';
import { binary } from './lib/mfshake.mjs';

const suites = [
  'runtime',
  'runtime-plugin',
  'schemas',
  'golden',
  'analyze',
  'why',
  'sharing',
  'emit',
  'executed',
  'containers',
  'prune',
  'hostile',
  'deployment',
  'source-maps',
  'interop',
  'random',
  'merge',
  'gate',
  'diff',
  'overview',
  'determinism',
  'cache',
  'watch',
  'parity',
  'runtimes',
  'modules',
  'packages',
  'config',
  'oracles',
  'shapes',
  'chunks',
  'webpack',
  'cli',
  'quickstart',
  'embed',
];

// proof runs every recorded case three times, bundled by webpack; install wants three shells and the npm package,
// recipes Turborepo, Rspack and Mermaid.
const slow = ['proof', 'install', 'recipes'];

const all = process.argv.includes('--all');
const chosen = process.argv.slice(2).filter(name => name !== '--all');
const unknown = chosen.filter(name => !suites.includes(name) && !slow.includes(name));
if (unknown.length) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${[...suites, ...slow].join(', ')}`);
  process.exit(2);
}
if (!fs.existsSync(binary)) {
  console.error(`${binary} does not exist: run make first, or set MFSHAKE`);
  process.exit(2);
}

const total = { passed: 0, failed: 0 };
for (const name of chosen.length ? chosen : all ? [...suites, ...slow] : suites) {
  const suite = new Suite();
  const { default: define } = await import(`./${name}/suite.mjs`);
  await define(suite);
  const { passed, failed, seconds } = await suite.run(name);
  // An empty suite is a broken one.
  total.passed += passed;
  total.failed += failed + (passed + failed === 0 ? 1 : 0);
  const note = suite.note ? `; ${suite.note}` : '';
  console.log(`${name}: ${passed} passed, ${failed} failed${note} (${seconds.toFixed(1)} s)`);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed ? 1 : 0);
