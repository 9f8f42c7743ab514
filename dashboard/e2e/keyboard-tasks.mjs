// The main tasks, done by keyboard alone: no trial here touches mouse, DOM or storage to get on.
import assert from 'node:assert/strict';
import { link } from './browser.mjs';

const MOST_TABS = 80;
/** Every key with a meaning of its own, as the sheet of keys writes it. */
const KEY_NAMES = [...'/npjk+=-0z1234tlgerdmihcfou?', 'Esc'];

const keys = async (page, ...names) => {
  for (const name of names) {
    await page.keyboard.press(name);
  }
};
const seen = (page, selector, state = 'visible') =>
  page.locator(selector).first().waitFor({ state });
const focused = (page, selector) =>
  page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
const active = (page) => page.locator('[role=grid]').getAttribute('aria-activedescendant');

/** As far as Tab leads, and no further than a patient person would go. */
async function tabTo(page, selector) {
  for (let n = 0; n < MOST_TABS; n++) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((wanted) => {
      const element = document.activeElement;
      return element?.matches(wanted) === true && element.matches(':focus-visible');
    }, selector);
    if (there) {
      return;
    }
  }
  assert.fail(`Tab does not lead to ${selector}`);
}

async function open(page, base, execution, more) {
  await page.goto(link(base, 'acct-42', execution, more));
  await seen(page, 'main:not(.loading)');
}

