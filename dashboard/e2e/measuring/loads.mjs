// What a load costs: times, blocking, memory, transfer.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { link, watchedPage } from '../browser.mjs';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
export const RUNS = 5;

export const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[
    Math.min(numbers.length - 1, Math.floor(numbers.length * share))
  ];
export const median = (numbers) => quantile(numbers, 0.5);

/** A fixed loop in the browser, in milliseconds: what this machine was like in this run. */
export async function calibration(browser, base) {
  const page = await watchedPage(browser, base);
  await page.goto(base);
  const times = [];
  for (let n = 0; n < RUNS; n++) {
    times.push(
      await page.evaluate(() => {
        const begun = performance.now();
        let sum = 0;
        for (let n = 0; n < 5e7; n++) {
          sum = (sum + n * n) % 1_000_003;
        }
        return performance.now() - begun + sum * 0;
      }),
    );
  }
  await page.context().close();
  return median(times);
}

/** Medians over five loads of an execution with so many runs, the processor slowed by a factor. */
export async function load(browser, base, runs, slowedBy = 1) {
  const found = [];
  for (let n = 0; n < RUNS; n++) {
    found.push(await once(browser, base, `large-${runs}`, slowedBy));
  }
  const of = (name) => median(found.map((each) => each[name]));
  return {
    lcp: of('lcp'),
    first: of('first'),
    interactive: of('interactive'),
    verdictLag: of('verdictLag'),
    blocked: of('blocked'),
    heap: of('heap'),
    shift: Math.max(...found.map(({ shift }) => shift)),
    files: found[0].files,
  };
}

/** The layout shift of a load whose answer takes long enough for the skeleton to be seen. */
export async function slowLoad(browser, base) {
  return (await once(browser, base, 'slow', 1)).shift;
}

async function once(browser, base, execution, slowedBy) {
  const page = await watchedPage(browser, base);
  const debug = await page.context().newCDPSession(page);
  await debug.send('Emulation.setCPUThrottlingRate', { rate: slowedBy });
  await page.addInitScript(watch);
  await page.goto(link(base, 'acct-42', execution));
  await page.locator('.row-run').first().waitFor();
  await page.waitForTimeout(500 * slowedBy);
  const { usedSize } = await debug.send('Runtime.getHeapUsage');
  const found = await page.evaluate(() => {
    const { measured } = window;
    const asked = performance.getEntriesByType('resource');
    const api = asked.find(({ name }) => name.includes('/v1/'));
    return {
      lcp: measured.lcp,
      first: measured.first,
      interactive: Math.max(measured.first, measured.lastBlocked),
      verdictLag: measured.verdict - measured.first,
      blocked: measured.blocked,
      shift: measured.shift,
      files: [
        '/index.html',
        ...asked
          .filter(({ startTime, name }) => startTime < api.startTime && !name.includes('/v1/'))
          .map(({ name }) => new URL(name).pathname),
      ],
    };
  });
  await page.context().close();
  return { ...found, heap: usedSize };
}

/** Runs in the page before anything of it does. */
function watch() {
  const measured = { lcp: 0, blocked: 0, lastBlocked: 0, shift: 0, first: 0, verdict: 0 };
  window.measured = measured;
  const observe = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({
      type,
      buffered: true,
    });
  observe('longtask', ({ startTime, duration }) => {
    measured.blocked += duration - 50;
    measured.lastBlocked = startTime + duration;
  });
  observe('layout-shift', ({ value, hadRecentInput }) => {
    measured.shift += hadRecentInput ? 0 : value;
  });
  observe('largest-contentful-paint', ({ startTime }) => {
    measured.lcp = startTime;
  });
  const look = (now) => {
    measured.verdict ||= document.querySelector('.verdict') ? now : 0;
    measured.first ||= document.querySelector('.row-run') ? now : 0;
    if (!measured.first || !measured.verdict) {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Parts that one execution's view never asks for, by the names of their files. */
const APART = {
  across: /\/pages-/,
  signIn: /\/installation-/,
  words: /\/(messages|failure-words|help)-/,
};

/** What those files weigh, and what all other code and style weighs, compressed as a CDN would. */
export async function weigh(files) {
  const weights = { transfer: 0, lazy: 0, across: 0, signIn: 0, words: 0 };
  for (const entry of await readdir(DIST, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath ?? entry.path}/${entry.name}`.replaceAll('//', '/');
    if (entry.isFile() && /\.(html|js|css|json)$/.test(entry.name)) {
      const size = gzipSync(await readFile(path), { level: 9 }).length;
      const apart = Object.keys(APART).find((name) => APART[name].test(path));
      const first = files.includes(`/${path.slice(DIST.length)}`);
      weights[first ? 'transfer' : (apart ?? 'lazy')] += size;
    }
  }
  return weights;
}
