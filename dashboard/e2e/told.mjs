// Executions that the demo does not hold: each trial tells the running line about its own, as any
// producer would, and looks at what becomes of it: node e2e/told.mjs BASE
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { assertAccessible } from './axe.mjs';
import { link, until } from './browser.mjs';
import { ago, answered, fresh, tell } from './telling.mjs';
import { assertSmall, trialsOf } from './trial.mjs';

const [base] = process.argv.slice(2);
if (base === undefined) {
  console.error('These trials need a running line: node e2e/told.mjs http://127.0.0.1:PORT/');
  process.exit(2);
}
const trial = trialsOf(base);

const started = (step, seconds, more = {}) => ({
  step,
  state: 'STARTED',
  timestamp: ago(seconds),
  ...more,
});
const ended = (step, seconds, more = {}) => ({
  step,
  state: 'ENDED',
  status: 'SUCCEEDED',
  timestamp: ago(seconds),
  ...more,
});
const run = (step, from, to, runId, more = {}) => [
  started(step, from, { runId, ...more.start }),
  ended(step, to, { runId, ...more.end }),
];

/** What is loaded after the first sight is there. */
const whole = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.whole === 'true');

async function open(page, { account, execution }, more) {
  await page.goto(link(base, account, execution, more));
  await page.waitForSelector('.verdict');
  await whole(page);
}

trial('running_toldItsEnd_isFollowedWithoutReload', {}, async (page) => {
  const live = fresh('live');
  await tell(base, live, [
    started('EXECUTION', 5),
    ...run('FETCH', 5, 3, 'r-fetch'),
    started('SCORE', 3, { runId: 'r-score', dependsOn: ['FETCH'] }),
  ]);
  await answered(base, live, (body) => body.runs.length === 2);
  await open(page, live);
  await page.locator('.verdict.is-running').waitFor();
  assert.equal(await page.locator('.bar.open:not([hidden])').count(), 1);
  await tell(base, live, [
    ended('SCORE', 0, { runId: 'r-score' }),
    started('APPROVE', 0, { runId: 'r-approve', dependsOn: ['SCORE'] }),
  ]);
  await page.locator('.row-run:not([hidden]) .name', { hasText: 'APPROVE' }).waitFor();
  await tell(base, live, [
    ended('APPROVE', 0, {
      runId: 'r-approve',
      status: 'FAILED',
      errorCode: 'LIMIT_EXCEEDED',
      errorMessage: 'the limit is 5,000',
    }),
    ended('EXECUTION', 0, { status: 'FAILED', errorCode: 'LIMIT_EXCEEDED' }),
  ]);
  await page.locator('.verdict.is-failed').waitFor();
  assert.match(await page.locator('.verdict h1').innerText(), /APPROVE \(LIMIT_EXCEEDED\)/);
  assert.equal(await page.locator('.bar.open:not([hidden])').count(), 0);
});

trial('retried_attemptsAreApart_andTheVerdictCountsThem', {}, async (page) => {
  const retried = fresh('retried');
  const refused = { status: 'FAILED', errorCode: 'UPSTREAM_TIMEOUT', errorMessage: '2 s are over' };
  await tell(base, retried, [
    started('EXECUTION', 600),
    ...run('FETCH', 600, 598, 'try-1', { start: { attempt: 1 }, end: { attempt: 1, ...refused } }),
    ...run('FETCH', 597, 595, 'try-2', { start: { attempt: 2 }, end: { attempt: 2, ...refused } }),
    ...run('FETCH', 593, 592, 'try-3', { start: { attempt: 3 }, end: { attempt: 3 } }),
    ended('EXECUTION', 592),
  ]);
  const body = await answered(
    base,
    retried,
    ({ runs, status }) => runs.length === 3 && status === 'SUCCEEDED',
  );
  await open(page, retried);
  assert.equal(await page.locator('.verdict h1').innerText(), body.verdict);
  assert.match(body.verdict, /3 attempts|attempt 3|retr/i);
  await page.getByRole('button', { name: 'Steps', exact: true }).click();
  const row = page.locator('.row:not([hidden])', { hasText: 'FETCH' });
  await row.first().waitFor();
  assert.equal(await row.first().locator('.bar:not([hidden])').count(), 3);
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await page.keyboard.press('n');
  await page.getByRole('tab', { name: 'Attempts' }).click();
  const attempts = await page.locator('.panel [role=tabpanel]').innerText();
  for (const word of ['1', '2', '3', 'UPSTREAM_TIMEOUT']) {
    assert.ok(attempts.includes(word), `${word} in ${attempts}`);
  }
  await assertAccessible(page, 'attempts');
});

