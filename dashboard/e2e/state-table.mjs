// Every state of the page. Accessibility trials, pictures and measurements all walk this one table,
// so a new state is a new row:
//
//   name      of the state, and of its pictures
//   query     what the address says; without it the start page
//   act       what to do once the page has settled
//   holds     the page is to be seen while it still asks: what of it tells that it is so
//   behave    for states of sign-in: what the issuer does (see provider.mjs)
//   picture   themes and sizes in which it goes into docs/images
import { startMock } from '../dev/mock.mjs';
import { letTimePass, watchedPage } from './browser.mjs';
import { startGuarded } from './guarded.mjs';

const of = (execution, more = {}) => ({ account: 'acct-42', execution, ...more });
const press =
  (...keys) =>
  async (page) => {
    for (const key of keys) {
      await page.keyboard.press(key);
    }
  };
const signIn = (page) => page.getByRole('button', { name: 'Sign in as Ada' }).click();

const whole = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.whole === 'true');

async function openMenu(page, name) {
  await whole(page);
  await page.locator(`.menu-${name} summary`).click();
  await page.locator(`.menu-${name} .menu-body > *`).first().waitFor();
}

export const STATES = [
  { name: 'start', picture: ['light-wide'] },
  { name: 'succeeded', query: of('succeeded'), picture: ['light-wide'] },
  {
    name: 'failed',
    query: of('failed'),
    picture: ['light-wide', 'dark-wide', 'light-narrow', 'light-full', 'print'],
  },
  {
    name: 'failed-details',
    query: of('failed'),
    act: press('n'),
    picture: ['light-wide', 'dark-wide'],
  },
  { name: 'failed-lanes', query: of('failed', { by: 'lanes' }), picture: ['light-wide'] },
  { name: 'succeeded-tree', query: of('succeeded', { by: 'tree' }) },
  ...['take', 'compare', 'errors', 'show'].map((menu) => ({
    name: `failed-menu-${menu}`,
    query: of('failed'),
    act: (page) => openMenu(page, menu),
  })),
  { name: 'succeeded-steps', query: of('succeeded', { by: 'steps' }) },
  {
    name: 'succeeded-zoomed',
    query: of('succeeded', { from: '1500000000', to: '2700000000' }),
    picture: ['light-wide'],
  },
  { name: 'filtered-to-nothing', query: of('failed', { q: 'no such thing' }) },
  { name: 'critical-path', query: of('succeeded', { path: 'critical' }) },
  { name: 'running', query: of('frozen'), picture: ['light-wide', 'dark-wide'] },
  { name: 'stalled', query: of('stalled'), picture: ['light-wide'] },
  { name: 'lost', query: of('lost') },
  { name: 'nested', query: of('nested') },
  { name: 'loan', query: of('loan') },
  { name: 'loan-lanes', query: of('loan', { by: 'lanes' }) },
  { name: 'empty', query: of('empty') },
  { name: 'large', query: of('large-10000'), picture: ['light-wide'] },
  { name: 'large-lanes', query: of('large-10000', { by: 'lanes' }) },
  { name: 'hostile', query: of('hostile') },
  { name: 'missing', query: of('missing'), picture: ['light-wide'] },
  { name: 'bad-input', query: of('x'.repeat(140)) },
  { name: 'signed-out-api', query: of('problem-401') },
  { name: 'forbidden', query: of('problem-403') },
  { name: 'expired', query: of('problem-410') },
  { name: 'throttled', query: of('problem-429') },
  { name: 'api-failed', query: of('problem-500') },
  { name: 'unreachable', query: of('down'), picture: ['light-wide'] },
  { name: 'garbled', query: of('garbled') },
  { name: 'loading', query: of('silent'), holds: '.skeleton' },
  { name: 'slow', query: of('silent'), holds: '.slow:has-text("longer than usual")' },
  { name: 'keys', query: of('failed'), act: press('?'), picture: ['light-wide'] },
  { name: 'failed-table', query: of('failed', { view: 'table' }), picture: ['light-wide'] },
  { name: 'failed-graph', query: of('failed', { view: 'graph' }), picture: ['light-wide'] },
  { name: 'failed-events', query: of('failed', { view: 'events' }) },
  { name: 'failed-json', query: of('failed', { view: 'json' }) },
  {
    name: 'failed-compared',
    query: of('failed'),
    act: async (page) => {
      await whole(page);
      await page.keyboard.press('d');
      await page.locator('.ghost:not([hidden])').first().waitFor();
    },
    picture: ['light-wide'],
  },
  {
    name: 'executions',
    query: { page: 'account', account: 'acct-42' },
    picture: ['light-wide', 'light-narrow'],
  },
  {
    name: 'failures',
    query: { page: 'failures', window: '1h' },
    picture: ['light-wide', 'dark-wide', 'light-narrow'],
  },
  { name: 'steps', query: { page: 'steps', window: '1h' }, picture: ['light-wide'] },
  { name: 'step', query: { page: 'steps', step: 'VERIFY_IDENTITY', window: '1h' } },
  { name: 'map', query: { page: 'map', window: '1h' }, picture: ['light-wide'] },
  {
    name: 'blast-radius',
    query: {
      page: 'blast',
      step: 'VERIFY_IDENTITY',
      code: 'UPSTREAM_TIMEOUT',
      window: '1h',
    },
    picture: ['light-wide'],
  },
  {
    name: 'status',
    query: { page: 'status' },
    picture: ['light-wide', 'dark-wide', 'light-narrow'],
  },
  { name: 'status-empty', query: { page: 'status', window: '1m' } },
  { name: 'status-many', query: { page: 'status', window: '6m' } },
  { name: 'status-forbidden', query: { page: 'status', window: '403m' } },
  { name: 'status-failed', query: { page: 'status', window: '500m' } },
  { name: 'signed-in', query: of('failed'), behave: {}, act: signIn },
  {
    name: 'sign-in-refused',
    query: of('failed'),
    behave: { refuse: 'This account is not allowed here.' },
    act: signIn,
  },
  {
    name: 'sign-in-over',
    query: of('running'),
    behave: {},
    act: async (page) => {
      await signIn(page);
      await page.locator('.verdict').waitFor();
      await letTimePass(page, 3_600_000); // what the token lasts
      await page.locator('.banner').waitFor();
    },
    picture: ['light-wide'],
  },
];

