// One Chromium for all end-to-end scripts, and pages that remember whatever goes wrong in them.
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const VIEWPORT = { width: 1440, height: 900 };
const PERMITTED = { permissions: ['clipboard-read', 'clipboard-write'] };

/** How long anything that is waited for may take; only what fails takes so long. */
export const PATIENCE_MS = 90_000;

/** The system's Chromium (or that of the variable CHROMIUM) with an empty profile. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
  });
}

/**
 * A page whose `trouble` lists console errors, uncaught errors, refusals by the content security
 * policy and requests to any other origin than `base` (and `origins`). `expectHttp` lets answers of
 * 4xx and 5xx pass, which the browser logs as errors too.
 */
export async function watchedPage(browser, base, options = {}) {
  const { origins = [], ...contextOptions } = options;
  delete contextOptions.expectHttp;
  const context = await browser.newContext({
    viewport: VIEWPORT,
    timezoneId: 'Europe/Berlin',
    ...contextOptions,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const allowed = new Set([new URL(base).origin, ...origins]);
  const trouble = [];
  page.on('console', (message) => {
    const text = message.text();
    const http = /Failed to load resource/.test(text);
    if (message.type() === 'error' && !(page.expectHttp && http)) {
      trouble.push(`console: ${text}`);
    }
  });
  page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'blob:' && !allowed.has(url.origin)) {
      trouble.push(`foreign request: ${request.url()}`);
    }
  });
  page.trouble = trouble;
  page.expectHttp = options.expectHttp ?? false;
  return page;
}

/** Options that a page can be given also when it is there already. */
const GIVEN_LATER = ['expectHttp', 'viewport', 'colorScheme', 'permissions'];

/**
 * Pages for trials that follow each other: where the options allow, one page is used again, each
 * time from an empty start, as a browser process for each costs more than most trials do.
 */
export class Pages {
  #browser;
  #base;
  #used = null;
  #shared = null;

  constructor(browser, base) {
    this.#browser = browser;
    this.#base = base;
  }

  async take(options = {}) {
    if (Object.keys(options).some((name) => !GIVEN_LATER.includes(name))) {
      return watchedPage(this.#browser, this.#base, options);
    }
    const page = this.#used ?? (await watchedPage(this.#browser, this.#base, PERMITTED));
    this.#used = null; // whoever does not give it back leaves the next one a page of its own
    this.#shared = page;
    page.expectHttp = options.expectHttp ?? false;
    await page.setViewportSize(options.viewport ?? VIEWPORT);
    await page.emulateMedia({ colorScheme: options.colorScheme ?? 'light' });
    return page;
  }

  async giveBack(page) {
    if (page !== this.#shared) {
      await page.context().close();
      return;
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.context().setOffline(false);
    await page.goto('about:blank');
    const session = await page.context().newCDPSession(page);
    const { origin } = new URL(this.#base);
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await session.detach();
    page.trouble.length = 0;
    this.#used = page;
  }
}

/** Resolves when the condition holds; without the page's help, so that it may look at servers too. */
export async function until(holds, what) {
  for (const end = Date.now() + PATIENCE_MS; !(await holds());) {
    if (Date.now() > end) {
      throw new Error(`after ${PATIENCE_MS / 1_000} s still not: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The time of day in the page becomes so much later, until another page is loaded. */
export function letTimePass(page, milliseconds) {
  return page.evaluate((more) => {
    const now = Date.now;
    Date.now = () => now() + more;
  }, milliseconds);
}

/** Holds the page's next question of that kind back; the function that it gives lets it go. */
export async function holdBack(page, question) {
  let letGo;
  const gone = new Promise((resolve) => (letGo = resolve));
  await page.route(question, (route) => gone.then(() => route.continue()), { times: 1 });
  return letGo;
}

/** The address that shows one execution. */
export function link(base, account, execution, more = {}) {
  const url = new URL('/', base);
  url.search = new URLSearchParams({ account, execution, ...more }).toString();
  return url.href;
}
