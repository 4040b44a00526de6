// Headless Chromium, which reaches no host but the server of this test.
import { chromium } from 'playwright-core';

const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Every host name ending in .test is the server on `port`; all others do not exist. */
export async function startBrowser(port) {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP *.test 127.0.0.1:${port}, MAP * ~NOTFOUND`,
    ],
  });
}

/**
 * Opens `url` in a fresh profile, runs `use(page)`, and resolves to { value, errors, warnings }: console errors and exceptions
 * of the page, console warnings. When `use` fails, its error carries what the page said.
 */
export async function visit(browser, url, use) {
  const context = await browser.newContext({ timezoneId: 'UTC', locale: 'en-US', viewport: { width: 1000, height: 1100 } });
  const errors = [];
  const warnings = [];
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
  });
  page.on('pageerror', error => errors.push(`uncaught: ${error.message}`));
  try {
    await page.goto(url, { waitUntil: 'load' });
    return { value: await use(page, errors), errors, warnings };
  } catch (error) {
    error.message += `\nconsole errors:\n  ${errors.join('\n  ')}\nwarnings:\n  ${warnings.join('\n  ')}`;
    throw error;
  } finally {
    await context.close();
  }
}
