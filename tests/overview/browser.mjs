// The page of mfshake report in headless Chromium, from file://.
//
//   node tests/overview/browser.mjs        (make e2e-report); MFSHAKE=path for another binary, CHROMIUM=path for another browser
//   UPDATE=1                               writes docs/report.png
//
// Works in build/e2e-report/, where screenshots stay. Exit 1 when anything is not as it must be.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { mfshakeOk, root, writeFiles } from '../lib/mfshake.mjs';
import { usageReport } from '../lib/report.mjs';
import { dataOf, randomFrom, subsetOf } from './simulation.mjs';

const tools = createRequire(path.join(import.meta.dirname, 'tools/package.json'));
const { chromium } = tools('playwright-core');
const axe = fs.readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');
const output = path.join(root, 'build/e2e-report');
const subsets = 20;

/** Three apps that share two packages, one of them not exactly, and an app without a report. */
async function makeFederation() {
  const app = (name, source, shared) => ({
    [`${name}/mfshake.json`]: { name, entry: './src/index.js', shared: Object.fromEntries(shared.map(key => [key, {}])), remotes: {} },
    [`${name}/package.json`]: { name, version: '1.0.0' },
    [`${name}/src/index.js`]: source,
  });
  fs.rmSync(output, { recursive: true, force: true });
  writeFiles(output, {
    ...app('admin', "import { debounce, sortBy, groupBy } from 'lodash-es';\nimport { format, parseISO } from 'date-fns';\nglobalThis.use(debounce, sortBy, groupBy, format, parseISO);\n", ['lodash-es', 'date-fns']),
    ...app('catalog', "import { debounce, cloneDeep } from 'lodash-es';\nimport * as R from 'ramda';\nglobalThis.use(debounce, cloneDeep, R[globalThis.name]);\n", ['lodash-es', 'ramda']),
    ...app('shop', "import { sortBy, merge } from 'lodash-es';\nimport { addDays } from 'date-fns';\nimport { pipe, map } from 'ramda';\nglobalThis.use(sortBy, merge, addDays, pipe, map);\n", ['lodash-es', 'date-fns', 'ramda']),
  });
  for (const name of ['admin', 'catalog', 'shop']) await mfshakeOk(['analyze', '-C', name], { cwd: output });
  await mfshakeOk(['report', 'admin', 'catalog', 'shop', '-o', 'report.html'], { cwd: output });
}

/** Opens a page from file://; resolves to what `use` gives, after checking that the page said nothing and asked for nothing. */
async function visit(browser, file, use, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 960 }, ...options });
  const [said, requests] = [[], []];
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(`uncaught: ${error.stack}`));
  page.on('dialog', dialog => said.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', request => requests.push(request.url()));
  const url = pathToFileURL(path.join(output, file)).href;
  try {
    await page.goto(url, { waitUntil: 'load' });
    const value = await use(page);
    assert.deepEqual(said, [], 'what the page said');
    assert.deepEqual(requests.filter(other => other !== url && !other.startsWith('data:')), [], 'requests');
    return value;
  } finally {
    await context.close();
  }
}

const rows = (page, table) => page.locator(`#${table} tbody tr`).count();
const sizeShown = async page => Number(/: ([\d,]+) bytes/.exec(await page.textContent('#result'))[1].replaceAll(',', ''));
/** After the page has simulated what was ticked. */
const settled = page => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
const selectShare = (page, key) => page.locator('#shares').getByRole('button', { name: key, exact: true }).click();

