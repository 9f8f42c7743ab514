// Sign-in, tried in Chromium against a small issuer that keeps the rules and one that breaks them:
//
//   node --test e2e/sign-in.mjs
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startMock } from '../dev/mock.mjs';
import { assertAccessible } from './axe.mjs';
import { launch, letTimePass, link, until, watchedPage } from './browser.mjs';
import { startGuarded } from './guarded.mjs';

let browser;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
});

/** A trial on a page, an issuer and an API of its own; whatever goes wrong besides fails it too. */
function trial(name, behave, act) {
  test(name, async () => {
    const site = await startGuarded();
    site.provider.behave = behave;
    const page = await watchedPage(browser, site.origin, {
      expectHttp: true,
      origins: [site.provider.issuer],
    });
    try {
      await act(page, site);
      await assertNothingKept(page, site);
      assert.deepEqual(page.trouble, []);
    } finally {
      await page.context().close();
      site.close();
    }
  });
}

const VIEW = { by: 'lanes', from: '100000000', to: '900000000', q: 'PROFILE', tz: 'local' };

async function open(page, site, execution = 'failed', more = {}) {
  await page.goto(link(site.origin, 'acct-42', execution, more));
}

async function signIn(page, site, execution, more) {
  await open(page, site, execution, more);
  await page.getByRole('button', { name: 'Sign in as Ada' }).click();
  await page.waitForURL((url) => url.origin === site.origin && !url.searchParams.has('code'));
}

/** No token, code or verifier is anywhere but in the page's memory. */
async function assertNothingKept(page, { origin, provider, asked }) {
  assert.equal(new URL(page.url()).origin, origin);
  const kept = await page.evaluate(async () => ({
    address: location.href,
    cookies: document.cookie,
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    globals: Object.keys(window).filter((name) => /token|sign|auth/i.test(name)),
    markup: document.documentElement.outerHTML,
  }));
  const history = await (
    await page.context().newCDPSession(page)
  ).send('Page.getNavigationHistory');
  const entries = history.entries.filter(({ url }) => url.startsWith(origin)).map(({ url }) => url);
  const secrets = [
    ...asked.filter((each) => each !== null).map((each) => each.replace('Bearer ', '')),
    ...provider.redeemed.flatMap((each) => [each.code, each.code_verifier, each.refresh_token]),
  ].filter((each) => each !== undefined);
  const whole = JSON.stringify([kept, entries]);
  for (const secret of secrets) {
    assert.ok(!whole.includes(secret), `kept: ${secret}`);
  }
  assert.equal(kept.session, '{}');
  assert.equal(kept.cookies, '');
  assert.deepEqual([kept.databases, kept.caches, kept.globals], [0, 0, []]);
  assert.ok(!entries.some((url) => /[?&](code|state|error)=/.test(url)), entries.join(' '));
}

const verdict = (page) => page.locator('.verdict');
const HOUR_MS = 3_600_000; // what tokens last

/** Signs out, and waits for the page that the issuer sends back to. */
async function signOut(page) {
  const back = page.waitForEvent('load');
  await page.locator('.session').click();
  await back;
  await page.locator('.start').waitFor();
}

const failure = (page) => page.locator('.failure');

trial('signIn_comesBackToTheVeryLink_andItsTokenIsSent', {}, async (page, site) => {
  await signIn(page, site, 'failed', VIEW);
  await verdict(page).waitFor();
  assert.equal(page.url(), link(site.origin, 'acct-42', 'failed', VIEW));
  assert.equal(await page.locator('.segmented [aria-pressed=true]').innerText(), 'Lanes');
  assert.ok(site.asked.length > 0 && site.asked.every((each) => each?.startsWith('Bearer ')));
  const [request] = site.provider.authorized;
  assert.equal(request.scope, 'openid journeys/read journeys/payload');
  const title = await page.locator('.session').getAttribute('title');
  assert.equal(title, 'Signed in as Ada <b>Lovelace</b>');
  await assertAccessible(page, 'signed in');
});

