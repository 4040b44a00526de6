// The federation of apps/ on a page: what must be seen, and which files may be loaded for it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { visit } from './browser.mjs';
import { usePage } from './page.mjs';
import { publish } from './site.mjs';

const here = import.meta.dirname;
export const names = ['portal', 'agenda', 'reviews'];
export const apps = Object.fromEntries(names.map(name => [name, path.join(here, 'apps', name)]));
export const packages = ['antd', 'date-fns', 'lodash-es', 'react', 'react-dom'];

/** The answers of all calls with the packages as npm installs them, in Node: app -> package -> name -> value. */
export async function expectedAnswers() {
  const answers = {};
  for (const name of names) {
    const { calls } = await import(pathToFileURL(path.join(apps[name], 'src/calls.mjs')));
    answers[name] = {};
    for (const [key, functions] of Object.entries(calls))
      answers[name][key] = Object.fromEntries(Object.entries(functions).map(([call, body]) => [call, body()]));
  }
  return JSON.parse(JSON.stringify(answers));
}

/** Every function of lodash-es and date-fns that an app uses is called; the report is what mfshake says that it uses. */
export function checkCallsAreComplete(answers, { reports, manifest }) {
  for (const name of names) {
    for (const key of ['date-fns', 'lodash-es']) {
      const { used, mode } = reports[name].mfshake.shares[key];
      assert.equal(mode, 'exact');
      assert.deepEqual(Object.keys(answers[name][key]).sort(), used, `${name}: ${key}`);
    }
  }
  for (const { container } of manifest.chunks) {
    if (container.exports === '*') continue;
    const all = names.flatMap(name => reports[name].mfshake.shares[container.key].used);
    assert.deepEqual(container.exports, [...new Set(all)].sort(), `${container.key}: the union, and nothing else`);
  }
}

/** Opens the page and uses it; resolves to { answers, errors, warnings, requests }. */
export async function open(server, browser, site, screenshot) {
  const url = publish(server, site);
  const { value, errors, warnings } = await visit(browser, url, async page => {
    const answers = await usePage(page);
    if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
    return answers;
  });
  return { answers: value, errors, warnings, requests: [...server.requests] };
}

/** The containers that were loaded, each once and whole, and no file of a build that holds a shared package. */
export function checkRequests(requests, { manifest }, whole) {
  const asked = requests.map(({ url }) => url);
  assert.deepEqual(
    requests.filter(({ status }) => status !== 200),
    [],
    'every file exists',
  );
  assert.deepEqual(
    asked.filter(url => whole.has(url)),
    [],
    'files with unpruned packages',
  );
  const containers = manifest.chunks.map(({ file }) => `http://cdn.test/${file}`);
  const loaded = asked.filter(url => url.startsWith('http://cdn.test/') && /\/chunk\.[0-9a-f]+\.js$/.test(url));
  assert.deepEqual(loaded.sort(), containers.sort(), 'each container once');
  return requests.filter(({ url }) => containers.includes(url)).reduce((sum, { bytes }) => sum + bytes, 0);
}