/** The servers that the states need. */
export async function startSites() {
  const plain = await startMock();
  const guarded = await startGuarded();
  return {
    plain,
    guarded,
    close: () => {
      plain.close();
      guarded.close();
    },
  };
}

/**
 * A page that is in the state. Close its context after use. For a state without sign-in, `taken` may
 * be an empty page with options of its own (see `Pages`).
 */
export async function reach(browser, sites, state, options = {}, taken = null) {
  const guarded = state.behave !== undefined;
  const site = guarded ? sites.guarded : sites.plain;
  sites.guarded.provider.behave = state.behave ?? {};
  const page =
    taken ??
    (await watchedPage(browser, site.origin, {
      expectHttp: true,
      origins: guarded ? [sites.guarded.provider.issuer] : [],
      ...options,
    }));
  const address = new URL('/', site.origin);
  address.search = new URLSearchParams(state.query ?? {}).toString();
  await page.goto(address.href, { waitUntil: 'commit' });
  if (guarded) {
    await state.act(page);
    await page.waitForURL((url) => url.origin === site.origin && !url.searchParams.has('code'));
  }
  await page.waitForSelector(state.holds === undefined ? 'main:not(.loading)' : 'main.loading');
  if (state.holds === undefined) {
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  } else {
    await page.waitForSelector(state.holds);
  }
  if (!guarded) {
    await state.act?.(page);
  }
  await settled(page);
  return page;
}

/** All that follows the first sight is there, and no transition is under way that would end. */
async function settled(page) {
  if ((await page.locator('.verdict').count()) > 0) {
    await whole(page);
  }
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ending = document
      .getAnimations()
      .filter((each) => each.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((each) => each.finished));
  });
}
