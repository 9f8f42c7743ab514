import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiFetch, askThrough } from '../src/api/transport.ts';
import type { SignIn } from '../src/core/state.ts';
import { readIdToken, type Expected } from '../src/sign-in/id-token.ts';
import { beginPending, takePending, type Store } from '../src/sign-in/pending.ts';
import { challengeOf, secret } from '../src/sign-in/secrets.ts';
import { Session } from '../src/sign-in/session.ts';

const ISSUER = 'https://login.example';
const CONFIG = {
  issuer: ISSUER,
  clientId: 'page',
  scopes: ['openid'],
  parameters: { audience: 'a' },
};
const START = Date.UTC(2026, 10, 27);

test('challenge_exampleOfRfc7636_isTheSame', async () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  assert.equal(await challengeOf(verifier), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('secret_isLongAndNeverTheSame', () => {
  const made = new Set(Array.from({ length: 100 }, secret));
  assert.equal(made.size, 100);
  assert.ok([...made].every((each) => /^[\w-]{43}$/.test(each)));
});

const CLAIMS = {
  iss: ISSUER,
  aud: 'page',
  sub: 'ada',
  exp: START / 1_000 + 60,
  iat: START / 1_000,
  nonce: 'n',
};
const EXPECTED: Expected = { issuer: ISSUER, clientId: 'page', nonce: 'n', subject: null };
const tokenOf = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

test('idToken_right_saysWho', () => {
  const who = (claims: object) => readIdToken(tokenOf({ ...CLAIMS, ...claims }), EXPECTED, START);
  assert.deepEqual(who({}), { subject: 'ada', name: 'ada' });
  assert.equal(who({ name: 'Ada Lovelace ☃ ü', email: 'a@b.example' }).name, 'Ada Lovelace ☃ ü');
  assert.equal(who({ name: '', email: 'a@b.example' }).name, 'a@b.example');
  assert.equal(who({ aud: ['page', 'api'], azp: 'page' }).subject, 'ada');
  const renewed = { ...EXPECTED, nonce: null, subject: 'ada' };
  assert.equal(readIdToken(tokenOf(CLAIMS), renewed, START).subject, 'ada');
});

for (const [name, claims, says] of [
  ['issuer', { iss: `${ISSUER}/` }, /its issuer is "https:\/\/login\.example\/"/],
  ['noIssuer', { iss: undefined }, /its issuer is absent/],
  ['audience', { aud: 'other' }, /it is for "other"/],
  ['manyAudiences', { aud: ['page', 'other'] }, /not for this page alone/],
  ['authorizedParty', { aud: ['page', 'other'], azp: 'other' }, /not for this page alone/],
  ['expired', { exp: START / 1_000 - 301 }, /expired/],
  ['noExpiry', { exp: 'soon' }, /expired/],
  ['future', { iat: START / 1_000 + 301 }, /future/],
  ['nonce', { nonce: 'm' }, /another request/],
  ['noNonce', { nonce: undefined }, /another request/],
  ['subject', { sub: '' }, /who signed in/],
] as const) {
  test(`idToken_wrong_isRefused ${name}`, () => {
    const token = tokenOf({ ...CLAIMS, ...claims });
    assert.throws(() => readIdToken(token, EXPECTED, START), { message: says });
  });
}

test('idToken_unreadable_isRefused', () => {
  for (const token of [undefined, '', 'a.b', 'a.!!.c', tokenOf([]).replace(/\.[^.]+\./, '.MQ.')]) {
    assert.throws(() => readIdToken(token, EXPECTED, START), /cannot be trusted/);
  }
  const other = { ...EXPECTED, nonce: null, subject: 'bob' };
  assert.throws(() => readIdToken(tokenOf(CLAIMS), other, START), /somebody else/);
});

function memory(): Store & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test('pending_isTakenOnce', () => {
  const store = memory();
  const begun = beginPending(store, '/?account=a');
  assert.deepEqual(takePending(store), begun);
  assert.equal(takePending(store), null);
  assert.equal(store.kept.size, 0);
});

test('pending_garbledOrLeadingElsewhere_isNone', () => {
  const store = memory();
  const whole = { state: 's', nonce: 'n', verifier: 'v' };
  for (const text of [
    '{',
    'null',
    '7',
    '{}',
    JSON.stringify({ ...whole, link: '//evil.example' }),
  ]) {
    store.setItem('orion-trail.sign-in', text);
    assert.equal(takePending(store), null);
  }
});

test('pending_storageRefused_saysWhatToDo', () => {
  const refusing: Store = {
    ...memory(),
    setItem: () => {
      throw new Error('denied');
    },
  };
  assert.throws(() => beginPending(refusing, '/'), /keeps nothing/);
});

/** A browser and an issuer for one session; time and answers are the test's. */
class Stage {
  readonly store = memory();
  readonly states: SignIn[] = [];
  readonly asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  address = new URL('https://page.example/?account=a&execution=e');
  left: URL | null = null;
  now = START;
  api: (token: string | null) => number = () => 200;
  token: (body: URLSearchParams) => object | null = () => null;
  metadata: object = {};

  session(apiUrl = ''): Session {
    return new Session(CONFIG, apiUrl, (state) => this.states.push(state), {
      store: this.store,
      fetch: (input, init) => this.#answer(String(input), init),
      address: () => this.address,
      rename: (link) => {
        this.address = new URL(link, this.address);
      },
      leaveFor: (address) => {
        this.left = new URL(address);
      },
      now: () => this.now,
    });
  }

  /** Goes to the issuer and comes back with a code. */
  async comeBack(session: Session, answer: Record<string, string> = {}): Promise<void> {
    await session.signIn();
    const state = this.left?.searchParams.get('state') ?? assert.fail();
    const query = new URLSearchParams({ code: 'c', state, iss: ISSUER, ...answer });
    this.address = new URL(`https://page.example/?${query}`);
    await session.resume();
  }

  tokens(more: object = {}): object {
    const nonce = this.left?.searchParams.get('nonce');
    const seconds = this.now / 1_000;
    return {
      token_type: 'bearer',
      access_token: `access-${this.asked.length}`,
      expires_in: 300,
      id_token: tokenOf({ ...CLAIMS, nonce, iat: seconds, exp: seconds + 300 }),
      ...more,
    };
  }

  get last(): SignIn {
    return this.states.at(-1) ?? assert.fail();
  }

  detail(): string {
    return this.last.kind === 'failed'
      ? (this.last.failure.detail ?? '')
      : assert.fail(this.last.kind);
  }

  async #answer(url: string, init: RequestInit | undefined): Promise<Response> {
    this.asked.push({ url, init });
    if (url.startsWith(ISSUER)) {
      const answer = url.endsWith('/token')
        ? this.token(new URLSearchParams(String(init?.body)))
        : {
            issuer: ISSUER,
            authorization_endpoint: `${ISSUER}/authorize?tenant=1`,
            token_endpoint: `${ISSUER}/token`,
            end_session_endpoint: `${ISSUER}/end`,
            ...this.metadata,
          };
      if (answer === null) {
        throw new TypeError('network');
      }
      return Response.json(answer, { status: 'error' in answer ? 400 : 200 });
    }
    return new Response(null, {
      status: this.api(new Headers(init?.headers).get('authorization')),
    });
  }
}

test('session_signIn_asksAsTheRulesWant', async () => {
  const stage = new Stage();
  await stage.session().signIn();
  const asked = Object.fromEntries(stage.left?.searchParams ?? []);
  const { state, nonce, code_challenge: challenge, ...rest } = asked;
  assert.ok(state && nonce && challenge && new Set([state, nonce, challenge]).size === 3);
  assert.deepEqual(rest, {
    tenant: '1',
    audience: 'a',
    response_type: 'code',
    client_id: 'page',
    redirect_uri: 'https://page.example/',
    scope: 'openid',
    code_challenge_method: 'S256',
  });
});

test('session_comesBack_redeemsWithTheVerifierAndSendsTheToken', async () => {
  const stage = new Stage();
  const session = stage.session('https://api.example');
  let verifier = '';
  stage.token = (body) => {
    assert.equal(body.get('grant_type'), 'authorization_code');
    assert.equal(body.get('redirect_uri'), 'https://page.example/');
    verifier = body.get('code_verifier') ?? '';
    return stage.tokens();
  };
  await stage.comeBack(session);
  assert.equal(await challengeOf(verifier), stage.left?.searchParams.get('code_challenge'));
  assert.equal(stage.address.search, '?account=a&execution=e');
  assert.deepEqual(stage.last, { kind: 'in', name: 'ada' });
  await session.ask('/v1/timeline', { headers: { 'If-None-Match': '"x"' } });
  const { url, init } = stage.asked.at(-1) ?? assert.fail();
  assert.equal(url, 'https://api.example/v1/timeline');
  const headers = new Headers(init?.headers);
  assert.match(headers.get('authorization') ?? '', /^Bearer access-\d+$/);
  assert.equal(headers.get('if-none-match'), '"x"');
  assert.equal(stage.store.kept.size, 0);
});

for (const [name, answer, says] of [
  ['state', { state: 'x' }, /not begun in this tab/],
  ['issuer', { iss: 'https://evil.example' }, /came from https:\/\/evil\.example/],
  ['error', { error: 'access_denied' }, /refused: access_denied/],
] as const) {
  test(`session_answerWithWrong_redeemsNothing ${name}`, async () => {
    const stage = new Stage();
    await stage.comeBack(stage.session(), answer);
    assert.match(stage.detail(), says);
    assert.ok(!stage.asked.some(({ url }) => url.endsWith('/token')));
  });
}

test('session_issuerThatNamesItself_mustDoSo', async () => {
  const stage = new Stage();
  stage.metadata = { authorization_response_iss_parameter_supported: true };
  const session = stage.session();
  await session.signIn();
  const state = stage.left?.searchParams.get('state') ?? '';
  stage.address = new URL(`https://page.example/?code=c&state=${state}`);
  await session.resume();
  assert.match(stage.detail(), /nobody who says so/);
});

for (const [name, metadata, says] of [
  ['otherName', { issuer: `${ISSUER}/` }, /calls itself/],
  ['plainOnly', { code_challenge_methods_supported: ['plain'] }, /PKCE/],
  ['plainHttp', { token_endpoint: 'http://login.example/token' }, /https addresses/],
  ['noAddress', { authorization_endpoint: undefined }, /https addresses/],
  ['error', { error: 'x', error_description: 'closed' }, /answered 400: closed/],
] as const) {
  test(`session_discoveryWrong_leavesForNowhere ${name}`, async () => {
    const stage = new Stage();
    stage.metadata = metadata;
    await stage.session().signIn();
    assert.match(stage.detail(), says);
    assert.equal(stage.left, null);
  });
}

for (const [name, more, says] of [
  ['noBearer', { token_type: 'mac' }, /without a bearer token/],
  ['noToken', { access_token: 7 }, /without a bearer token/],
  ['noIdToken', { id_token: undefined }, /cannot be trusted/],
  ['refused', { error: 'invalid_grant' }, /answered 400: invalid_grant/],
] as const) {
  test(`session_tokensWrong_areNotTaken ${name}`, async () => {
    const stage = new Stage();
    const session = stage.session();
    stage.token = () => stage.tokens(more);
    await stage.comeBack(session);
    assert.match(stage.detail(), says);
    const answer = await session.ask('/v1/timeline');
    assert.equal(answer.status, 401);
    assert.ok(!stage.asked.some(({ url }) => url.startsWith('/v1')));
  });
}

async function signedIn(more: object = {}): Promise<{ stage: Stage; session: Session }> {
  const stage = new Stage();
  const session = stage.session();
  stage.token = () => stage.tokens(more);
  await stage.comeBack(session);
  assert.equal(stage.last.kind, 'in');
  return { stage, session };
}

test('session_expired_asksTheReaderBeforeItLeaves', async () => {
  const { stage, session } = await signedIn();
  stage.now += 269_000;
  assert.equal((await session.ask('/v1/x')).status, 200);
  stage.left = null;
  stage.now += 2_000;
  assert.equal((await session.ask('/v1/x')).status, 401);
  assert.deepEqual(stage.last, { kind: 'over', name: 'ada' });
  assert.equal(stage.left, null);
});

test('session_expired_renewsOnceForAllWhoAsk', async () => {
  const { stage, session } = await signedIn({ refresh_token: 'r1' });
  const sent: (string | null)[] = [];
  stage.token = (body) => {
    sent.push(body.get('refresh_token'));
    return stage.tokens({ id_token: undefined, refresh_token: `r${sent.length + 1}` });
  };
  stage.now += 300_000;
  const answers = await Promise.all([1, 2, 3].map(() => session.ask('/v1/x')));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200],
  );
  stage.now += 300_000;
  await session.ask('/v1/x');
  assert.deepEqual(sent, ['r1', 'r2']);
});

