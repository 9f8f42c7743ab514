// The ways to look at one execution beyond the timeline, and to carry it elsewhere, tried in Chromium
// against a running line: node e2e/single.mjs BASE clean=ACCOUNT#EXECUTION failed=… running=…
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { assertAccessible } from './axe.mjs';
import { link } from './browser.mjs';
import { base, clean, failed, fromApi, mock, running } from './given.mjs';
import { trialsOf } from './trial.mjs';

const trial = trialsOf(base, mock);

async function open(page, { account, execution }, more) {
  await page.goto(link(base, account, execution, more));
  await page.waitForSelector('.verdict');
  // What is loaded after the first sight is there when a menu's content can be had.
  await page.waitForFunction(() => document.documentElement.dataset.whole === 'true');
}

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), body: await readFile(await download.path()) };
}

const takeAway = async (page, name, says) => {
  await page.locator('.menu-take summary').click();
  await page.getByRole('button', { name: `${name} ${says}`, exact: true }).click();
};

trial('table_sortsFiltersAndIsSaved', {}, async (page) => {
  const { runs } = await fromApi('timeline', clean);
  await open(page, clean, { view: 'table' });
  const grid = page.getByRole('grid', { name: 'Runs' });
  await grid.waitFor();
  assert.equal(await grid.getAttribute('aria-rowcount'), String(runs.length + 1));
  const sort = grid.getByRole('button', { name: 'Duration' });
  await sort.click();
  await sort.click();
  await page.waitForFunction(() => location.search.includes('sort=-duration'));
  const longest = [...runs].sort((a, b) => b.durationNanos - a.durationNanos)[0];
  await page.waitForFunction(
    (step) => document.querySelector('#table-0 .grid-cell')?.innerText === step,
    longest.step,
  );
  const csv = await downloaded(page, () =>
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  );
  const lines = csv.body.toString().trimEnd().split('\r\n');
  assert.equal(lines.length, runs.length + 1);
  assert.ok(lines[1].startsWith(longest.step));
  await page.locator('#filter').fill(`step=${runs[0].step}`);
  await page.waitForFunction(() => / of /.test(document.querySelector('.match-count').textContent));
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.panel h2').innerText(), runs[0].step);
});

trial('graph_showsEveryRunAndFollowsTheKeys', {}, async (page) => {
  const { runs } = await fromApi('timeline', clean);
  await open(page, clean, { view: 'graph' });
  await page.locator('.node').first().waitFor();
  assert.equal(await page.locator('.node').count(), runs.length);
  const index = runs.findIndex((run) => run.dependencies.length > 0);
  await page.locator(`#node-${index}`).click();
  await page.locator('.panel h2', { hasText: runs[index].step }).waitFor();
  await page.locator('.view-graph svg').focus();
  await page.keyboard.press('ArrowLeft');
  const names = runs[index].dependencies.map((source) => runs[source].step);
  await page.waitForFunction(
    (wanted) => wanted.includes(document.querySelector('.panel h2').textContent),
    names,
  );
});

trial('events_areThoseStored_inTheirOrder', {}, async (page) => {
  const { events } = await fromApi('events', failed, { limit: '500' });
  await open(page, failed, { view: 'events' });
  await page.locator('#events-0').waitFor();
  const grid = page.getByRole('grid', { name: 'Stored events' });
  assert.equal(await grid.getAttribute('aria-rowcount'), String(events.length + 1));
  const steps = await page.$$eval('.grid-row:not([hidden])', (rows) =>
    rows
      .sort((a, b) => Number(a.dataset.place) - Number(b.dataset.place))
      .map((row) => row.children[3].textContent),
  );
  assert.deepEqual(
    steps,
    events.slice(0, steps.length).map((event) => event.step),
  );
});

trial('json_isTheAnswer_andOpensAgainFromAFile', {}, async (page) => {
  const answer = await fromApi('timeline', failed);
  await open(page, failed, { view: 'json' });
  await page.locator('.json-line').first().waitFor();
  const file = await downloaded(page, () => page.getByRole('button', { name: 'Download' }).click());
  const saved = JSON.parse(file.body.toString());
  // Asked for twice, a moment apart: what is usual grows with every run on a living line.
  const lasting = (runs) => runs.map(({ baseline: _, ...run }) => run);
  assert.deepEqual(lasting(saved.runs), lasting(answer.runs));
  await page.goto(base);
  await page.locator('.start').waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page
      .locator('.start h1')
      .click()
      .then(() => page.keyboard.press('o')),
  ]);
  await chooser.setFiles({ name: 'saved.json', mimeType: 'application/json', buffer: file.body });
  await page.locator('.from-file', { hasText: 'saved.json' }).waitFor();
  assert.equal(await page.locator('.verdict h1').innerText(), answer.verdict);
});