const checks = {
  'draws shares, map, exports, what is in the way, modules': page => visit(page, 'report.html', async shown => {
    assert.equal(await rows(shown, 'shares'), 3);
    assert.ok((await shown.locator('#map [role=treeitem]').count()) > 300);
    assert.equal(await shown.textContent('#share-name'), 'lodash-es');
    assert.deepEqual(await shown.locator('#exports thead th').allTextContents(), ['export', 'admin', 'catalog', 'shop', 'where']);
    const row = shown.locator('#exports tbody tr').filter({ has: shown.locator('input[data-name="debounce"]') });
    assert.deepEqual(await row.locator('td.app').allTextContents(), ['●used', '●used', 'not used']);
    await row.locator('summary').click();
    assert.deepEqual(await row.locator('li').allTextContents(), ['src/index.js:3:16 in admin', 'src/index.js:3:16 in catalog']);
    const [blocker] = await shown.locator('#blockers li').allTextContents();
    assert.match(blocker, /^ramda: catalog: uses.*src\/index\.js:3:/);
    assert.ok((await rows(shown, 'modules')) >= 250);
  }),

  'search finds shares, exports, modules, reasons': browser => visit(browser, 'report.html', async page => {
    await page.keyboard.press('/');
    await page.keyboard.type('groupBy');
    assert.deepEqual(await page.locator('#shares tbody th').allTextContents(), ['lodash-es', 'ramda']);
    assert.deepEqual(await page.locator('#exports tbody th').allTextContents(), ['groupBy']);
    assert.ok((await page.locator('#modules tbody th').allTextContents()).every(id => id.toLowerCase().includes('groupby')));
    assert.equal(await page.locator('#blockers li').count(), 0);
    assert.ok((await page.locator('#map .leaf.faded').count()) > 100);
    assert.match(await page.textContent('#matches'), /^2 shares, 1 export of lodash-es, \d+ modules$/);
    await page.fill('#search', 'nothing is called so');
    assert.equal(await rows(page, 'shares'), 0);
    await page.fill('#search', '');
    assert.equal(await rows(page, 'shares'), 3);
  }),

  'works with the keyboard alone': browser => visit(browser, 'report.html', async page => {
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.id ?? document.activeElement.textContent);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop skips to the exports');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'choose-reported');
    await page.focus('#map [tabindex="0"]');
    assert.match(await focused(), /^lodash-es: [\d,]+ bytes/);
    await page.keyboard.press('ArrowRight');
    const second = await focused();
    assert.match(second, /^(?:date-fns|ramda): /);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    assert.match(await focused(), /lodash-es\/.*\.js: [\d,]+ bytes, [\d,]+ stay$/);
    assert.match(await page.textContent('#detail'), /\.js: [\d,]+ bytes/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    assert.deepEqual(await page.locator('#crumbs button').allTextContents(), ['All shares', 'lodash-es']);
    assert.match(await focused(), /lodash-es\/.*\.js: /, 'focus goes into what was opened');
    await page.keyboard.press('Escape');
    assert.match(await focused(), /^lodash-es: /, 'and back');
    const before = await sizeShown(page);
    await page.focus('#exports input[data-name="add"]');
    await page.keyboard.press('Space');
    await settled(page);
    assert.ok((await sizeShown(page)) > before);
    await page.focus('#choose-reported');
    await page.keyboard.press('Enter');
    await settled(page);
    assert.equal(await sizeShown(page), before);
    assert.equal(await page.getAttribute('#choose-reported', 'aria-pressed'), 'true');
    await page.locator('#shares').getByRole('button', { name: 'date-fns' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.textContent('#exports-title'), 'Exports of date-fns');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'exports-title');
  }),

  'light and dark': async browser => {
    const back = page => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit(browser, 'report.html', async page => {
      assert.equal(await back(page), 'rgb(255, 255, 255)');
      await page.selectOption('#theme', 'dark');
      assert.equal(await back(page), 'rgb(16, 21, 28)');
      await page.selectOption('#theme', '');
      assert.equal(await back(page), 'rgb(255, 255, 255)');
    }, { colorScheme: 'light' });
    await visit(browser, 'report.html', async page => {
      assert.equal(await back(page), 'rgb(16, 21, 28)');
      await page.screenshot({ path: path.join(output, 'dark.png') });
      await page.selectOption('#theme', 'light');
      assert.equal(await back(page), 'rgb(255, 255, 255)');
    }, { colorScheme: 'dark' });
  },

  'axe finds nothing, light and dark': async browser => {
    for (const colorScheme of ['light', 'dark']) {
      await visit(browser, 'report.html', async page => {
        await page.evaluate(axe);
        const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
        assert.deepEqual(found.violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html, nodes[0].failureSummary]), [], colorScheme);
      }, { colorScheme });
    }
  },

  'the policy stops scripts and requests': async browser => {
    const html = fs.readFileSync(path.join(output, 'report.html'), 'utf8');
    fs.writeFileSync(path.join(output, 'injected.html'), html.replace('<body>', '<body><script>document.title = "ran"</script><img id="image" src="https://example.test/x.png">'));
    const context = await browser.newContext();
    const page = await context.newPage();
    const requests = [];
    const said = [];
    page.on('request', request => requests.push(request));
    page.on('console', message => said.push(message.text()));
    await page.goto(pathToFileURL(path.join(output, 'injected.html')).href);
    assert.equal(await page.title(), 'Shared packages');
    assert.equal(said.filter(text => /Content Security Policy/.test(text)).length, 2, said.join('\n'));
    assert.match(await page.evaluate(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set'; } catch (error) { return error.name; } }), /TypeError/);
    assert.match(await page.evaluate(() => fetch('https://example.test/').then(() => 'answered', error => error.name)), /TypeError/);
    const others = requests.filter(request => request.url().startsWith('http'));
    assert.ok(others.every(request => request.failure()?.errorText === 'csp'), others.map(request => `${request.url()}: ${request.failure()?.errorText}`).join('\n'));
    await context.close();
  },

  'hostile names are text': async browser => {
    const hostile = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(2)>', '<!--<script>', '"\'`&', 'a\u202egnp.js', '__proto__', 'constructor', 'toString'];
    const keys = hostile.filter(name => name !== '__proto__'); // which usageReport can not write
    const used = hostile.slice(0, 4);
    const share = { provided: hostile, used, reasons: Object.fromEntries(used.map(name => [name, [`src/${name}:1:1`]])) };
    const whole = { ...share, mode: 'namespace', reasons: { '*': [`${hostile[0]}:1:1 (${hostile[1]})`] } };
    writeFiles(output, { 'hostile.json': usageReport('<b>app</b>', Object.fromEntries(keys.map((key, i) => [key, i % 2 ? share : whole]))) });
    await mfshakeOk(['report', 'hostile.json', '-o', 'hostile.html'], { cwd: output });
    await visit(browser, 'hostile.html', async page => {
      assert.equal(await page.title(), 'Shared packages');
      assert.deepEqual((await page.locator('#shares tbody th').allTextContents()).sort(), keys.map(name => name.replace('\u202e', '\\u{202e}')).sort());
      for (const button of await page.locator('#shares button').all()) await button.click();
      assert.deepEqual((await page.locator('#exports tbody th').allTextContents()).sort(), hostile.map(name => name.replace('\u202e', '\\u{202e}')).sort());
      await page.fill('#search', '<img');
      assert.equal(await page.locator('main img, main b, main script').count(), 0);
      assert.match(await page.textContent('#map'), /No chunk is given: this page shows exports only/);
      assert.ok(await page.locator('#simulator').isHidden());
    });
  },

  [`${subsets} random choices of exports are as big as prune says`]: browser => visit(browser, 'report.html', async page => {
    const { shares, chunks } = dataOf(fs.readFileSync(path.join(output, 'report.html'), 'utf8'), 'overview');
    for (let seed = 1; seed <= subsets; seed++) {
      const key = ['lodash-es', 'date-fns', 'ramda'][seed % 3];
      const share = shares.find(other => other.key === key);
      const { file } = chunks.find(({ keys }) => keys.includes(key));
      const provided = share.exports.map(({ name }) => name);
      const used = subsetOf(provided, randomFrom(seed));
      const { fallback, version } = JSON.parse(fs.readFileSync(path.join(output, 'shop/dist/shared/share-usage.json'), 'utf8')).mfshake.shares[key];
      writeFiles(output, { 'usage.json': usageReport('app', { [key]: { provided, used, fallback, version } }) });
      const { stdout } = await mfshakeOk(['prune', file, '--usage', 'usage.json', '--dry-run', '--format', 'json'], { cwd: output });
      const [{ bytesAfter, modulesAfter }] = JSON.parse(stdout);
      await selectShare(page, key);
      if (await page.locator('#all-exports').isVisible()) await page.click('#all-exports');
      await page.click('#choose-none');
      await page.evaluate(names => names.forEach(name => [...document.querySelectorAll('#exports input')].find(({ dataset }) => dataset.name === name).click()), used);
      await settled(page);
      const shown = await page.textContent('#result');
      const expected = `${used.length} of ${provided.length} exports: ${bytesAfter.toLocaleString('en')} bytes`;
      assert.ok(shown.startsWith(expected) && shown.includes(`, ${modulesAfter} of `), `seed ${seed}, ${key}: ${shown}, and prune says ${expected}, ${modulesAfter} modules`);
    }
  }),

  'many apps': async browser => {
    const share = { provided: ['a', 'b'], used: ['a'], reasons: { a: ['src/a.js:1:1'] } };
    for (let i = 0; i < 200; i++) writeFiles(output, { [`many/${i}.json`]: usageReport(`app-${i}`, { lib: share }) });
    await mfshakeOk(['report', 'many/*.json', '-o', 'many.html'], { cwd: output });
    await visit(browser, 'many.html', async page => {
      assert.equal(await page.locator('#exports thead th.app').count(), 40);
      assert.match(await page.textContent('#share-state'), /40 of 200 apps are shown/);
      await page.fill('#search', 'app-199');
      assert.deepEqual(await page.locator('#exports thead th.app').allTextContents(), ['app-199']);
    });
  },

  'narrow windows': browser => visit(browser, 'report.html', async page => {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'no sideways scrolling');
    await page.screenshot({ path: path.join(output, 'narrow.png') });
  }, { viewport: { width: 390, height: 844 } }),

  'screenshot': browser => visit(browser, 'report.html', async page => {
    const file = path.join(output, 'report.png');
    await page.screenshot({ path: file });
    const [width, height] = [1280, 960];
    const header = fs.readFileSync(file).subarray(16, 24);
    assert.deepEqual([header.readUInt32BE(0), header.readUInt32BE(4)], [width, height]);
    if (process.env.UPDATE) fs.copyFileSync(file, path.join(root, 'docs/report.png'));
  }, { colorScheme: 'light' }),
};

await makeFederation();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND'],
});
let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check(browser);
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}\n${String(error?.stack ?? error).replace(/^/gm, '        ')}`);
  }
}
await browser.close();
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed; screenshots are in ${path.relative(process.cwd(), output)}`);
process.exit(failed ? 1 : 0);