trial('silent_isStalled_andSaysSinceWhen', {}, async (page) => {
  const silent = fresh('silent');
  await tell(base, silent, [
    started('EXECUTION', 7_200),
    ...run('FETCH', 7_200, 7_199, 'r-1'),
    started('SCORE', 7_199, { runId: 'r-2', host: 'h7' }),
  ]);
  const body = await answered(base, silent, ({ runs }) => runs.length === 2);
  assert.equal(body.status, 'STALLED');
  await open(page, silent);
  await page.locator('.verdict.is-stalled').waitFor();
  assert.equal(await page.locator('.verdict h1').innerText(), body.verdict);
  const row = page.locator('.row-run:not([hidden])', { hasText: 'SCORE' });
  assert.equal(await row.locator('.label use').getAttribute('href'), '#i-stalled');
  await row.locator('.name').click();
  assert.match(await page.locator('.panel').innerText(), /h7/);
  await assertAccessible(page, 'stalled');
});

trial('emitter_thatLosesEvents_isInTheStatus', {}, async (page) => {
  const lossy = fresh('lossy');
  const emitterId = randomBytes(5).toString('hex');
  const refusing = randomBytes(5).toString('hex');
  const beat = (seq, seconds, counters, by = emitterId) => ({
    type: 'HEARTBEAT',
    emitterId: by,
    seq,
    timestamp: ago(seconds),
    counters,
  });
  const numbers = Array.from({ length: 60 }, (_, n) => n).filter((n) => n % 3 !== 1);
  await tell(base, lossy, [
    beat(0, 100, { numbered: 0 }),
    ...numbers.map((n) =>
      started('FETCH', 60, { runId: `r-${n}`, eventId: `${emitterId}-${n.toString(36)}` }),
    ),
    beat(1, 1, { numbered: 60, 'dropped.BUFFER_FULL': 15 }),
    // It refused all that it was offered, so nothing has a number.
    beat(0, 100, { numbered: 0 }, refusing),
    beat(1, 1, { numbered: 0, 'dropped.INVALID': 9 }, refusing),
  ]);
  // Sums are written some seconds after the events.
  await until(async () => {
    const { emitters } = await (await fetch(new URL('/v1/completeness', base))).json();
    return emitters.some((each) => each.emitterId === emitterId && each.stored === 40);
  }, 'the events are counted');
  await page.goto(new URL('/?page=status', base).href);
  assert.match(await page.locator('.figures').innerText(), /Latest heartbeat\s+.+ ago/);
  const row = page.locator('.emitters tr', { hasText: emitterId });
  await row.waitFor();
  const cells = await row.locator('td').allInnerTexts();
  assert.match(cells[1], / ago$/);
  assert.deepEqual(
    cells.slice(2, 5).map((text) => Number.parseInt(text, 10)),
    [60, 40, 20],
  );
  assert.match(cells[5], /^15 BUFFER_FULL/);
  const refused = page.locator('.emitters tr.is-failed', { hasText: refusing });
  assert.match((await refused.innerText()).replace(/\s+/g, ' '), / 0 0 0 9 INVALID/);
  assert.match(
    await page.locator('.page-note').first().innerText(),
    /numbered events are not stored: .+ never left their services: .*BUFFER_FULL \d.*INVALID \d/,
  );
  await assertAccessible(page, 'status');
});

trial('tenThousandRuns_everyViewStaysSmallAndReachesTheLast', {}, async (page) => {
  const many = fresh('many');
  const total = 10_000;
  const events = [started('EXECUTION', 1_300)];
  for (let n = 0; n < total; n++) {
    const from = 1_200 - n / 10;
    const failed = n === total - 2;
    events.push(
      ...run(`STEP_${n % 250}`, from, from - 0.8, `r-${n}`, {
        end: failed ? { status: 'FAILED', errorCode: 'LATE' } : {},
      }),
    );
  }
  events.push(ended('EXECUTION', 100));
  await tell(base, many, events);
  await answered(base, many, ({ runs, status }) => runs.length === total && status !== 'RUNNING');
  await open(page, many);
  await assertSmall(page, 'as a timeline');
  await page.keyboard.press('n');
  await page.locator('.panel.is-failed').waitFor();
  await page.locator(`#row-${total - 2}`).waitFor();
  await page.keyboard.press('End');
  await page.locator(`#row-${total - 1}.active`).waitFor();
  await page.locator('#filter').fill('STEP_249');
  await page.locator('.match-count', { hasText: '40 of' }).waitFor();
  await assertSmall(page, 'filtered');
  await page.keyboard.press('Escape');
  for (const [view, last] of [
    ['table', `#table-${total - 1}`],
    ['events', null],
    ['json', null],
    ['graph', null],
  ]) {
    await open(page, many, { view });
    await page.locator('.view').waitFor();
    const grid = page.locator('.view [role=grid]');
    if ((await grid.count()) > 0) {
      await grid.focus();
      await page.keyboard.press('End');
    }
    if (last !== null) {
      await page.locator(last).waitFor();
    }
    await assertSmall(page, `as ${view}`);
  }
});

