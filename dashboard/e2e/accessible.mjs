// Every state of the page in light and dark: no violation of WCAG 2.2 AA or of axe's best practices,
// no more nodes than allowed, no error, no request to anybody else.
//
//   node --test e2e/accessible.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from './axe.mjs';
import { launch, Pages } from './browser.mjs';
import { reach, startSites, STATES } from './state-table.mjs';
import { assertSmall } from './trial.mjs';

const LIGHT = { colorScheme: 'light' };
let browser;
let sites;
let pages;

before(async () => {
  sites = await startSites();
  browser = await launch();
  pages = new Pages(browser, sites.plain.origin);
});

after(async () => {
  await browser?.close();
  sites?.close();
});

for (const state of STATES) {
  test(`${state.name}_isAccessibleAndSmall`, async () => {
    const isPlain = state.behave === undefined;
    const taken = isPlain ? await pages.take({ expectHttp: true }) : null;
    const page = await reach(browser, sites, state, LIGHT, taken);
    await assertAccessible(page, state.name);
    await page.emulateMedia({ colorScheme: 'dark' });
    await assertAccessible(page, `${state.name}, dark`);
    await assertSmall(page);
    assert.deepEqual(page.trouble, []);
    await pages.giveBack(page);
  });
}
