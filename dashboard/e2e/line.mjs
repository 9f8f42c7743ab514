// What people do with the dashboard, tried in Chromium against a running line:
//
//   node e2e/line.mjs BASE clean=ACCOUNT#EXECUTION failed=… running=…
//
// BASE serves the page and the API; what the page shows is compared with what the API answers.
// Without BASE, dev/mock.mjs stands in for the line.
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { link, until } from './browser.mjs';
import { base, clean, failed, mock, running } from './given.mjs';
import { trialsOf } from './trial.mjs';

const trial = trialsOf(base, mock);

async function fromApi({ account, execution }) {
  const query = new URLSearchParams({ accountId: account, executionId: execution });
  const response = await fetch(new URL(`/v1/timeline?${query}`, base));
  return { status: response.status, body: await response.json() };
}

const open = async (page, { account, execution }, more) => {
  await page.goto(link(base, account, execution, more));
  await page.waitForSelector('main:not(.loading)');
};

const verdictOf = (page) => page.locator('.verdict h1').innerText();
const parameter = (page, name) => new URL(page.url()).searchParams.get(name);

trial('lookUp_typedIds_showTheVerdictOfTheApi', {}, async (page) => {
  await page.goto(base);
  await page.waitForFunction(() => document.activeElement?.id === 'look-up-account');
  await page.keyboard.type(`  ${failed.account} `);
  await page.keyboard.press('Tab');
  await page.keyboard.type(failed.execution);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict');
  assert.equal(await verdictOf(page), (await fromApi(failed)).body.verdict);
  assert.equal(parameter(page, 'account'), failed.account);
  assert.equal(parameter(page, 'execution'), failed.execution);
});

