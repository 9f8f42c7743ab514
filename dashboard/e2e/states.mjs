// States of the page that a healthy line does not show on demand: node --test e2e/states.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMock } from '../dev/mock.mjs';
import * as fixtures from '../dev/fixtures.mjs';
import { assertAccessible } from './axe.mjs';
import { holdBack, launch, link, Pages, until, watchedPage } from './browser.mjs';

const MOST_NODES = 1_500;
let browser;
let mock;
let pages;

before(async () => {
  mock = await startMock();
  browser = await launch();
  pages = new Pages(browser, mock.origin);
});

after(async () => {
  await browser?.close();
  mock?.close();
});

async function show(execution, options = {}, more = {}) {
  const page = await pages.take({ expectHttp: true, ...options });
  await page.goto(link(mock.origin, 'acct-42', execution, more));
  return page;
}

async function close(page) {
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  assert.ok(nodes <= MOST_NODES, `${nodes} nodes`);
  assert.deepEqual(page.trouble, []);
  await pages.giveBack(page);
}

const FAILURES = {
  'problem-400': 'These ids cannot be looked up',
  'problem-401': 'You are not signed in',
  'problem-403': 'You may not see this',
  'problem-410': 'This execution has expired',
  'problem-429': 'Too many questions at once',
  'problem-500': 'The API failed',
  down: 'The API cannot be reached',
  garbled: 'The answer makes no sense',
  html: 'The answer makes no sense',
};

for (const [execution, title] of Object.entries(FAILURES)) {
  test(`${execution}_saysWhatToDo`, async () => {
    const page = await show(execution);
    assert.equal(await page.locator('.failure h1').innerText(), title);
    assert.ok((await page.locator('.failure li').count()) > 0);
    await close(page);
  });
}

test('illegalId_complainsAtItsFieldAndAsksNothing', async () => {
  const page = await show('x'.repeat(129));
  assert.match(await page.locator('#complaint-execution').innerText(), /at most 128 characters/);
  assert.equal(await page.locator('#look-up-account').inputValue(), 'acct-42');
  await assertAccessible(page, 'illegal id');
  await close(page);
});

test('slowApi_saysSoThenShowsIt', async () => {
  const page = await pages.take({ expectHttp: true });
  const letGo = await holdBack(page, /\/v1\/timeline/);
  await page.goto(link(mock.origin, 'acct-42', 'failed'));
  await page.locator('.skeleton').waitFor(); // drawn with the frame after the page has loaded
  await page.locator('.slow', { hasText: 'longer than usual' }).waitFor();
  await assertAccessible(page, 'slow');
  letGo();
  await page.locator('.verdict').waitFor();
  await close(page);
});

test('wordsMissing_theConnectionGone_saysSoAndOffersToTryAgain', async () => {
  const own = await startMock();
  const page = await watchedPage(browser, own.origin, { expectHttp: true });
  await page.route(/assets\/messages-.*\.js/, (route) => route.abort());
  await page.goto(link(own.origin, 'acct-42', 'running'));
  await page.locator('.verdict').waitFor();
  own.close();
  const banner = page.locator('.banner', { hasText: 'cannot be reached' });
  await banner.getByRole('button', { name: 'Try again' }).waitFor();
  assert.match(await banner.innerText(), /as of .+ ago/);
  await page.context().close();
});

test('wordsMissing_aFailure_isSaidPlainly', async () => {
  const page = await watchedPage(browser, mock.origin, { expectHttp: true });
  await page.route(/assets\/messages-.*\.js/, (route) => route.abort());
  await page.goto(link(mock.origin, 'acct-42', 'problem-500'));
  await page.locator('.failure').getByRole('button', { name: 'Try again' }).waitFor();
  await page.context().close();
});

test('tryAgain_asksAgain', async () => {
  const page = await show('problem-500');
  const asked = page.waitForRequest(/\/v1\/timeline/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await asked;
  await close(page);
});

test('live_followsToTheEndAndStopsAsking', async () => {
  const page = await show('held-1');
  await page.locator('.verdict.is-running').waitFor();
  mock.end('held-1');
  await page.locator('.verdict.is-succeeded').waitFor();
  assert.equal(await page.locator('.bar.open:not([hidden])').count(), 0);
  assert.match(await page.title(), /^Succeeded/);
  // It asks a few times more, 2 s apart, as late events may follow the end.
  let last = Date.now();
  page.on('request', () => (last = Date.now()));
  await until(() => Date.now() - last > 6_000, 'no question for 6 s');
  await close(page);
});

test('live_changesNeitherSelectionNorScrollNorFocus', async () => {
  const page = await show('held-2');
  await page.locator('.verdict.is-running').waitFor();
  await page.locator('#row-3').click({ position: { x: 60, y: 14 } });
  await page.keyboard.press('ArrowDown');
  const step = await page.locator('#row-4[aria-selected=true] .name').textContent();
  await page.locator('.panel h2', { hasText: step }).waitFor();
  mock.end('held-2');
  await page.locator('.verdict.is-succeeded').waitFor();
  assert.equal(await page.locator('.panel h2').innerText(), step);
  const active = await page.evaluate(() =>
    document.activeElement?.getAttribute('aria-activedescendant'),
  );
  assert.equal(active, 'row-4');
  await close(page);
});

test('apiGoneWhileFollowing_keepsWhatIsShownAndSaysHowOldItIs', async () => {
  const own = await startMock();
  const page = await watchedPage(browser, own.origin, { expectHttp: true });
  await page.goto(link(own.origin, 'acct-42', 'running'));
  await page.locator('.verdict').waitFor();
  own.close();
  await page.locator('.banner', { hasText: 'cannot be reached' }).waitFor();
  assert.equal(await page.locator('.verdict.is-running').count(), 1);
  await assertAccessible(page, 'banner');
  await page.context().close();
});

test('hostileText_staysText', async () => {
  const page = await show(
    'hostile',
    {},
    { run: `${fixtures.hostile().runs[0].step}#${fixtures.hostile().runs[0].runId}` },
  );
  await page.locator('.panel').waitFor();
  for (const by of ['Lanes', 'Steps', 'Runs']) {
    await page.getByRole('button', { name: by, exact: true }).click();
  }
  await page.locator('.bar').first().hover();
  for (const tab of ['Attributes', 'Attempts', 'Dependencies', 'Events', 'Summary']) {
    await page.getByRole('tab', { name: tab }).click();
  }
  for (const view of ['Table', 'Graph', 'Events', 'JSON', 'Timeline']) {
    await page.getByRole('button', { name: view, exact: true }).click();
  }
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('main img, main script').count(), 0);
  const { verdict, runs } = fixtures.hostile();
  assert.equal(await page.locator('.verdict h1').textContent(), verdict);
  assert.equal(await page.locator('.panel h2').textContent(), runs[0].step);
  await assertAccessible(page, 'hostile');
  await close(page);
});

