// How fast the page answers: scrolling, keys, what joins a running execution.
import { link, watchedPage } from '../browser.mjs';
import { median, quantile, RUNS } from './loads.mjs';

async function large(browser, base) {
  const page = await watchedPage(browser, base);
  await page.goto(link(base, 'acct-42', 'large-10000'));
  await page.locator('.row-run').first().waitFor();
  await page.waitForTimeout(500);
  return page;
}

/** Medians of the frames' p50 and p95 while 10 000 runs pass by, in milliseconds. */
export async function scrolling(browser, base) {
  const runs = [];
  for (let n = 0; n < RUNS; n++) {
    const page = await large(browser, base);
    const frames = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const scroller = document.querySelector('.scroller');
          const times = [];
          let before = performance.now();
          const step = (now) => {
            times.push(now - before);
            before = now;
            scroller.scrollTop += 370;
            if (times.length < 240) {
              requestAnimationFrame(step);
            } else {
              resolve(times.slice(5));
            }
          };
          requestAnimationFrame(step);
        }),
    );
    runs.push({ p50: quantile(frames, 0.5), p95: quantile(frames, 0.95) });
    await page.context().close();
  }
  return { p50: median(runs.map(({ p50 }) => p50)), p95: median(runs.map(({ p95 }) => p95)) };
}

/** Medians from the key to the frame that shows what it did, at 10 000 runs, in milliseconds. */
export async function keys(browser, base) {
  const runs = [];
  for (let n = 0; n < RUNS; n++) {
    const page = await large(browser, base);
    runs.push(
      await page.evaluate(async () => {
        const timed = async (act, until) => {
          const begun = performance.now();
          act();
          while (!until()) {
            await new Promise(requestAnimationFrame);
          }
          return performance.now() - begun;
        };
        const press = (key) =>
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        const next = await timed(
          () => press('n'),
          () => document.querySelector('.panel.is-failed'),
        );
        const input = document.querySelector('#filter');
        const filter = await timed(
          () => {
            input.value = 'write_conflict';
            input.dispatchEvent(new Event('input', { bubbles: true }));
          },
          () => /of/.test(document.querySelector('.match-count').textContent),
        );
        return { next, filter };
      }),
    );
    await page.context().close();
  }
  return {
    next: median(runs.map(({ next }) => next)),
    filter: median(runs.map((run) => run.filter)),
  };
}

const JOINING = ['CREATE_ACCOUNT', 'ISSUE_CARD'];

/** From the stamp of a run's start until its row is there: p95 of ten, in milliseconds. */
export async function live(browser, base) {
  const watched = await Promise.all(
    // The starts are spread evenly over the time between two questions.
    Array.from({ length: RUNS }, (_, n) =>
      join(browser, base, `joining-${(n * 2_000) / RUNS}-${process.pid}`),
    ),
  );
  return {
    p95: quantile(
      watched.flatMap(({ delays }) => delays),
      0.95,
    ),
    shift: Math.max(...watched.map(({ shift }) => shift)),
  };
}

async function join(browser, base, execution) {
  const page = await watchedPage(browser, base);
  await page.goto(link(base, 'acct-42', execution));
  await page.locator('.row-run').first().waitFor();
  await page.waitForTimeout(500);
  const seen = await page.evaluate(async (steps) => {
    let shift = 0;
    // Bars move along a growing axis by design; a row that moves up or down is what loses readers.
    const ofRow = ({ node, previousRect, currentRect }) =>
      node?.parentElement?.closest('[role=row]') && previousRect.top !== currentRect.top;
    new PerformanceObserver((list) =>
      list.getEntries().forEach(({ value, sources }) => {
        shift += sources.some(ofRow) ? value : 0;
      }),
    ).observe({ type: 'layout-shift' });
    const at = {};
    while (steps.some((step) => at[step] === undefined)) {
      await new Promise(requestAnimationFrame);
      for (const name of document.querySelectorAll('.row-run:not([hidden]) .name')) {
        at[name.textContent] ??= Date.now();
      }
    }
    return { at, shift };
  }, JOINING);
  await page.context().close();
  const query = new URLSearchParams({ accountId: 'acct-42', executionId: execution });
  const { runs } = await (await fetch(`${base}/v1/timeline?${query}`)).json();
  const startOf = (step) => Date.parse(runs.find((run) => run.step === step).startedAt);
  return { delays: JOINING.map((step) => seen.at[step] - startOf(step)), shift: seen.shift };
}