trial('compare_withTheLastGoodRun_takesOneKey', {}, async (page) => {
  const comparison = await fromApi('compare', failed);
  await open(page, failed);
  await page.keyboard.press('d');
  await page.locator('.comparison', { hasText: comparison.other.executionId }).waitFor();
  await page.waitForFunction(() => location.search.includes('with='));
  await page.locator('.ghost:not([hidden])').first().waitFor();
  await page.reload();
  await page.locator('.ghost:not([hidden])').first().waitFor();
  await assertAccessible(page, 'compared');
  await page.keyboard.press('d');
  await page.locator('.comparison').waitFor({ state: 'detached' });
});

trial('details_tellAllOfARun', {}, async (page) => {
  await open(page, failed);
  await page.keyboard.press('n');
  const panel = page.locator('.panel');
  await panel.getByRole('tab', { name: 'Events' }).click();
  await panel.locator('.raw-event').nth(1).waitFor();
  const event = JSON.parse(await panel.locator('.raw-event pre').first().innerText());
  assert.equal(event.step, await panel.locator('h2').innerText());
  await panel.getByRole('tab', { name: 'Events' }).press('ArrowLeft');
  await panel.locator('[role=tab][aria-selected=true]', { hasText: 'Dependencies' }).waitFor();
  for (const tab of ['Attributes', 'Attempts', 'Summary']) {
    await panel.getByRole('tab', { name: tab }).click();
    await assertAccessible(page, tab);
  }
});

trial('time_isAccountedForToAHundredPercent', {}, async (page) => {
  await open(page, failed);
  const shares = await page.$$eval('.account small', (all) =>
    all.map((each) => parseInt(each.textContent, 10)),
  );
  assert.equal(
    shares.reduce((sum, share) => sum + share, 0),
    100,
  );
});

trial('filter_hidesOrDims', {}, async (page) => {
  await open(page, failed);
  const { runs } = await fromApi('timeline', failed);
  await page.locator('#filter').fill('status=failed');
  await page.locator('.match-count', { hasText: ' of ' }).waitFor();
  const shown = runs.filter((run) => run.status === 'FAILED').length;
  assert.equal(await page.locator('.row-run:not([hidden])').count(), shown);
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  await page.locator('.row.faint:not([hidden])').first().waitFor();
  await assertAccessible(page, 'dimmed');
});

trial('exports_areWhatTheirNamesSay', {}, async (page) => {
  await open(page, failed);
  const save = (name, says) => downloaded(page, () => takeAway(page, name, says));
  assert.match((await save('Incident note', 'Markdown')).body.toString(), /^#/);
  assert.match((await save('Runs as a table', 'CSV')).body.toString(), /step/);
  const events = (await save('Stored events', 'NDJSON, can be replayed')).body
    .toString()
    .trimEnd()
    .split('\n');
  assert.ok(events.every((line) => JSON.parse(line).executionId !== undefined));
  assert.ok(JSON.parse((await save('Spans', 'OTLP JSON')).body).resourceSpans);
  assert.ok(JSON.parse((await save('Trace for Perfetto', 'Chrome trace JSON')).body).traceEvents);
  const svg = (await save('Picture of the timeline', 'SVG')).body.toString();
  assert.match(svg, /^<svg [^]*VERIFY_IDENTITY[^]*<\/svg>$/);
  const png = (await save('Picture of the timeline', 'PNG')).body;
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
});

trial('incidentNote_isCopiedByOneKey', {}, async (page) => {
  await open(page, failed);
  await page.keyboard.press('m');
  await page.locator('.toast', { hasText: 'clipboard' }).waitFor();
  const note = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(note, /^#/);
  assert.ok(note.includes(failed.execution));
});

trial('print_laysOutEveryRow', {}, async (page) => {
  const { runs, expected } = await fromApi('timeline', failed);
  await open(page, failed);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.match(pdf.toString('latin1'), /\/MediaBox ?\[ ?0 0 84[12](\.\d+)? 59[456]/);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('.print-sheet tbody tr').count(), runs.length + expected.length);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.print-sheet').count(), 0);
});

trial('running_isShownInEveryView', {}, async (page) => {
  for (const view of ['table', 'graph', 'events', 'json']) {
    await open(page, running, { view });
    await page.locator('.view').waitFor();
  }
});
