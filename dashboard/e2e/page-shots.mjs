// Pictures of the views across executions: node e2e/page-shots.mjs FOLDER BASE [NAME…]
// BASE serves the page and the API, as `./orion up` does; what to show is found by asking it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, watchedPage } from './browser.mjs';

const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };
const THEMES = ['light', 'dark'];

const [folder, base, ...only] = process.argv.slice(2);
if (folder === undefined || base === undefined) {
  console.error('usage: node e2e/page-shots.mjs FOLDER BASE [NAME…]');
  process.exit(2);
}

const { failures } = await (await fetch(new URL('/v1/failures?limit=50', base))).json();
if (failures.length === 0) {
  console.error(`nothing has failed at ${base} within the last hour; there is nothing to show`);
  process.exit(1);
}
const { accountId, step, errorCode } = failures.find((each) => each.errorCode) ?? failures[0];
const at = (page, more = {}) => `/?${new URLSearchParams({ page, ...more })}`;
const SHOTS = {
  home: '/',
  account: at('account', { account: accountId }),
  'account-none': at('account', { account: 'nobody' }),
  failures: at('failures', { window: '1h' }),
  'failures-filtered': at('failures', { step, code: errorCode ?? '', window: '1h' }),
  steps: at('steps', { window: '1h' }),
  step: at('steps', { step, window: '1h' }),
  map: at('map'),
  blast: at('blast', { step, code: errorCode ?? '', window: '1h' }),
  refused: at('steps', { window: '99d' }),
};

await mkdir(folder, { recursive: true });
const browser = await launch();
for (const [name, address] of Object.entries(SHOTS)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of THEMES) {
      if (
        only.length === 0 ||
        only.some((part) => `${name}-${size}-${colorScheme}`.startsWith(part))
      ) {
        await shoot(name, address, size, viewport, colorScheme);
      }
    }
  }
}
await browser.close();

async function shoot(name, address, size, viewport, colorScheme) {
  const page = await watchedPage(browser, base, { viewport, colorScheme, expectHttp: true });
  await page.goto(new URL(address, base).href, { waitUntil: 'networkidle' });
  await page.waitForSelector('.across, .home-failures');
  await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const file = join(folder, `${name}-${size}-${colorScheme}.png`);
  await page.screenshot({ path: file, fullPage: size === 'narrow' });
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  console.log(
    `${name} ${size} ${colorScheme}: ${nodes} nodes${beyond > 0 ? `, ${beyond} px too wide` : ''}`,
  );
  if (page.trouble.length > 0) {
    console.error(`${name}: ${page.trouble.join('; ')}`);
    process.exitCode = 1;
  }
  await page.context().close();
}
