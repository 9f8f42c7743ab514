// What people do with the views across executions, tried in Chromium against a running line:
//
//   node e2e/across.mjs BASE failed=ACCOUNT#EXECUTION …
//
// BASE serves the page and the API; what a view shows is compared with the answer that it got.
// Without BASE, dev/mock.mjs stands in for the line.
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { link } from './browser.mjs';
import { base, failed, mock } from './given.mjs';
import { trialsOf } from './trial.mjs';

/** Sums are written some seconds after the events; what a slow store left over, a batch later. */
const LONG = 180_000;

const trial = trialsOf(base, mock);

const parameter = (page, name) => new URL(page.url()).searchParams.get(name);

/** Does it, and hands over what the API answered to the first question at `path` that follows. */
async function answerTo(page, path, act) {
  const [response] = await Promise.all([
    page.waitForResponse((each) => new URL(each.url()).pathname === path),
    act(),
  ]);
  assert.equal(response.status(), 200, response.url());
  return response.json();
}

const open = (page, parameters) =>
  page.goto(new URL(`/?${new URLSearchParams(parameters)}`, base).href);

/** The view shows the answer by now. */
const drawn = (page) =>
  page.waitForFunction(
    () =>
      document.querySelector('.across .card, .across .empty-note') !== null &&
      document.querySelector('[aria-busy=true]') === null,
  );

/** The table has so many rows or more, as it may have been asked for anew. */
const rows = (page, table, number) =>
  page.waitForFunction(
    ([selector, least]) => document.querySelectorAll(`${selector} tbody tr`).length >= least,
    [table, number],
  );

const texts = (page, selector) =>
  page.$$eval(selector, (elements) => elements.map((element) => element.textContent.trim()));

/** Opens the failed execution and selects its failure. */
async function openFailure(page) {
  await page.goto(link(base, failed.account, failed.execution));
  await page.waitForSelector('.verdict');
  await page.keyboard.press('n');
  await page.waitForSelector('.panel .error-box');
}

trial('lookUp_accountAlone_listsItsExecutions', {}, async (page) => {
  await page.goto(base);
  await page.waitForFunction(() => document.activeElement?.id === 'look-up-account');
  await page.keyboard.type(failed.account);
  const answer = await answerTo(page, '/v1/executions', () => page.keyboard.press('Enter'));
  await drawn(page);
  assert.equal(parameter(page, 'page'), 'account');
  assert.equal(parameter(page, 'account'), failed.account);
  assert.deepEqual(
    await texts(page, '.executions .row-link'),
    answer.executions.map((each) => each.executionId),
  );
  const words = {
    SUCCEEDED: 'Succeeded',
    FAILED: 'Failed',
    RUNNING: 'Running',
    STALLED: 'Stalled',
  };
  assert.deepEqual(
    await texts(page, '.executions .status-cell'),
    answer.executions.map((each) => words[each.status]),
  );
  const place = answer.executions.findIndex((each) => each.executionId === failed.execution);
  assert.ok(place >= 0, 'the failed execution is not in the list');
  const row = page.locator('.executions tbody tr').nth(place);
  assert.ok((await row.innerText()).includes(answer.executions[place].failedStep));
  await row.click({ position: { x: 400, y: 6 } });
  await page.waitForSelector('.verdict.is-failed');
  assert.equal(parameter(page, 'execution'), failed.execution);
});

trial('home_showsTheLatestFailuresAndWhatWasLookedUp', {}, async (page) => {
  await page.goto(link(base, failed.account, failed.execution));
  await page.waitForSelector('.verdict');
  const answer = await answerTo(page, '/v1/failures', () => page.locator('a.home').click());
  await page.locator('.home-failures .row-link').first().waitFor();
  assert.deepEqual(
    await texts(page, '.home-failures .row-link'),
    answer.failures.map((each) => each.executionId),
  );
  assert.ok((await page.locator('.recent').innerText()).includes(failed.execution));
  await assertAccessible(page, 'home');
});

