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
  const { expectHttp = false, origins = [], ...contextOptions } = options;
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Berlin',
    ...contextOptions,
  });
  const page = await context.newPage();
  const allowed = new Set([new URL(base).origin, ...origins]);
  const trouble = [];
  page.on('console', (message) => {
    const text = message.text();
    const http = /Failed to load resource/.test(text);
    if (message.type() === 'error' && !(expectHttp && http)) {
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
  return page;
}

/** The address that shows one execution. */
export function link(base, account, execution, more = {}) {
  const url = new URL('/', base);
  url.search = new URLSearchParams({ account, execution, ...more }).toString();
  return url.href;
}
