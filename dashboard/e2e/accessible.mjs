// Every state of the page in light and dark: no violation of WCAG 2.2 AA or of axe's best practices,
// no more nodes than allowed, no error, no request to anybody else.
//
//   node --test e2e/accessible.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { launch } from './browser.mjs';
import { reach, startSites, STATES } from './state-table.mjs';

const MOST_NODES = 1_500;
let browser;
let sites;

before(async () => {
  sites = await startSites();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  sites?.close();
});

for (const state of STATES) {
  test(`${state.name}_isAccessibleAndSmall`, async () => {
    const page = await reach(browser, sites, state, { colorScheme: 'light' });
    await assertAccessible(page, state.name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible(page, `${state.name}, dark`);
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    assert.ok(nodes <= MOST_NODES, `${nodes} nodes`);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}