trial('hostileText_inEveryField_staysText', { expectHttp: true }, async (page) => {
  const bad = (name) => `=1+1"><img src=x onerror="window.harmed='${name}'">\${7*7}\u202e${name}`;
  const id = fresh('x');
  const hostile = { account: `${bad('account')}${id.execution.slice(-8)}`, execution: bad('run') };
  const texts = {
    service: bad('service'),
    host: bad('host'),
    attributes: { '<img src=x onerror=harmed=1>': bad('value') },
  };
  const error = { status: 'FAILED', errorCode: bad('code'), errorMessage: bad('message\n') };
  await tell(base, hostile, [
    started('EXECUTION', 30, texts),
    ...run(bad('first'), 30, 29, 'r-1', { start: texts }),
    ...run(bad('second'), 29, 28, 'r-2', {
      start: { dependsOn: [bad('first')], ...texts },
      end: { ...error, ...texts },
    }),
    ended('EXECUTION', 28, error),
  ]);
  const body = await answered(
    base,
    hostile,
    ({ runs, status }) => runs.length === 2 && status === 'FAILED',
  );
  const unharmed = async (where) => {
    assert.equal(await page.evaluate(() => window.harmed), undefined, where);
    assert.equal(await page.locator('img, main script').count(), 0, where);
  };
  await open(page, hostile);
  assert.equal(await page.locator('.verdict h1').textContent(), body.verdict);
  await page.keyboard.press('n');
  assert.equal(await page.locator('.panel h2').textContent(), bad('second'));
  for (const tab of ['Attributes', 'Attempts', 'Dependencies', 'Events', 'Summary']) {
    await page.getByRole('tab', { name: tab }).click();
    await unharmed(tab);
  }
  await assertAccessible(page, 'hostile');
  for (const view of ['Table', 'Graph', 'Events', 'JSON', 'Timeline']) {
    await page.getByRole('button', { name: view, exact: true }).click();
    await page.locator('.view, [role=grid]').first().waitFor();
    await unharmed(view);
  }
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const [csv] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  const cells = (await readFile(await csv.path(), 'utf8')).split(/[\r\n]+|,(?=")/);
  assert.ok(!cells.some((cell) => /^"?[=+@-]/.test(cell)), 'a spreadsheet would run a cell');
  for (const [name, parameters] of Object.entries({
    account: { page: 'account', account: hostile.account },
    failures: { page: 'failures', step: bad('second') },
    steps: { page: 'steps' },
    step: { page: 'steps', step: bad('second') },
    map: { page: 'map' },
    blast: { page: 'blast', step: bad('second'), code: bad('code') },
  })) {
    await page.goto(new URL(`/?${new URLSearchParams(parameters)}`, base).href);
    await page.locator('.across h1').waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
    await unharmed(name);
  }
  await page.goto(
    new URL(`/?${new URLSearchParams({ page: 'steps', step: bad('second') })}`, base).href,
  );
  await page.locator('.charts', { hasText: 'No run of known duration succeeded' }).waitFor();
  await page.goto(
    new URL(`/?${new URLSearchParams({ page: 'failures', step: bad('second') })}`, base).href,
  );
  const shared = page.locator('.failures code').first();
  await shared.waitFor();
  assert.equal(
    await shared.evaluate((element) => getComputedStyle(element).unicodeBidi),
    'isolate',
    'a turn of the code would turn the message beside it',
  );
});

trial('slowConnection_saysSo_thenShowsTheAnswer', {}, async (page) => {
  const slow = fresh('slow');
  await tell(base, slow, run('FETCH', 100, 99, 'r-1'));
  await answered(base, slow, ({ runs }) => runs.length === 1);
  await page.route(/\/v1\/timeline/, async (route) => {
    await page.locator('.slow', { hasText: 'longer than usual' }).waitFor();
    await route.continue();
  });
  await page.goto(link(base, slow.account, slow.execution));
  await page.locator('.verdict').waitFor();
  assert.equal(await page.locator('.slow').count(), 0);
});

trial('offline_saysSo_andGoesOnWhenBack', { expectHttp: true }, async (page) => {
  const far = fresh('far');
  await tell(base, far, [started('EXECUTION', 3), ...run('FETCH', 3, 2, 'r-1')]);
  await answered(base, far, ({ runs }) => runs.length === 1);
  await page.goto(base);
  await page.locator('.home-failures .card, .home-none').first().waitFor();
  await page.context().setOffline(true);
  await page.locator('#look-up-account').fill(far.account);
  await page.locator('#look-up-execution').fill(far.execution);
  await page.keyboard.press('Enter');
  await page.locator('.failure h1', { hasText: 'cannot be reached' }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: /try again/i }).click();
  await page.locator('.verdict.is-running').waitFor();
  await whole(page);
  await page.context().setOffline(true);
  await page.locator('.banner', { hasText: 'cannot be reached' }).waitFor();
  assert.equal(await page.locator('.verdict.is-running').count(), 1);
  await page.context().setOffline(false);
  await page.locator('.banner').waitFor({ state: 'detached' });
});
