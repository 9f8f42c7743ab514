import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, Pages } from './browser.mjs';

/** The most elements that any state of the page may hold. */
export const MOST_NODES = 1_500;

/**
 * Registers trials of the page at `base`, each from an empty start in one Chromium: `trial(name,
 * options, act)`. Whatever the page did wrong besides fails a trial too: an error, a request to
 * another origin, too many elements. When all have run, `mock` is closed.
 */
export function trialsOf(base, mock = null) {
  let browser;
  let pages;
  before(async () => {
    browser = await launch();
    pages = new Pages(browser, base);
  });
  after(async () => {
    await browser?.close();
    mock?.close();
  });
  return (name, options, act) =>
    test(name, async () => {
      const page = await pages.take(options);
      try {
        await act(page);
        await assertSmall(page);
        assert.deepEqual(page.trouble, []);
      } catch (error) {
        await page.context().close();
        throw error;
      }
      await pages.giveBack(page);
    });
}

export async function assertSmall(page, state = 'in the end') {
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  assert.ok(nodes <= MOST_NODES, `${nodes} nodes ${state}`);
}
