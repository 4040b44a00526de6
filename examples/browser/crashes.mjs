// The cases that crash with the bundlers' own tree shaking of shares: they must work with mfshake, in apps that never heard of it
// and in the very builds that crash.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { visit } from './browser.mjs';
import { build } from './build.mjs';
import { cases, federationOf, filesOf } from './cases.mjs';
import { shake } from './shake.mjs';
import { publish } from './site.mjs';

/** Writes the apps of a case; resolves to name -> folder. */
function writeCase(folder, { apps }) {
  const folders = {};
  for (const [name, app] of Object.entries(apps)) {
    folders[name] = path.join(folder, name);
    const { remotes, shared, exposes } = federationOf(name, app);
    const configuration = { name, entry: './src/index.js', exposes, remotes, shared };
    for (const [file, text] of Object.entries({ ...filesOf(name, app), 'mfshake.json': JSON.stringify(configuration) })) {
      const target = path.join(folders[name], file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
  }
  return folders;
}

/** Builds the apps of a case; with the official tree shaking in the modes of the case, or without. */
async function buildCase({ bundler, folders, definition, official, output }) {
  const builds = {};
  for (const [name, app] of Object.entries(definition.apps)) {
    const host = name.replace('_', '-'); // host names have no underscores
    builds[host] = path.join(output, name);
    const federation = federationOf(name, app, official ? app.mode : undefined);
    await build({ bundler, app: folders[name], output: builds[host], federation });
  }
  return builds;
}

/** What became of the page: { result } or { failure }, and its console errors. */
async function outcome(server, browser, site) {
  const url = publish(server, site);
  const { value, errors, warnings } = await visit(browser, url, async page => {
    await page.waitForFunction(() => 'result' in globalThis || 'failure' in globalThis, undefined, { timeout: 5000 }).catch(() => {});
    return page.evaluate(() => ({ result: globalThis.result, failure: globalThis.failure }));
  });
  return { ...value, errors, warnings, requests: [...server.requests] };
}

/** Resolves to a line that says what the official feature did. */
async function runCase(context, bundler, definition) {
  const { server, browser, output } = context;
  const folder = path.join(output, 'cases', `${bundler}-${cases.indexOf(definition)}`);
  fs.rmSync(folder, { recursive: true, force: true });
  const folders = writeCase(path.join(folder, 'apps'), definition);
  const [provider] = Object.keys(folders);
  const shaken = shake({ apps: folders, provider, output: path.join(folder, 'shaken') });
  const shared = { bundler, folders, definition };
  const official = await buildCase({ ...shared, official: true, output: path.join(folder, 'official') });
  const plain = await buildCase({ ...shared, official: false, output: path.join(folder, 'plain') });

  for (const [label, builds] of Object.entries({ plain, official })) {
    const { result, failure, errors, requests } = await outcome(server, browser, { builds, shaken, way: 'plugin' });
    assert.equal(result, definition.expected, `${label} build with the plugin: ${failure ?? errors.join('; ')}`);
    assert.deepEqual(errors, [], `${label} build with the plugin`);
    const [{ file }] = shaken.manifest.chunks;
    assert.equal(requests.filter(({ url }) => url === `http://cdn.test/${file}`).length, 1, `${label}: the container is loaded once`);
  }
  const alone = await outcome(server, browser, { builds: official, way: 'none' });
  return alone.result === definition.expected
    ? 'works officially, too'
    : `officially ${alone.failure ?? alone.errors[0] ?? `the result is ${alone.result}`}`;
}

export async function crashes(context) {
  let crashed = 0;
  for (const bundler of ['rspack', 'webpack']) {
    for (const definition of cases) {
      await context.report.check(`${bundler}, ${definition.name}`, async () => {
        const line = await runCase(context, bundler, definition);
        crashed += line.startsWith('officially') ? 1 : 0;
        return line;
      });
    }
  }
  // Without a crash these cases would prove nothing.
  await context.report.check('the official feature crashes in most of them', () => assert.ok(crashed > cases.length, `${crashed}`));
}