trial('reload_passesThroughTheIssuerUnasked', {}, async (page, site) => {
  await signIn(page, site, 'failed', VIEW);
  await verdict(page).waitFor();
  const before = page.url();
  await page.reload();
  await page.waitForURL(before);
  await verdict(page).waitFor();
  assert.equal(page.url(), before);
  const requests = site.provider.authorized.filter((each) => each.pressed === undefined);
  assert.equal(requests.length, 2);
  assert.notEqual(requests[0].state, requests[1].state);
  assert.notEqual(requests[0].code_challenge, requests[1].code_challenge);
});

trial('startPage_asksNobodyToSignInBeforeALookUp', {}, async (page, site) => {
  await page.goto(site.origin);
  await page.locator('.start').waitFor();
  assert.deepEqual(site.provider.authorized, []);
  await page.keyboard.type('acct-42#failed');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign in as Ada' }).click();
  await verdict(page).waitFor();
  assert.equal(page.url(), link(site.origin, 'acct-42', 'failed'));
});

const BROKEN = {
  wrongState: [{ state: 'another-state-than-the-one-asked-with' }, /not begun in this tab/],
  wrongNonce: [{ nonce: 'another' }, /answers another request/],
  wrongTokenIssuer: [{ issuer: 'https://elsewhere.example' }, /its issuer is/],
  wrongAudience: [{ audience: 'another-client' }, /not for this page/],
  wrongRedirectIssuer: [{ iss: 'https://elsewhere.example' }, /came from https:\/\/elsewhere/],
  refused: [{ refuse: 'Ada <i>may</i> not.' }, /refused: Ada <i>may<\/i> not\./],
  lateCode: [{ tokenStatus: 400 }, /answered 400: too late/],
  tokenEndpointDown: [{ tokenDown: true }, /cannot be reached/],
};

for (const [name, [behave, says]] of Object.entries(BROKEN)) {
  trial(`${name}_asksTheApiNothing_andSaysWhatToDo`, behave, async (page, site) => {
    await signIn(page, site, 'failed', VIEW);
    await failure(page).waitFor();
    assert.equal(await failure(page).locator('h1').innerText(), 'Sign-in did not work');
    assert.match(await failure(page).locator('.detail').innerText(), says);
    assert.deepEqual(site.asked, []);
    assert.equal(page.url(), link(site.origin, 'acct-42', 'failed', VIEW));
    site.provider.behave = {};
    await failure(page).getByRole('button', { name: 'Sign in' }).click();
    await verdict(page).waitFor();
    assert.equal(page.url(), link(site.origin, 'acct-42', 'failed', VIEW));
  });
}

trial('issuerDown_saysSo_andTheLinkStays', {}, async (page, site) => {
  site.provider.close();
  await open(page, site, 'failed', VIEW);
  await failure(page).waitFor();
  assert.match(await failure(page).locator('.detail').innerText(), /cannot be reached/);
  assert.equal(page.url(), link(site.origin, 'acct-42', 'failed', VIEW));
  assert.deepEqual(site.asked, []);
  await assertAccessible(page, 'sign-in failed');
  await page.emulateMedia({ colorScheme: 'dark' });
  await assertAccessible(page, 'sign-in failed, dark');
});

trial('issuerWithoutS256_isNotUsed', { s256: false }, async (page, site) => {
  await open(page, site);
  assert.match(await failure(page).locator('.detail').innerText(), /PKCE with S256/);
  assert.deepEqual(site.provider.authorized, []);
});

trial('answerThatNobodyAskedFor_isThrownAway', {}, async (page, site) => {
  await page.goto(`${site.origin}/?code=stolen&state=made-up&iss=${site.provider.issuer}`);
  await failure(page).waitFor();
  assert.equal(page.url(), `${site.origin}/`);
  assert.deepEqual(site.provider.redeemed, []);
});

