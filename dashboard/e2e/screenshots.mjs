// Pictures of every state in light and dark, wide and narrow: node e2e/screenshots.mjs FOLDER [BASE]
// Without BASE the fixtures are served; with it, ACCOUNT and EXECUTION name what to show.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startMock } from '../dev/mock.mjs';
import { launch, link, watchedPage } from './browser.mjs';

const SIZES = {
  wide: { width: 1440, height: 900 },
  narrow: { width: 390, height: 844 },
};
const THEMES = ['light', 'dark'];

const key = (page, ...keys) =>
  keys.reduce((before, next) => before.then(() => page.keyboard.press(next)), Promise.resolve());

/** What to show: the execution, and what to do first. */
const SHOTS = {
  start: { execution: '' },
  succeeded: {},
  failed: {},
  'failed-details': { execution: 'failed', act: (page) => key(page, 'n') },
  'failed-lanes': { execution: 'failed', more: { by: 'lanes' } },
  'succeeded-steps': { execution: 'succeeded', more: { by: 'steps' } },
  'succeeded-zoomed': { execution: 'succeeded', more: { from: '1500000000', to: '2700000000' } },
  running: { execution: 'frozen' },
  stalled: {},
  lost: {},
  nested: {},
  loan: {},
  'loan-lanes': { execution: 'loan', more: { by: 'lanes' } },
  empty: {},
  large: { execution: 'large-10000' },
  'large-lanes': { execution: 'large-10000', more: { by: 'lanes' } },
  hostile: {},
  missing: {},
  'bad-input': { execution: 'x'.repeat(140) },
  forbidden: { execution: 'problem-403' },
  'api-failed': { execution: 'problem-500' },
  unreachable: { execution: 'down' },
  garbled: {},
  slow: { wait: 3_600 },
  keys: { execution: 'failed', act: (page) => key(page, '?') },
};

const [folder, base] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node e2e/screenshots.mjs FOLDER [BASE]');
  process.exit(2);
}
const only = process.env.ONLY?.split(',');
await mkdir(folder, { recursive: true });
const mock = base === undefined ? await startMock() : null;
const browser = await launch();
const account = process.env.ACCOUNT ?? 'acct-42';
const shots = base === undefined ? SHOTS : { given: { execution: process.env.EXECUTION } };
for (const [name, shot] of Object.entries(shots)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const theme of THEMES) {
      const file = `${name}-${size}-${theme}`;
      if (only === undefined || only.some((part) => file.startsWith(part))) {
        await shoot(join(folder, `${file}.png`), name, shot, viewport, theme);
      }
    }
  }
}
await browser.close();
mock?.close();

async function shoot(file, name, shot, viewport, theme) {
  const origin = base ?? mock.origin;
  const page = await watchedPage(browser, origin, {
    viewport,
    colorScheme: theme,
    expectHttp: true,
  });
  const execution = shot.execution ?? name;
  await page.goto(execution === '' ? origin : link(origin, account, execution, shot.more), {
    waitUntil: 'commit',
  });
  await page.waitForSelector(shot.wait === undefined ? 'main:not(.loading)' : 'main.loading');
  await page.waitForTimeout(shot.wait ?? 150);
  await shot.act?.(page);
  await page.waitForTimeout(150);
  await page.screenshot({ path: file });
  if (page.trouble.length > 0) {
    console.error(`${name}: ${page.trouble.join('; ')}`);
    process.exitCode = 1;
  }
  await page.context().close();
}