test('hostileIds_stayText', async () => {
  const page = await watchedPage(browser, mock.origin, { expectHttp: true });
  const bad = `"><img src=x onerror="window.harmed=1">`;
  await page.goto(link(mock.origin, bad, `missing${bad}`));
  assert.match(await page.locator('.failure .ids').innerText(), /<img src=x/);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  await close(page);
});

test('policy_stopsInlineCodeAndMarkup', async () => {
  const page = await show('failed');
  await page.locator('.verdict').waitFor();
  const outcome = await page.evaluate(() => {
    const script = document.createElement('script');
    let refused = '';
    try {
      script.textContent = 'window.harmed = 1';
      document.body.append(script);
      document.body.innerHTML += '<b>markup</b>';
    } catch (error) {
      refused = error.name;
    }
    return { refused, harmed: window.harmed };
  });
  assert.deepEqual(outcome, { refused: 'TypeError', harmed: undefined });
  await page.context().close();
});

for (const name of ['stalled', 'lost', 'nested', 'loan', 'empty', 'frozen']) {
  test(`${name}_isShown`, async () => {
    const page = await show(name);
    await page.locator('.verdict').waitFor();
    for (const by of ['Lanes', 'Steps', 'Runs']) {
      await page.getByRole('button', { name: by, exact: true }).click();
    }
    await close(page); // accessible.mjs walks these states in both themes
  });
}

test('statuses_differWithoutColour', async () => {
  const looks = new Map();
  for (const execution of ['failed', 'frozen', 'stalled', 'lost']) {
    const page = await show(execution);
    await page.locator('.row-run').first().waitFor();
    const found = await page.$$eval('.row-run:not([hidden])', (rows) =>
      rows.map((row) => {
        const style = getComputedStyle(row.querySelector('.bar'));
        const icon = row.querySelector('.label use').getAttribute('href');
        const pattern = style.backgroundImage.replace(/rgba?\([^)]*\)|oklch\([^)]*\)/g, '·');
        return [icon, `${pattern} ${style.borderStyle}`];
      }),
    );
    found.forEach(([icon, pattern]) => looks.set(icon, pattern));
    await close(page);
  }
  assert.equal(looks.size, 6, [...looks.keys()].join(' '));
  assert.equal(new Set(looks.values()).size, 6, [...looks.values()].join('\n'));
});

test('narrow_hasNoSidewaysScroll', async () => {
  for (const width of [320, 390, 768]) {
    const page = await show('failed', { viewport: { width, height: 700 } });
    await page.locator('.verdict').waitFor();
    const beyond = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    assert.equal(await beyond(), 0, `${width}`);
    await page.keyboard.press('n');
    await page.locator('.panel').waitFor();
    assert.equal(await beyond(), 0, `${width} with details`);
    if (width === 390) {
      await assertAccessible(page, 'narrow');
    }
    await close(page);
  }
});

test('pinchAndDrag_zoomAndMove', async () => {
  const page = await show('succeeded');
  await page.locator('.verdict').waitFor();
  await page.locator('.overview-track').waitFor(); // comes with what the mouse can do
  const span = () => page.evaluate(() => new URLSearchParams(location.search).get('from'));
  const track = await page.locator('.axis-track').boundingBox();
  await page.mouse.move(track.x + 200, track.y + 20);
  await page.mouse.down();
  await page.mouse.move(track.x + 500, track.y + 20, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => location.search.includes('from='));
  const zoomed = await span();
  await page.mouse.move(track.x + 400, track.y + 150);
  await page.mouse.down();
  await page.mouse.move(track.x + 300, track.y + 150, { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction((before) => !location.search.includes(before), `from=${zoomed}`);
  assert.ok(Number(await span()) > Number(zoomed));
  assert.equal(await page.locator('.panel').count(), 0);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, 600);
  await page.keyboard.up('Control');
  await page.keyboard.press('0');
  await page.waitForFunction(() => !location.search.includes('from='));
  await close(page);
});