trial('tokenExpires_whatIsShownStays_andSigningInComesBackToIt', {}, async (page, site) => {
  await signIn(page, site, 'running');
  await verdict(page).waitFor();
  await page.keyboard.press('2');
  await page.keyboard.press('+');
  const banner = page.locator('.banner', { hasText: 'Your sign-in is over' });
  await letTimePass(page, HOUR_MS);
  await banner.waitFor();
  assert.equal(await page.locator('.verdict.is-running').count(), 1);
  assert.ok(!site.asked.includes(null));
  await assertAccessible(page, 'sign-in over');
  await page.waitForFunction(() => location.search.includes('by=lanes'));
  const before = page.url();
  await banner.getByRole('button', { name: 'Sign in again' }).click();
  await banner.waitFor({ state: 'detached' });
  await verdict(page).waitFor();
  assert.equal(page.url(), before);
});

trial('tokenExpires_lookUpSignsInAtOnce', {}, async (page, site) => {
  await signIn(page, site, 'running');
  await verdict(page).waitFor();
  await letTimePass(page, HOUR_MS);
  await page.locator('.banner', { hasText: 'Your sign-in is over' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('acct-42');
  await page.keyboard.press('Tab');
  await page.keyboard.type('failed');
  await page.keyboard.press('Enter');
  await page.locator('.verdict.is-failed').waitFor();
  assert.equal(page.url(), link(site.origin, 'acct-42', 'failed'));
});

trial('refreshToken_renewsInPlace', { refresh: true }, async (page, site) => {
  await signIn(page, site, 'running');
  await verdict(page).waitFor();
  const left = site.provider.authorized.length;
  for (const times of [1, 2]) {
    const renewed = () => site.provider.redeemed.filter((each) => each.refresh_token).length;
    assert.equal(renewed(), times - 1);
    site.provider.behave.ahead = times * HOUR_MS;
    await letTimePass(page, HOUR_MS);
    await until(() => renewed() === times, `renewed ${times} times`);
  }
  assert.equal(site.provider.authorized.length, left);
  assert.equal(await page.locator('.banner').count(), 0);
  await signOut(page);
  await until(() => site.provider.revoked.length > 0, 'the refresh token is out of force');
});

trial(
  'missingScope_isForbidden_andAnotherAccountMayTry',
  { scope: 'openid' },
  async (page, site) => {
    await signIn(page, site);
    await failure(page).waitFor();
    assert.equal(await failure(page).locator('h1').innerText(), 'You may not see this');
    assert.match(await failure(page).innerText(), /journeys\/read/);
    await assertAccessible(page, 'forbidden');
    site.provider.behave = {};
    await page.getByRole('button', { name: 'Sign in as somebody else' }).click();
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await verdict(page).waitFor();
    assert.equal(site.provider.authorized.at(-1).prompt, 'login');
  },
);

trial('signOut_forgetsHereAndThere', {}, async (page, site) => {
  await signIn(page, site);
  await verdict(page).waitFor();
  await signOut(page);
  assert.equal(await page.locator('.recent').count(), 0);
  await page.waitForFunction(() => document.querySelector('.session')?.textContent.includes('in'));
  assert.equal(site.provider.loggedOut, 1);
  assert.equal(page.url(), `${site.origin}/`);
  const asked = site.asked.length;
  await open(page, site);
  await page.getByRole('button', { name: 'Sign in as Ada' }).waitFor();
  assert.equal(site.asked.length, asked);
  await page.goto(site.origin);
  await page.locator('.start').waitFor();
});

trial(
  'signOut_whereTheIssuerEndsNothing_dropsWhatTheListsHold',
  { endSession: false },
  async (page, site) => {
    await page.goto(`${site.origin}/?page=failures&window=1h`);
    await page.getByRole('button', { name: 'Sign in as Ada' }).click();
    await page.locator('.failures .row-link').first().waitFor();
    await page.locator('a.home').click();
    await page.locator('.home-failures .row-link').first().waitFor();
    await page.locator('.session').click();
    const refused = page.locator('.home-failures .failure');
    await refused.waitFor();
    assert.equal(await page.locator('.row-link').count(), 0);
    assert.equal(await refused.locator('h2').innerText(), 'You are not signed in');
    await assertAccessible(page, 'signed out');
    const asked = site.asked.length;
    await refused.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.home-failures .row-link').first().waitFor();
    assert.ok(site.asked.length > asked);
  },
);

trial('policy_letsThePageAskItsIssuerAndNobodyElse', {}, async (page, site) => {
  await signIn(page, site);
  const refused = await page.evaluate(async (port) => {
    const answers = await Promise.allSettled([
      fetch(`http://127.0.0.1:${port}/`),
      fetch('https://elsewhere.example/'),
    ]);
    return answers.map(({ status }) => status);
  }, 9);
  assert.deepEqual(refused, ['rejected', 'rejected']);
  await until(() => page.trouble.length >= 2, 'the browser tells of both refusals');
  const told = page.trouble.splice(0);
  assert.ok(told.filter((each) => /Content Security Policy/.test(each)).length >= 2, told.join());
  assert.ok(!told.some((each) => each.startsWith('foreign request')), told.join());
});

test('plainConfig_asksNobodyToSignIn_andLoadsNothingForIt', async (t) => {
  const mock = await startMock();
  t.after(() => mock.close());
  const page = await watchedPage(browser, mock.origin);
  const loaded = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto(link(mock.origin, 'acct-42', 'failed'));
  await verdict(page).waitFor();
  assert.equal(await page.locator('.session').count(), 0);
  assert.ok(!loaded.some((url) => /installation|session/.test(url)), loaded.join(' '));
  assert.equal(
    loaded.filter((url) => url.endsWith('/config.json')).length,
    1,
    'fetched ahead, once',
  );
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test('linksToOtherTools_areFilledInWithWhatTheRunSays', async (t) => {
  const logs = 'https://logs.example/?q={execution}%20{step}&from={fromMillis}';
  const config = { links: { logs, trace: 'https://traces.example/{traceId}' } };
  const mock = await startMock(0, { config });
  t.after(() => mock.close());
  const page = await watchedPage(browser, mock.origin, { expectHttp: true });
  await page.goto(link(mock.origin, 'acct-42', 'hostile'));
  await verdict(page).waitFor();
  await page.keyboard.press('j');
  const found = page.locator('.run-links a', { hasText: 'Logs' });
  const address = new URL(await found.getAttribute('href'));
  assert.equal(address.origin, 'https://logs.example');
  const step = await page.locator('.panel h2').textContent();
  assert.ok(address.searchParams.get('q').endsWith(` ${step}`), address.href);
  assert.match(address.searchParams.get('from'), /^\d{13}$/);
  assert.equal(await found.getAttribute('rel'), 'noopener noreferrer');
  await assertAccessible(page, 'links');
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

for (const [config, says] of [
  [{ signIn: { issuer: 'http://login.example', clientId: 'x' } }, /signIn\.issuer is "http:/],
  [{ signIn: { issuer: 'https://login.example' } }, /signIn\.clientId is absent/],
  ['<!doctype html>', /config\.json is "<!doctype html>"/],
]) {
  test(`wrongConfig_isNamed ${says}`, async (t) => {
    const mock = await startMock(0, { config });
    t.after(() => mock.close());
    const page = await watchedPage(browser, mock.origin);
    await page.goto(link(mock.origin, 'acct-42', 'failed'));
    await failure(page).waitFor();
    assert.equal(await failure(page).locator('h1').innerText(), 'This page is set up wrongly');
    assert.match(await failure(page).locator('.detail').innerText(), says);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}
