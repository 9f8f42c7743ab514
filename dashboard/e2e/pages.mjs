// States of the views across executions that a healthy line does not show on demand:
// node --test e2e/pages.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STATES } from '../dev/across.mjs';
import { startMock } from '../dev/mock.mjs';
import { assertAccessible } from './axe.mjs';
import { holdBack, launch, Pages, watchedPage } from './browser.mjs';

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

const minutes = Object.fromEntries(
  Object.entries(STATES).map(([window, state]) => [state, window]),
);

/** Each view in a state, by the window (the account's, by its name) that the mock knows it by. */
const VIEWS = {
  account: (state) => ({ page: 'account', account: state ?? 'acct-42' }),
  failures: (state) => ({ page: 'failures', window: windowOf(state) }),
  steps: (state) => ({ page: 'steps', window: windowOf(state) }),
  step: (state) => ({ page: 'steps', step: 'VERIFY_IDENTITY', window: windowOf(state) }),
  map: (state) => ({ page: 'map', window: windowOf(state) }),
  blast: (state) => ({
    page: 'blast',
    step: 'VERIFY_IDENTITY',
    code: 'UPSTREAM_TIMEOUT',
    window: windowOf(state),
  }),
  status: (state) => ({ page: 'status', window: windowOf(state) }),
};

const windowOf = (state) => (state === undefined ? '1h' : `${minutes[state]}m`);

async function show(parameters, options = {}) {
  const page = await pages.take({ expectHttp: true, ...options });
  await open(page, parameters);
  return page;
}

const open = (page, parameters) => page.goto(`${mock.origin}/?${new URLSearchParams(parameters)}`);

async function assertSound(page) {
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  assert.ok(nodes <= MOST_NODES, `${nodes} nodes`);
  assert.deepEqual(page.trouble, []);
}

async function close(page) {
  await assertSound(page);
  await pages.giveBack(page);
}

const settled = (page) =>
  page.waitForFunction(
    () =>
      document.querySelector('.across') !== null &&
      document.querySelector('[aria-busy=true]') === null,
  );

const parameter = (page, name) => new URL(page.url()).searchParams.get(name);

