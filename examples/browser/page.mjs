// What a visitor does on the example's page, and what must be seen.
import assert from 'node:assert/strict';

// A part of the page for every component of antd that the apps use.
const components = {
  portal: ['.ant-layout', '.ant-flex', 'h2.ant-typography', '#reviews.ant-btn-primary', '.ant-spin'],
  agenda: ['.ant-card', '.ant-badge', '.ant-picker', '.ant-table', '.ant-space', '.ant-tag', '#next.ant-btn'],
  reviews: ['.ant-alert-success', '.ant-avatar', '.ant-progress', '.ant-rate', '.ant-statistic', '#add.ant-btn'],
};

/** Uses the page; resolves to the answers of every app's calls: app -> package -> name -> value. */
export async function usePage(page) {
  await page.waitForSelector('#agenda');
  const seen = new Set();
  const look = async () => {
    for (const selector of Object.values(components).flat()) if (await page.$(selector)) seen.add(selector);
  };
  await look();
  await page.click('#next');
  await page.click('#next');
  await page.click('#reviews');
  await page.waitForSelector('#list');
  assert.equal(await page.locator('.review').count(), 2);
  await page.click('#add');
  assert.equal(await page.locator('.review').count(), 3);
  assert.equal(await page.title(), 'Practice, 4 May 2026');
  assert.equal(await page.textContent('h2'), 'Practice on Monday');
  assert.equal(await page.textContent('#halves'), '3 am, 1 pm');
  assert.equal(await page.getAttribute('.ant-card .ant-badge-count', 'title'), '2', 'clicks of "Next patient"');
  assert.deepEqual(await page.locator('.review > span:last-child').allTextContents(), ['15 days ago', '1 day ago', 'less than a minute ago']);
  assert.equal(await page.textContent('.ant-statistic-content-value'), '4.00');
  assert.equal(await page.locator('#agenda tbody tr.ant-table-row').first().textContent(), '10:00Adaam');
  await look();
  const unseen = Object.values(components).flat().filter(selector => !seen.has(selector) && selector !== '.ant-spin');
  assert.deepEqual(unseen, [], 'components that are not on the page');
  return page.evaluate(() => {
    const answers = {};
    for (const [app, packages] of Object.entries(globalThis.calls)) {
      answers[app] = {};
      for (const [name, functions] of Object.entries(packages)) {
        answers[app][name] = Object.fromEntries(Object.entries(functions).map(([key, call]) => [key, call()]));
      }
    }
    return answers;
  });
}