trial('failures_filteredByStepAndCode_areThoseOfTheApi', {}, async (page) => {
  const all = await answerTo(page, '/v1/failures', () => open(page, { page: 'failures' }));
  await drawn(page);
  assert.deepEqual(
    await texts(page, '.failures .name'),
    all.failures.map((each) => each.step),
  );
  await assertAccessible(page, 'failures');
  const { step, errorCode } = all.failures.find((each) => each.errorCode);
  await page.getByLabel('Step', { exact: true }).fill(step);
  await page.getByLabel('Error code').fill(errorCode);
  const some = await answerTo(page, '/v1/failures', () => page.keyboard.press('Enter'));
  await page.waitForFunction(
    (number) => document.querySelectorAll('.failures tbody tr').length === number,
    some.failures.length,
  );
  assert.ok(some.failures.length > 0);
  assert.ok(some.failures.every((each) => each.step === step && each.errorCode === errorCode));
  assert.deepEqual(new Set(await texts(page, '.failures .name')), new Set([step]));
  assert.deepEqual([parameter(page, 'step'), parameter(page, 'code')], [step, errorCode]);
  await page.reload();
  await drawn(page);
  assert.equal(await page.getByLabel('Step', { exact: true }).inputValue(), step);
  assert.deepEqual(new Set(await texts(page, '.failures .name')), new Set([step]));
  const first = some.failures[0];
  await page.locator('.failures .row-link').first().click();
  await page.waitForSelector('.panel');
  assert.equal(await page.locator('.panel h2').innerText(), first.step);
  await page.goBack();
  await rows(page, '.failures', some.failures.length);
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('[name=step]')?.value === '');
  await rows(page, '.failures', some.failures.length);
  assert.equal(parameter(page, 'step'), null);
});

trial('steps_showFiguresAndSmallChartsOverTime', {}, async (page) => {
  const answer = await answerTo(page, '/v1/steps', () => open(page, { page: 'steps' }));
  await drawn(page);
  const steps = answer.steps.filter((each) => each.step !== 'EXECUTION');
  assert.ok(steps.length > 0);
  assert.deepEqual(
    new Set(await texts(page, '.steps .row-link')),
    new Set(steps.map((each) => each.step)),
  );
  await page.waitForFunction(
    (number) => document.querySelectorAll('.steps .spark').length === number,
    2 * steps.length,
    { timeout: LONG },
  );
  assert.ok(
    await page.$eval('.spark .drawn-bars', (path) => path.getBoundingClientRect().width > 20),
  );
  await assertAccessible(page, 'steps');
  const worst = steps.toSorted((a, b) => (b.failureRatio ?? 0) - (a.failureRatio ?? 0))[0];
  const top = page.locator('.steps tbody tr').first();
  assert.ok(worst.failures > 0 && (await top.innerText()).includes(`${worst.failures} failure`));
  const series = await answerTo(page, '/v1/step', () => top.locator('.row-link').click());
  await page.locator('.chart').nth(1).waitFor();
  assert.equal(await page.locator('h1').innerText(), series.step);
  assert.equal(parameter(page, 'step'), series.step);
  await page.locator('.page-part .failures tbody tr').first().waitFor();
  await assertAccessible(page, 'step');
  await page.goBack();
  await rows(page, '.steps', steps.length);
});

trial('map_showsWhatWaitsForWhat', {}, async (page) => {
  const answer = await answerTo(page, '/v1/map', () => open(page, { page: 'map' }));
  await page.locator('.map').waitFor();
  assert.equal(await page.locator('.map-node').count(), answer.nodes.length);
  assert.equal(await page.locator('.map-edge').count(), answer.edges.length);
  const boxes = new Map(
    await page.$$eval('.map-node', (nodes) =>
      nodes.map((node) => {
        const { left, right, top, bottom } = node.querySelector('rect').getBoundingClientRect();
        return [node.dataset.step, { left, right, top, bottom }];
      }),
    ),
  );
  for (const { from, to } of answer.edges) {
    assert.ok(boxes.get(from).bottom < boxes.get(to).top, `${from} is not above ${to}`);
  }
  const all = [...boxes.entries()];
  all.forEach(([step, a], place) => {
    for (const [other, b] of all.slice(place + 1)) {
      const apart =
        a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      assert.ok(apart, `${step} overlaps ${other}`);
    }
  });
  await page.locator('.map-list summary').click();
  await assertAccessible(page, 'map');
  const node = page.locator('.map-node').first();
  const step = await node.getAttribute('data-step');
  await node.focus();
  await page.keyboard.press('Enter');
  await page.locator('.chart').first().waitFor();
  assert.equal(parameter(page, 'step'), step);
});

