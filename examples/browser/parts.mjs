// The parts of the test, in order. Every check is one line; a failure says what was expected, and what the page said.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { startBrowser } from './browser.mjs';
import { crashes } from './crashes.mjs';
import { buildAsItIs, buildForSnapshot, filesWithPackages } from './build.mjs';
import { fallbacks, siteOf } from './fallbacks.mjs';
import { apps, checkCallsAreComplete, checkRequests, expectedAnswers, names, open, packages } from './federation.mjs';
import { startServer } from './serve.mjs';
import { shake } from './shake.mjs';

const bundlers = ['rspack', 'webpack'];
const thousands = number => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

class Report {
  passed = 0;
  failed = 0;

  /** Runs a check; `body` resolves to what is added to its line. */
  async check(name, body) {
    const start = performance.now();
    try {
      const note = await body();
      this.passed++;
      console.log(`ok      ${name}${note ? `: ${note}` : ''} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      this.failed++;
      console.log(`FAILED  ${name}\n${String(error?.stack ?? error).replace(/^/gm, '        ')}`);
    }
  }
}

/** Builds the three apps; resolves to { builds, whole: URLs of files with unpruned packages }. */
async function buildAll(bundler, way, output) {
  const builds = {};
  const whole = new Set();
  for (const name of names) {
    builds[name] = path.join(output, `${bundler}-${way}`, name);
    const options = { bundler, app: apps[name], output: builds[name] };
    await (way === 'snapshot' ? buildForSnapshot(options) : buildAsItIs(options));
    for (const file of filesWithPackages(builds[name], packages)) whole.add(`http://${name}.test/${file}`);
  }
  assert.ok(whole.size >= 3 * packages.length, 'every app has copies of its own');
  return { builds, whole };
}

async function federation({ server, browser, report, output, shaken }) {
  const expected = await expectedAnswers();
  await report.check('the apps call every function that they use', () => checkCallsAreComplete(expected, shaken));
  for (const bundler of bundlers) {
    for (const way of ['plugin', 'snapshot']) {
      await report.check(`${bundler}, containers through the ${way}`, async () => {
        const { builds, whole } = await buildAll(bundler, way, output);
        const screenshot = path.join(output, `${bundler}-${way}.png`);
        const { answers, errors, warnings, requests } = await open(server, browser, { builds, shaken, way }, screenshot);
        assert.deepEqual(errors, [], 'console errors');
        assert.deepEqual(warnings, [], 'console warnings');
        assert.deepEqual(answers, expected);
        const bytes = checkRequests(requests, shaken, whole);
        const before = shaken.manifest.chunks.reduce((sum, chunk) => sum + chunk.before.raw, 0);
        return `${thousands(bytes)} of ${thousands(before)} bytes of shared packages loaded`;
      });
    }
  }
}

async function fallBack({ server, browser, report, output, shaken }) {
  const expected = await expectedAnswers();
  const { builds, whole } = await buildAll('rspack', 'plugin', output);
  for (const fallback of fallbacks) {
    await report.check(`own copy: ${fallback.name}`, async () => {
      const site = { builds, shaken, way: 'plugin', ...siteOf(fallback, shaken) };
      if (site.head === undefined) delete site.head;
      const { answers, errors, warnings, requests } = await open(server, browser, site);
      assert.deepEqual(answers, expected);
      const talk = warnings.filter(text => text.startsWith('mfshake: the whole copy of lodash-es 4.17.21 is used'));
      assert.ok(talk.some(text => fallback.reason.test(text)), `the reason ${fallback.reason} in:\n${warnings.join('\n')}`);
      assert.deepEqual(
        errors.filter(text => !fallback.errors?.test(text)),
        [],
        'console errors',
      );
      assert.ok(requests.some(({ url }) => whole.has(url)), 'a copy of an app is loaded');
    });
  }
}

/** Runs the parts that are named, or all; true when everything is as it must be. */
export async function runParts(chosen, output) {
  const parts = { federation, fallbacks: fallBack, crashes };
  const unknown = chosen.filter(name => !parts[name]);
  if (unknown.length) throw new Error(`no part ${unknown.join(', ')}; there are: ${Object.keys(parts).join(', ')}`);
  fs.mkdirSync(output, { recursive: true });
  const report = new Report();
  const server = await startServer();
  const browser = await startBrowser(server.port);
  try {
    const shaken = shake({ apps, provider: 'portal', output: path.join(output, 'shaken'), say: console.log });
    for (const [name, part] of Object.entries(parts))
      if (chosen.length === 0 || chosen.includes(name)) await part({ server, browser, report, output, shaken });
  } finally {
    await browser.close();
    server.close();
  }
  console.log(`${report.passed} passed, ${report.failed} failed; screenshots are in ${path.relative(process.cwd(), output) || '.'}`);
  return report.failed === 0 && report.passed > 0;
}