trial('lookUp_withoutAccount_saysWhatIsMissingAndAsksNothing', {}, async (page) => {
  await page.goto(base);
  await page.locator('.home-failures .card, .home-none').first().waitFor();
  const asked = [];
  page.on('request', (request) =>
    asked.push(...(/\/v1\//.test(request.url()) ? [request.url()] : [])),
  );
  await page.locator('#look-up-execution').fill('only-an-execution');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#complaint-account');
  assert.equal(await page.locator('#look-up-account').getAttribute('aria-invalid'), 'true');
  assert.deepEqual(asked, []);
});

for (const [kind, text] of [
  ['accountHashExecution', `${failed.account}#${failed.execution}`],
  ['accountSlashExecution', ` ${failed.account}/${failed.execution}\n`],
  ['link', link(base, failed.account, failed.execution, { by: 'lanes' })],
  ['jsonLine', JSON.stringify({ accountId: failed.account, executionId: failed.execution })],
]) {
  trial(`paste_${kind}_fillsBothFields`, {}, async (page) => {
    await page.goto(base);
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.locator('#look-up-account').focus();
    await page.keyboard.press('Control+V');
    assert.equal(await page.locator('#look-up-account').inputValue(), failed.account);
    assert.equal(await page.locator('#look-up-execution').inputValue(), failed.execution);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.verdict');
  });
}

trial('paste_intoTheExecution_splitsUnlessTheAccountIsNamed', {}, async (page) => {
  const account = page.locator('#look-up-account');
  const execution = page.locator('#look-up-execution');
  const paste = async (text) => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await execution.focus();
    await execution.fill('');
    await page.keyboard.press('Control+V');
  };
  await page.goto(base);
  await page.locator('.home-failures .card, .home-none').first().waitFor(); // all code is there
  await paste(`${failed.account}#${failed.execution}`);
  assert.equal(await account.inputValue(), failed.account);
  assert.equal(await execution.inputValue(), failed.execution);
  await paste('2026/11#7');
  assert.equal(await account.inputValue(), failed.account);
  assert.equal(await execution.inputValue(), '2026/11#7');
  await paste(link(base, clean.account, clean.execution));
  assert.equal(await account.inputValue(), clean.account);
  assert.equal(await execution.inputValue(), clean.execution);
});

trial('lookUp_bothIdsInTheAccount_winOverTheExecutionLeftThere', {}, async (page) => {
  await open(page, clean);
  await page.waitForFunction(() => document.documentElement.dataset.whole === 'true');
  await page.locator('#look-up-account').fill(`${failed.account}#${failed.execution}`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict.is-failed');
  assert.equal(await page.locator('#look-up-execution').inputValue(), failed.execution);
});

trial('failed_isRecognisedByWordIconAndColour', {}, async (page) => {
  const { body } = await fromApi(failed);
  await open(page, failed);
  assert.equal(body.status, 'FAILED');
  assert.match(await page.locator('.verdict').getAttribute('class'), /is-failed/);
  assert.equal(await page.locator('.verdict-icon use').getAttribute('href'), '#i-failed');
  assert.equal(await page.locator('.verdict .status-word').innerText(), 'Failed');
  const run = body.runs.findIndex((each) => each.status === 'FAILED');
  await page.keyboard.press('n');
  await page.waitForSelector('.panel.is-failed');
  const selected = page.locator('.row[aria-selected=true]');
  assert.equal(await selected.locator('.label use').getAttribute('href'), '#i-failed');
  assert.match(await selected.locator('.label').innerText(), /Failed/);
  const bar = selected.locator('.bar:not([hidden])');
  assert.match(
    await bar.evaluate((element) => getComputedStyle(element).backgroundImage),
    /gradient/,
  );
  const codes = body.runs.filter((each) => each.error).map((each) => each.error.code);
  assert.ok(codes.includes(await page.locator('.error-box h3').innerText()));
  assert.ok(run >= 0);
});

trial('rows_areTheRunsOfTheApi_onOneAxis', {}, async (page) => {
  const { body } = await fromApi(clean);
  await open(page, clean);
  const grid = page.locator('[role=grid]');
  const rows = body.runs.length + body.expected.length;
  await page.locator('.row-run').first().waitFor();
  assert.equal(await grid.getAttribute('aria-rowcount'), String(rows + 1));
  const drawn = await page.$$eval('.row-run:not([hidden])', (elements) =>
    elements
      .map((row) => ({
        index: Number(row.getAttribute('aria-rowindex')) - 2,
        step: row.querySelector('.name').textContent,
        left: row.querySelector('.bar').getBoundingClientRect().left,
        width: row.querySelector('.bar').getBoundingClientRect().width,
      }))
      .sort((a, b) => a.index - b.index),
  );
  assert.ok(drawn.length > 0);
  const longest = Math.max(...body.runs.map((run) => run.durationNanos ?? 0));
  drawn.forEach((row, place) => {
    const run = body.runs[row.index];
    assert.equal(row.step, run.step);
    assert.ok(place === 0 || row.left >= drawn[place - 1].left - 0.2, 'starts in order');
    const widest = drawn.find((other) => body.runs[other.index].durationNanos === longest);
    if (widest && run.durationNanos > longest / 20) {
      const expected = (run.durationNanos / longest) * widest.width;
      assert.ok(Math.abs(row.width - expected) < 1.5, `${row.step}: ${row.width} for ${expected}`);
    }
  });
});

trial('lanes_showWhatRanSideBySide', {}, async (page) => {
  const { body } = await fromApi(clean);
  await open(page, clean);
  assert.match(
    await page.locator('.facts').innerText(),
    new RegExp(`up to ${body.laneCount} at once`),
  );
  await page.getByRole('button', { name: 'Lanes', exact: true }).click();
  await page.locator('.row-lane').first().waitFor();
  assert.equal(await page.locator('.row-lane:not([hidden])').count(), body.laneCount);
  const apart = await page.$$eval('.row-lane:not([hidden])', (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll('.bar:not([hidden])')].map((bar) => {
        const { left, right } = bar.getBoundingClientRect();
        return { left, right };
      }),
    ),
  );
  for (const bars of apart) {
    bars.forEach((bar, place) => {
      assert.ok(place === 0 || bar.left >= bars[place - 1].right - 0.2, 'bars overlap');
    });
  }
  const [first, second] = apart;
  assert.ok(first.some((a) => second.some((b) => a.left < b.right && b.left < a.right)));
});

trial('details_leadToDependenciesAndBack', {}, async (page) => {
  const { body } = await fromApi(clean);
  const index = body.runs.findIndex((run) => run.dependencies.length > 0);
  await open(page, clean);
  await page.locator(`#row-${index}`).click({ position: { x: 60, y: 14 } });
  const panel = page.locator('.panel');
  assert.equal(await panel.locator('h2').innerText(), body.runs[index].step);
  await panel.getByRole('tab', { name: 'Dependencies' }).click();
  await panel.locator('.run-list button').first().click();
  const source = body.runs[body.runs[index].dependencies[0]];
  await panel.locator('h2', { hasText: source.step }).waitFor();
  await page.waitForFunction(() => document.querySelector('.links')?.getAttribute('d'));
  const followers = panel.locator('section', { hasText: 'Waited for by' });
  assert.ok((await followers.innerText()).includes(body.runs[index].step));
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
});

trial('address_holdsTheView_reloadBackAndForwardKeepIt', {}, async (page) => {
  await open(page, failed);
  await page.keyboard.press('2');
  await page.keyboard.press('+');
  await page.keyboard.press('n');
  await page.locator('.row[aria-selected=true]').first().waitFor();
  // The address follows what is drawn a moment later: a timer set after its own, and for longer,
  // rings after it, however slow the machine.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  await page.waitForFunction(() => /run=/.test(location.search) && /from=/.test(location.search));
  const address = page.url();
  await page.reload();
  await page.waitForSelector('.panel');
  assert.equal(page.url(), address);
  assert.equal(await page.locator('.segmented [aria-pressed=true]').innerText(), 'Lanes');
  await page.keyboard.press('/');
  await page.keyboard.type(clean.account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(clean.execution);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.verdict:not(.is-failed)');
  await page.goBack();
  await page.waitForSelector('.verdict.is-failed');
  assert.equal(page.url(), address);
  await page.goForward();
  await page.waitForSelector('.verdict:not(.is-failed)');
  assert.equal(await page.locator('#look-up-execution').inputValue(), clean.execution);
});

trial('notFound_tellsWhatTheApiSays', { expectHttp: true }, async (page) => {
  const nobody = { account: failed.account, execution: 'missing' };
  const { status, body } = await fromApi(nobody);
  assert.equal(status, 404);
  await open(page, nobody);
  const shown = await page.locator('.failure').innerText();
  assert.ok(shown.includes(body.detail));
  for (const hint of body.hints ?? []) {
    assert.ok(shown.includes(hint), hint);
  }
  await assertAccessible(page, 'not found');
});

trial('oddIds_travelWhole', { expectHttp: true }, async (page) => {
  const odd = { account: 'konto/ü 1+%', execution: 'exec#7 ☃?&=' };
  const asked = page.waitForRequest(/\/v1\/timeline/);
  await page.goto(link(base, odd.account, odd.execution));
  const url = new URL((await asked).url());
  assert.equal(url.searchParams.get('accountId'), odd.account);
  assert.equal(url.searchParams.get('executionId'), odd.execution);
  await page.waitForSelector('.failure');
});

trial('running_growsAndIsAskedForCheaply', {}, async (page) => {
  const answers = [];
  let questions = 0;
  page.on('request', (request) => {
    questions += request.url().includes('/v1/timeline') ? 1 : 0;
  });
  page.on('response', (response) => {
    if (response.url().includes('/v1/timeline')) {
      answers.push(response.status());
    }
  });
  await open(page, running);
  await page.locator('.verdict.is-running').waitFor();
  // Each open run's share of the axis when it was first seen; runs end and begin meanwhile.
  const first = new Map();
  const isGrown = async () => {
    const shares = await page.$$eval('.row-run:not([hidden])', (rows) =>
      rows
        .map((row) => [row.id, row.querySelector('.bar.open:not([hidden])')])
        .filter(([, bar]) => bar !== null)
        .map(([id, bar]) => [
          id,
          bar.getBoundingClientRect().width / bar.parentElement.clientWidth,
        ]),
    );
    const grown = shares.some(([id, share]) => share > (first.get(id) ?? share));
    shares.filter(([id]) => !first.has(id)).forEach(([id, share]) => first.set(id, share));
    return grown;
  };
  await isGrown();
  const asked = (times) => until(() => answers.length >= times, `${times} answers`);
  await asked(3);
  // Starts stay, so an open run's share of a growing axis grows; drawn with the next tick.
  await until(isGrown, 'an open bar has grown');
  assert.ok(answers.every((status, place) => status === 200 || (place > 0 && status === 304)));
  await page.locator('.live').click();
  // A question may have been on its way.
  await until(() => answers.length === questions, 'every question is answered');
  const paused = answers.length;
  await page.waitForTimeout(2_600);
  assert.equal(answers.length, paused, 'asked although paused');
  await page.locator('.live').click();
  await asked(paused + 1);
});

trial('keyboardAlone_doesTheMainTasks', {}, async (page) => {
  const press = async (key, ...seen) => {
    await page.keyboard.press(key);
    for (const [selector, state] of seen) {
      await page.locator(selector).first().waitFor({ state });
    }
  };
  const focused = (selector) =>
    page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
  const active = () => page.locator('[role=grid]').getAttribute('aria-activedescendant');

  await page.goto(base);
  await focused('#look-up-account');
  await page.keyboard.type(`${failed.account}#${failed.execution}`);
  await press('Enter', ['.verdict', 'visible']);
  await press('n', ['.panel', 'visible']);
  await focused('[role=grid]');
  const at = await active();
  const failure = await page.locator('.panel h2').innerText();
  assert.ok((await page.locator(`#${at}`).innerText()).includes(failure));
  await press('ArrowUp');
  assert.notEqual(await active(), at);
  await press('End');
  await press('Home', ['#row-0.active', 'visible']);
  await press('Enter');
  await focused('.panel');
  await press('Escape', ['.panel', 'detached']);
  await focused('[role=grid]');
  await press('+', ['.overview-window', 'visible']);
  await press('ArrowRight');
  await press('0', ['.overview-window', 'hidden']);
  await press('c', ['.chip[aria-pressed=true]', 'visible']);
  await press('c', ['.chip[aria-pressed=true]', 'detached']);
  await press('f');
  await focused('#filter');
  await page.keyboard.type('no such thing');
  await page.locator('.nothing').waitFor();
  assert.match(await page.locator('.match-count').innerText(), /^0 of/);
  await press('Escape');
  await press('u');
  await page.waitForFunction(() =>
    /Local/.test(document.querySelector('.zone')?.textContent ?? ''),
  );
  await press('?', ['dialog.help', 'visible']);
  await press('Escape', ['dialog.help', 'detached']);
  await press('/');
  await focused('#look-up-account');
});