trial('blastRadius_fromTheFailure_countsWhoElse', {}, async (page) => {
  await openFailure(page);
  const step = await page.locator('.panel h2').innerText();
  const code = await page.locator('.error-box h3').innerText();
  const ask = (selector) =>
    answerTo(page, '/v1/blast-radius', () => page.locator(selector).first().click());
  let answer = await ask('.across-links a');
  await page.locator('.chart, .empty-note').first().waitFor();
  assert.deepEqual([answer.step, answer.errorCode], [step, code]);
  assert.equal(parameter(page, 'page'), 'blast');
  // The sums may lag behind the failure itself.
  for (const end = Date.now() + LONG; answer.failures === 0; answer = await ask('.refresh')) {
    assert.ok(Date.now() < end, `the failure is not counted: ${JSON.stringify(answer)}`);
    await page.waitForTimeout(500);
  }
  await page.locator('.figures').waitFor();
  const figures = await texts(page, '.figures dd');
  const numbers = figures.slice(0, 3).map((text) => Number(text.replace(/[^\d]/g, '')));
  assert.ok(numbers[0] >= 1 && numbers[1] >= 1 && numbers[1] <= numbers[0], figures.join());
  assert.ok(numbers[0] <= numbers[2], figures.join());
  assert.ok((await page.locator('.drawn-bars-failed').getAttribute('d')).startsWith('M'));
  await page.locator('.page-part .failures tbody tr').first().waitFor();
  await assertAccessible(page, 'blast radius');
  await page.goBack();
  await page.waitForSelector('.panel .error-box');
});

trial('status_showsWhatEmittersEmittedAndWhatIsStored', {}, async (page) => {
  await page.goto(base);
  const answer = await answerTo(page, '/v1/completeness', () =>
    page.locator('.menu-bar a', { hasText: 'Status' }).click(),
  );
  await drawn(page);
  // A line that was started a moment ago has had no heartbeat yet; told.mjs tells it of one.
  assert.equal(await page.locator('.empty-note').count(), answer.emitters.length === 0 ? 1 : 0);
  assert.deepEqual(
    await texts(page, '.emitters .id'),
    answer.emitters.slice(0, 50).map((each) => each.emitterId),
  );
  const shown = await page.$$eval('.emitters tbody tr', (trs) =>
    trs.map((tr) =>
      [2, 3, 4].map((n) => Number.parseInt(tr.cells[n].innerText.replace(/[^\d]/g, ''))),
    ),
  );
  assert.deepEqual(
    shown,
    answer.emitters.slice(0, 50).map((each) => [each.numbered, each.stored, each.missing]),
  );
  if (answer.emitters.length > 0) {
    assert.match(await page.locator('.figures').innerText(), /Latest heartbeat\s+.+ ago/);
  }
  await assertAccessible(page, 'status');
});

trial('navigation_acrossViews_goesBackAndForwardThroughAllOfThem', {}, async (page) => {
  await openFailure(page);
  await page.waitForFunction(() => location.search.includes('run='));
  const first = page.url();
  await page.locator('.across-links a').nth(1).click();
  await page.locator('h1', { hasText: 'Latest failures' }).waitFor();
  assert.ok(parameter(page, 'step').length > 0 && parameter(page, 'code').length > 0);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
  await page.locator('.menu-bar a', { hasText: 'Steps' }).click();
  await page.locator('h1', { hasText: 'Steps' }).waitFor();
  await page.locator('.windows a', { hasText: '24h' }).click();
  await page.waitForFunction(() => location.search.includes('window=24h'));
  await page.locator('.menu-bar a', { hasText: 'Map' }).click();
  await page.locator('h1', { hasText: 'Map of steps' }).waitFor();
  assert.match(await page.title(), /^Map of steps/);
  await page.goBack();
  await page.waitForFunction(() => location.search.includes('window=24h'));
  await page.locator('h1', { hasText: 'Steps' }).waitFor();
  await page.goBack();
  await page.waitForFunction(() => !location.search.includes('window='));
  await page.goBack();
  await page.locator('h1', { hasText: 'Latest failures' }).waitFor();
  await page.goBack();
  await page.waitForSelector('.panel .error-box');
  assert.equal(page.url(), first);
  for (const title of ['Latest failures', 'Steps', 'Steps', 'Map of steps']) {
    await page.goForward();
    await page.locator('h1', { hasText: title }).waitFor();
  }
  await page.reload();
  await page.locator('.map').waitFor();
});

trial('account_fromItsExecution_isOneLinkAway', {}, async (page) => {
  await page.goto(link(base, failed.account, failed.execution));
  await page.waitForSelector('.verdict');
  await page.locator('.verdict .ids a').click();
  await page.locator('.executions .row-link').first().waitFor();
  assert.equal(await page.locator('#look-up-account').inputValue(), failed.account);
  await page.locator('.row-link', { hasText: failed.execution }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict');
});