test('session_renewalForSomebodyElse_isOver', async () => {
  const { stage, session } = await signedIn({ refresh_token: 'r' });
  stage.token = () => stage.tokens({ id_token: tokenOf({ ...CLAIMS, sub: 'bob' }) });
  stage.now += 300_000;
  assert.equal((await session.ask('/v1/x')).status, 401);
  assert.equal(stage.last.kind, 'over');
});

test('session_issuerSilentAtRenewal_triesAgainWithTheNextQuestion', async () => {
  const { stage, session } = await signedIn({ refresh_token: 'r' });
  stage.now += 300_000;
  stage.token = () => null;
  await assert.rejects(session.ask('/v1/x'), /cannot be reached/);
  assert.equal(stage.last.kind, 'in');
  stage.token = () => stage.tokens();
  assert.equal((await session.ask('/v1/x')).status, 200);
});

test('session_tokenRefusedByTheApi_isRenewedOnceAndThenOver', async () => {
  const { stage, session } = await signedIn({ refresh_token: 'r' });
  const before = stage.asked.length;
  stage.api = (token) => (token === `Bearer access-${before - 1}` ? 401 : 200);
  assert.equal((await session.ask('/v1/x')).status, 200);
  stage.api = () => 401;
  assert.equal((await session.ask('/v1/x')).status, 401);
  stage.token = () => ({ error: 'invalid_grant' });
  assert.equal((await session.ask('/v1/x')).status, 401);
  assert.equal(stage.last.kind, 'over');
});

