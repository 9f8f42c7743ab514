// Every state of the page in light and dark: no violation of WCAG 2.2 AA or of axe's best practices,
// no more nodes than allowed, no error, no request to anybody else.
//
//   node --test e2e/accessible.mjs
//
// In dark, the elements are asserted to be the same, and then only the rules about colours can say
// something else; `npm run measure` runs all rules in both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, COLOUR_RULES, violations } from './axe.mjs';
import { launch } from './browser.mjs';
import { emptied, reach, startSites, STATES } from './state-table.mjs';
import { assertSmall } from './trial.mjs';

const LIGHT = { colorScheme: 'light' };
let browser;
let sites;
let used = null;

before(async () => {
  sites = await startSites();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  sites?.close();
});

const elements = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((each) => !each.closest('[aria-live], time, .freshness, .live, .bar, .duration'))
      .map((each) => `${each.tagName} ${each.id} ${each.className?.baseVal ?? each.className}`)
      .join('\n'),
  );

for (const state of STATES) {
  test(`${state.name}_isAccessibleAndSmall`, async () => {
    const isPlain = state.behave === undefined;
    const page = await reach(browser, sites, state, LIGHT, isPlain ? used : null);
    used = isPlain ? null : used; // where it fails, the next state gets a page of its own
    await assertAccessible(page, state.name);
    const light = await elements(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await elements(page), light, 'dark is more than other colours');
    assert.deepEqual(await violations(page, COLOUR_RULES), [], `${state.name}, dark`);
    await assertSmall(page);
    assert.deepEqual(page.trouble, []);
    if (isPlain) {
      await page.emulateMedia(LIGHT);
      await emptied(page, sites);
      used = page;
    } else {
      await page.context().close();
    }
  });
}