for (const [name, view] of Object.entries(VIEWS)) {
  test(`${name}_isShownAndFitsNarrowScreens`, async () => {
    const page = await show(view());
    await settled(page);
    assert.equal(await page.locator('.failure, .empty-note').count(), 0); // wide: accessible.mjs
    for (const width of [320, 390, 768]) {
      await page.setViewportSize({ width, height: 800 });
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(beyond, 0, `${width}`);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    await assertAccessible(page, `${name}, narrow`);
    await close(page);
  });

  test(`${name}_withoutAnything_saysWhy`, async () => {
    const page = await show(view('empty'));
    await page.locator('.empty-note').waitFor();
    await assertAccessible(page, `${name}, empty`);
    await close(page);
  });

  test(`${name}_long_staysWithinTheNodes`, async () => {
    const page = await show(view('many'));
    await settled(page);
    await close(page);
  });

  test(`${name}_hostileText_staysText`, async () => {
    const page = await show(view('hostile'));
    await settled(page);
    assert.equal(await page.evaluate(() => window.harmed), undefined);
    assert.equal(await page.locator('main img, main script').count(), 0);
    if (name !== 'step' && name !== 'blast') {
      assert.match(await page.locator('.across').innerText(), /<im/);
    }
    await assertAccessible(page, `${name}, hostile`);
    await close(page);
  });
}

const FAILURES = {
  'problem-400': ['The API cannot answer this', null],
  'problem-401': ['You are not signed in', 'Sign in'],
  'problem-403': ['You may not see this', null],
  'problem-429': ['Too many questions at once', 'Try again'],
  'problem-500': ['The API failed', 'Try again'],
  down: ['The API cannot be reached', 'Try again'],
  garbled: ['The answer makes no sense', 'Try again'],
  html: ['The answer makes no sense', 'Try again'],
};

for (const [state, [title, remedy]] of Object.entries(FAILURES)) {
  test(`${state}_onEveryView_saysWhatToDo`, async () => {
    const page = await watchedPage(browser, mock.origin, { expectHttp: true });
    for (const [name, view] of Object.entries(VIEWS)) {
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, view(state));
      const failure = page.locator('.failure').first();
      await failure.waitFor();
      assert.equal(await failure.locator('h2').innerText(), title, name);
      assert.ok((await failure.locator('li').count()) > 0, name);
      const button = failure.getByRole('button', { name: remedy ?? /Try again|Sign in/ });
      assert.equal(await button.count(), remedy === null ? 0 : 1, name);
      if (name === 'failures') {
        await assertAccessible(page, state);
        await page.emulateMedia({ colorScheme: 'dark' });
        await assertAccessible(page, `${state}, dark`);
      }
      if (remedy !== null) {
        const asked = page.waitForRequest(/\/v1\//);
        await button.click();
        await asked;
      }
      await assertSound(page);
    }
    await page.context().close();
  });
}

test('slowApi_saysSoThenShowsIt', async () => {
  const page = await pages.take({ expectHttp: true });
  const letGo = await holdBack(page, /\/v1\/failures/);
  await open(page, VIEWS.failures());
  await page.locator('.waiting').waitFor();
  await page.locator('.slow', { hasText: 'longer than usual' }).waitFor();
  await assertAccessible(page, 'slow');
  letGo();
  await page.locator('.rows tbody tr').first().waitFor();
  await close(page);
});

test('apiGoneAfterwards_keepsWhatIsShownAndSaysSo', async () => {
  const own = await startMock();
  const page = await watchedPage(browser, own.origin, { expectHttp: true });
  await page.goto(`${own.origin}/?page=failures&window=1h`);
  await page.locator('.rows tbody tr').first().waitFor();
  const before = await page.locator('.rows tbody tr').count();
  own.close();
  await page.locator('.refresh').click();
  await page.locator('.banner', { hasText: 'cannot be reached' }).waitFor();
  assert.equal(await page.locator('.rows tbody tr').count(), before);
  await assertAccessible(page, 'stale');
  await page.context().close();
});

test('codeOfTheViewsMissing_saysSoAndOffersToReload', async () => {
  const page = await watchedPage(browser, mock.origin, { expectHttp: true });
  await page.route(/assets\/pages-.*\.js/, (route) => route.abort());
  await page.goto(`${mock.origin}/?page=map`);
  await page.getByRole('button', { name: 'Reload' }).waitFor();
  await assertAccessible(page, 'missing code');
  await page.context().close();
});

test('messagesLeftOut_isSaid', async () => {
  const page = await show(VIEWS.failures('wild'));
  await page.locator('.page-note', { hasText: 'Error messages are left out' }).waitFor();
  await close(page);
});

test('turns_leadThroughALongListAndBack', async () => {
  const page = await show(VIEWS.failures('many'));
  const first = page.locator('.rows tbody .row-link').first();
  await first.waitFor();
  const top = await first.innerText();
  const asked = [];
  page.on('request', (request) =>
    asked.push(...(/\/v1\/failures/.test(request.url()) ? [request.url()] : [])),
  );
  await page.getByRole('link', { name: 'Older' }).click();
  await page.locator('.pager-place', { hasText: '51–100' }).waitFor();
  assert.equal(parameter(page, 'turn'), '2');
  assert.equal(asked.length, 1, asked.join('\n'));
  assert.notEqual(await first.innerText(), top);
  await page.reload();
  await page.locator('.pager-place', { hasText: '51–100' }).waitFor();
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByRole('link', { name: 'Older' }).click();
  await page.locator('.pager-place', { hasText: '151–170' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Older' }).count(), 0);
  await page.goBack();
  await page.goBack();
  await page.locator('.pager-place', { hasText: '51–100' }).waitFor();
  await page.goBack();
  await page.locator('.pager-place', { hasText: '1–50' }).waitFor();
  assert.equal(await first.innerText(), top);
  await close(page);
});

test('sort_byColumn_isInTheAddressAndAsksNothing', async () => {
  const page = await show(VIEWS.steps());
  await settled(page);
  await page.waitForFunction(() => document.querySelectorAll('.spark').length === 26);
  const names = () => page.locator('.steps .row-link').allInnerTexts();
  const byShare = await names();
  const asked = [];
  page.on('request', (request) =>
    asked.push(...(/\/v1\//.test(request.url()) ? [request.url()] : [])),
  );
  await page.locator('[data-sort=step]').click();
  await page.locator('th[aria-sort=ascending]').waitFor();
  assert.deepEqual(await names(), byShare.toSorted());
  await page.locator('[data-sort=step]').click();
  await page.locator('th[aria-sort=descending]').waitFor();
  assert.equal(parameter(page, 'sort'), '-step');
  assert.deepEqual(await names(), byShare.toSorted().toReversed());
  assert.deepEqual(asked, []);
  await close(page);
});

test('map_withCircles_isDrawnWhole', async () => {
  const page = await show(VIEWS.map('wild'));
  await settled(page);
  assert.equal(await page.locator('.map-node').count(), 13);
  assert.equal(await page.locator('.map-edge').count(), 18);
  await page.locator('[data-step=DECIDE]').focus();
  assert.ok((await page.locator('.map-edge.near').count()) >= 5);
  await close(page);
});

test('map_tooLarge_saysWhatIsLeftOut', async () => {
  const page = await show(VIEWS.map('many'));
  await page.locator('.page-note', { hasText: '70 steps' }).waitFor();
  await close(page);
});

test('status_tellsWhatIsMissingAndWhere_andTheWorstFirst', async () => {
  const page = await show(VIEWS.status());
  await settled(page);
  const rows = page.locator('.emitters tbody tr');
  assert.equal(await rows.count(), 8);
  assert.equal(await page.locator('.emitters tr.is-failed').count(), 2);
  assert.match(await rows.first().innerText(), /1.840 BUFFER_FULL\s+3 TOO_LARGE/);
  assert.match(await rows.nth(5).innerText(), /41 m \d\d s ago/);
  assert.match(await page.locator('.figures').innerText(), /Latest heartbeat\s+2 s ago/);
  assert.match(
    await page.locator('.page-note').innerText(),
    /2.867 numbered events are not stored: .+ 1.843 events never left their services: BUFFER_FULL 1.840, TOO_LARGE 3\./,
  );
  await page.locator('.windows a', { hasText: '24h' }).click();
  await page.waitForFunction(() => location.search.includes('window=24h'));
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes('24h'));
  await open(page, { page: 'status', window: '6m', turn: '2' });
  await page.locator('.pager-place', { hasText: '51–100' }).waitFor();
  await page.locator('.page-note', { hasText: '231 emitters' }).waitFor();
  await close(page);
});

test('chart_underThePointer_saysWhatItShows', async () => {
  const page = await show(VIEWS.step());
  await settled(page);
  const area = page.locator('.chart-area').first();
  const box = await area.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 20);
  assert.match(await page.locator('.readout').first().innerText(), /\d\d:\d\d: \d+ ended/);
  await page.mouse.move(box.x + box.width / 2, box.y - 60);
  assert.equal(await page.locator('.readout').first().innerText(), '');
  await close(page);
});

test('zone_switched_isInTheAddressAndInTheTable', async () => {
  const page = await show(VIEWS.failures());
  await settled(page);
  const time = page.locator('.rows time').first();
  const utc = await time.innerText();
  await page.keyboard.press('u');
  await page.waitForFunction(() => location.search.includes('tz=local'));
  assert.equal(parameter(page, 'page'), 'failures');
  await page.waitForFunction(
    (before) => document.querySelector('.rows time').innerText !== before,
    utc,
  );
  await page.keyboard.press('c'); // means something in an execution's view only
  await page.keyboard.press('2');
  assert.equal(parameter(page, 'path'), null);
  await close(page);
});