test('session_firstQuestion_leavesAtOnceAndOnlyOnce', async () => {
  const stage = new Stage();
  const session = stage.session();
  await session.resume();
  assert.deepEqual(stage.last, { kind: 'out' });
  let answered = false;
  const both = [session.ask('/v1/x'), session.ask('/v1/y')];
  both.forEach((each) => each.then(() => (answered = true)));
  for (let turn = 0; stage.left === null && turn < 1_000; turn++) {
    await new Promise(setImmediate);
  }
  assert.ok(stage.left !== null && !answered);
  assert.equal(stage.states.filter(({ kind }) => kind === 'leaving').length, 1);
});

test('session_startPage_sendsNobodyAway', async () => {
  const stage = new Stage();
  stage.address = new URL('https://page.example/');
  const session = stage.session();
  await session.resume();
  assert.equal((await session.ask('/v1/x')).status, 401);
  assert.equal(stage.left, null);
  assert.deepEqual(stage.last, { kind: 'out' });
});

test('session_signOut_endsItThereWithoutATokenInTheAddress', async () => {
  const { stage, session } = await signedIn({ refresh_token: 'r' });
  stage.left = null;
  await session.signOut();
  assert.deepEqual(stage.last, { kind: 'out' });
  assert.deepEqual(Object.fromEntries((stage.left as URL | null)?.searchParams ?? []), {
    client_id: 'page',
    post_logout_redirect_uri: 'https://page.example/',
    logout_uri: 'https://page.example/',
  });
});

test('session_anotherAccount_isAskedFor', async () => {
  const stage = new Stage();
  await stage.session().signIn('login');
  assert.equal(stage.left?.searchParams.get('prompt'), 'login');
});

test('transport_asSet_carriesEveryQuestion', async () => {
  await assert.rejects(apiFetch('/v1/x'), TypeError);
  askThrough((path, init) => Promise.resolve(Response.json([path, init?.method])));
  assert.deepEqual(await (await apiFetch('/v1/x', { method: 'GET' })).json(), ['/v1/x', 'GET']);
});