/** By what they do; each gets a page of its own. */
export const TASKS = {
  lookUp_byBothIds: async (page, base) => {
    await page.goto(base);
    await focused(page, '#look-up-account');
    await page.keyboard.type('acct-42');
    await keys(page, 'Tab');
    await page.keyboard.type('failed');
    await keys(page, 'Enter');
    await seen(page, '.verdict.is-failed');
  },
  lookUp_again_fromThoseOfLately: async (page, base) => {
    await open(page, base, 'failed');
    await tabTo(page, 'a.home');
    await keys(page, 'Enter');
    await seen(page, '.recent');
    await tabTo(page, '.recent a');
    await keys(page, 'Enter');
    await seen(page, '.verdict.is-failed');
  },
  failures_forthAndBack_areRead: async (page, base) => {
    await open(page, base, 'failed');
    await keys(page, 'n');
    await seen(page, '.panel.is-failed');
    await focused(page, '[role=grid]');
    const first = await active(page);
    assert.ok((await page.locator('.error-box').innerText()).length > 0);
    await keys(page, 'n');
    await page.waitForFunction(
      (before) => document.activeElement?.getAttribute('aria-activedescendant') !== before,
      first,
    );
    await keys(page, 'p');
    await page.waitForFunction(
      (before) => document.activeElement?.getAttribute('aria-activedescendant') === before,
      first,
    );
  },
  rows_ofTenThousand_areWalkedWithoutLosingTheFocus: async (page, base) => {
    await open(page, base, 'large-10000');
    await tabTo(page, '[role=grid]');
    await keys(page, 'End');
    await page.waitForFunction(() => document.querySelector('.row.active') !== null);
    const last = await active(page);
    await keys(page, 'PageUp', 'ArrowUp');
    assert.notEqual(await active(page), last);
    await seen(page, `#${await active(page)}.active`);
    await keys(page, 'Home');
    await seen(page, '#row-0.active');
    await focused(page, '[role=grid]');
  },
  details_areOpenedReadAndClosed: async (page, base) => {
    await open(page, base, 'succeeded');
    await tabTo(page, '[role=grid]');
    await keys(page, 'ArrowDown', 'Enter');
    await seen(page, '.panel h2'); // before, its place is kept for it
    await keys(page, 'Enter');
    await focused(page, '.panel');
    await keys(page, 'Escape');
    await seen(page, '.panel', 'detached');
    await focused(page, '[role=grid]');
  },
  dependencies_areFollowed: async (page, base) => {
    await open(page, base, 'succeeded');
    await keys(page, 'j');
    await seen(page, '#row-0[aria-selected=true]');
    await keys(page, 'j');
    await seen(page, '#row-1[aria-selected=true]');
    await seen(page, '.panel h2');
    const from = await page.locator('.panel h2').innerText();
    await tabTo(page, '#tab-summary');
    await keys(page, 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await focused(page, '#tab-dependencies');
    await tabTo(page, '.panel .run-list button');
    await keys(page, 'Enter');
    await page.waitForFunction(
      (before) => document.querySelector('.panel h2')?.textContent.trim() !== before,
      from,
    );
  },
  time_isZoomedMovedAndShownWhole: async (page, base) => {
    await open(page, base, 'succeeded');
    await tabTo(page, '[role=grid]');
    await keys(page, '+', '+');
    await seen(page, '.overview-window');
    await page.waitForFunction(() => location.search.includes('from='));
    const before = new URL(page.url()).searchParams.get('from');
    await keys(page, 'ArrowRight');
    await page.waitForFunction(
      (from) => new URLSearchParams(location.search).get('from') !== from,
      before,
    );
    await keys(page, '0');
    await seen(page, '.overview-window', 'hidden');
  },
  rows_areGroupedByLaneStepAndRun: async (page, base) => {
    await open(page, base, 'succeeded');
    for (const [key, row] of [
      ['2', '.row-lane:not([hidden])'],
      ['3', '.row:not([hidden])'],
      ['1', '.row-run:not([hidden])'],
    ]) {
      await keys(page, key);
      await seen(page, row);
      await page.waitForFunction(
        (place) =>
          document
            .querySelectorAll('.segmented button')
            [place - 1]?.getAttribute('aria-pressed') === 'true',
        Number(key),
      );
    }
  },
  runs_areFilteredByWordStatusAndPath: async (page, base) => {
    await open(page, base, 'failed');
    await keys(page, 'f');
    await focused(page, '#filter');
    await page.keyboard.type('no such thing');
    await seen(page, '.nothing');
    await keys(page, 'Control+A', 'Delete', 'Escape');
    await seen(page, '.nothing', 'hidden');
    await keys(page, 'c');
    await page.waitForFunction(() => location.search.includes('path=critical'));
    await keys(page, 'c');
    await tabTo(page, '.chips .chip');
    await keys(page, 'Space');
    await page.waitForFunction(() => location.search.includes('status='));
  },
  link_isCopied: async (page, base) => {
    await open(page, base, 'failed');
    await tabTo(page, 'button[title^="Copy the link"]');
    await keys(page, 'Enter');
    await seen(page, 'button[title^="Copy the link"][data-outcome=Copied]');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, page.url());
  },
  running_isPausedAndKeepsWhatIsFocused: async (page, base) => {
    await open(page, base, 'running');
    await tabTo(page, '[role=grid]');
    await keys(page, 'ArrowDown');
    const at = await active(page);
    await page.waitForResponse((response) => response.url().includes('/v1/'));
    await page.waitForResponse((response) => response.url().includes('/v1/'));
    await focused(page, '[role=grid]');
    assert.equal(await active(page), at);
    await keys(page, 'Shift+Tab');
    await page.keyboard.press('/');
    await tabTo(page, '.live');
    const before = await page.locator('.live').innerText();
    await keys(page, 'Space');
    await page.waitForFunction(
      (text) => document.querySelector('.live')?.innerText !== text,
      before,
    );
    await focused(page, '.live');
  },
  keys_zoneAndTheme_areLookedUpAndSwitched: async (page, base) => {
    await open(page, base, 'failed');
    await keys(page, '?');
    await seen(page, 'dialog.help');
    const told = await page.locator('dialog.help dl').first().locator('kbd').allInnerTexts();
    const bound = KEY_NAMES.filter((name) => told.filter((each) => each === name).length !== 1);
    assert.deepEqual([bound, told.length], [[], KEY_NAMES.length]);
    await keys(page, 'Escape');
    await seen(page, 'dialog.help', 'detached');
    await keys(page, 'u');
    await page.waitForFunction(() => /Local/.test(document.querySelector('.zone')?.textContent));
    await tabTo(page, '[aria-label^=Theme]');
    await keys(page, 'Enter');
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
    await keys(page, '/');
    await focused(page, '#look-up-account');
  },
};
