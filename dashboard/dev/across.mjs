// Stands in for the API across executions. What a healthy API does not show on demand is asked for
// by a window of so many minutes (or, of an account's list, by the account's name): see STATES.
import { failed as failedFixture } from './fixtures.mjs';

/** The first row of every list leads to a failure that there is. */
const FAILED = failedFixture().runs.findLast((run) => run.status === 'FAILED');
const NOW = Date.UTC(2026, 10, 22, 10, 20, 0);
const MINUTE = 60_000;

/** By minutes of the window; an account of the same name does the same. */
export const STATES = {
  1: 'empty',
  2: 'slow',
  3: 'down',
  4: 'garbled',
  5: 'hostile',
  6: 'many',
  7: 'html',
  8: 'silent',
  9: 'wild',
  400: 'problem-400',
  401: 'problem-401',
  403: 'problem-403',
  429: 'problem-429',
  500: 'problem-500',
};

const PATHS = {
  '/v1/executions': executions,
  '/v1/failures': failures,
  '/v1/steps': steps,
  '/v1/step': step,
  '/v1/map': map,
  '/v1/blast-radius': blast,
  '/v1/completeness': completeness,
};

export const isAcross = (path) => Object.hasOwn(PATHS, path);

/** Answers, by `sendProblem` where a problem is wanted. */
export async function across(url, request, response, sendProblem) {
  const state = stateOf(url.searchParams);
  const status = /^problem-(\d+)$/.exec(state)?.[1];
  if (status !== undefined) {
    sendProblem(response, Number(status));
  } else if (state === 'down') {
    request.socket.destroy();
  } else if (state === 'silent') {
    request.socket.on('error', () => {});
  } else if (state === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  } else {
    if (state === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 4_500));
    }
    const body = state === 'garbled' ? { rows: 7 } : PATHS[url.pathname](url.searchParams, state);
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'mock-2' })
      .end(JSON.stringify(body));
  }
}

function stateOf(query) {
  const account = query.get('accountId');
  if (account !== null) {
    return Object.values(STATES).includes(account) ? account : 'usual';
  }
  if (query.get('cursor') !== null) {
    return query.get('cursor').split('@')[1];
  }
  const window = /^(\d+)m$/.exec(query.get('window') ?? '')?.[1];
  const from = Date.parse(query.get('from') ?? '');
  // Down: the question has been on its way, for longer on a slow machine.
  const minutes = window ?? Math.floor((Date.now() - from) / MINUTE);
  return STATES[minutes] ?? 'usual';
}

const at = (minutesAgo, millis = 0) =>
  new Date(NOW - minutesAgo * MINUTE + millis).toISOString().replace('Z', '000000Z');

const bad = (name) =>
  `"><img src=x onerror="window.harmed='${name}'"><script>window.harmed='${name}'</script>\${7*7}\u202e${name}`;

/** A page of a list of `length` rows; cursors are places. */
function page(query, state, name, length, row, more = {}) {
  const from = Number((query.get('cursor') ?? '0').split('@')[0]);
  const to = Math.min(length, from + Number(query.get('limit') ?? 50));
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, place) => row(from + place));
  return { ...more, [name]: rows, ...(to < length ? { nextCursor: `${to}@${state}` } : {}) };
}

const STATUSES = ['FAILED', 'SUCCEEDED', 'SUCCEEDED', 'RUNNING', 'SUCCEEDED', 'STALLED', 'FAILED'];

function executions(query, state) {
  const hostile = state === 'hostile';
  const length = { empty: 0, many: 170, hostile: 2 }[state] ?? 9;
  return page(
    query,
    state,
    'executions',
    length,
    (n) => {
      const status = hostile ? bad('status') : STATUSES[n % STATUSES.length];
      const over = status === 'FAILED' || status === 'SUCCEEDED';
      return {
        executionId: hostile ? bad(`execution${n}`) : n === 0 ? 'failed' : `exec-${1000 - n}`,
        status,
        startedAt: at(n * 47 + 4),
        endedAt: over ? at(n * 47 + 3) : null,
        durationNanos: over ? 4_800_000_000 + n * 133_000_000 : null,
        lastEventAt: at(n * 47 + 3),
        failedStep:
          status === 'FAILED' || hostile ? (hostile ? bad('step') : 'VERIFY_IDENTITY') : null,
        errorCode:
          status === 'FAILED' || hostile ? (hostile ? bad('code') : 'UPSTREAM_TIMEOUT') : null,
      };
    },
    { accountId: query.get('accountId') },
  );
}

const KINDS = [
  [
    'VERIFY_IDENTITY',
    'UPSTREAM_TIMEOUT',
    'POST https://identity.acme.example/v3/verify: no answer in 600 ms',
  ],
  [
    'VERIFY_IDENTITY',
    'UPSTREAM_TIMEOUT',
    'POST https://identity.acme.example/v3/verify: no answer in 600 ms',
  ],
  ['READ_DOCUMENTS', 'OCR_UNAVAILABLE', 'no free worker'],
  ['CREATE_ACCOUNT', null, 'ledger: duplicate key'],
  ['SEND_WELCOME', 'MAIL_BOUNCED', null],
];

function failures(query, state) {
  const hostile = state === 'hostile';
  const length = { empty: 0, many: 170, hostile: 2 }[state] ?? 23;
  const fits = ([step, code]) =>
    (query.get('step') ?? step) === step && (query.get('errorCode') ?? code) === code;
  const kinds = KINDS.filter(fits);
  return page(
    query,
    state,
    'failures',
    kinds.length === 0 && !hostile ? 0 : length,
    (n) => {
      const [step, code, message] = kinds[n % kinds.length] ?? [
        bad('step'),
        bad('code'),
        bad('message'),
      ];
      return {
        accountId: hostile ? bad('account').replaceAll('#', '') : `acct-${42 + (n % 7)}`,
        executionId: hostile ? bad('execution') : n === 0 ? 'failed' : `exec-${900 - n}`,
        step: hostile ? bad('step') : step,
        attempt: (n % 3) + 1,
        failedAt: at(n * 3 + 1),
        runId: n === 0 ? FAILED.runId : `r${n}`,
        durationNanos: n % 4 === 3 ? null : 607_000_000 + n * 1e6,
        errorCode: hostile ? bad('code') : code,
        errorMessage: hostile ? bad('message') : message,
        service: 'identity',
        host: 'i-0de7a0',
      };
    },
    { from: at(60), to: at(0), payload: state === 'wild' ? 'OMITTED_FOR_SCOPE' : 'INCLUDED' },
  );
}

/** The journey of the fixtures: each step and what it waits for. */
const JOURNEY = {
  RECEIVE_APPLICATION: [],
  VALIDATE_FORM: ['RECEIVE_APPLICATION'],
  FETCH_PROFILE: ['VALIDATE_FORM'],
  FETCH_DOCUMENTS: ['VALIDATE_FORM'],
  CHECK_SANCTIONS: ['VALIDATE_FORM'],
  SCORE_DEVICE: ['VALIDATE_FORM'],
  READ_DOCUMENTS: ['FETCH_DOCUMENTS'],
  MATCH_FACE: ['FETCH_PROFILE', 'FETCH_DOCUMENTS'],
  SCORE_CREDIT: ['CHECK_SANCTIONS'],
  VERIFY_IDENTITY: ['READ_DOCUMENTS', 'MATCH_FACE'],
  DECIDE: ['VERIFY_IDENTITY', 'SCORE_CREDIT', 'SCORE_DEVICE'],
  CREATE_ACCOUNT: ['DECIDE'],
  SEND_WELCOME: ['CREATE_ACCOUNT'],
};
const NAMES = Object.keys(JOURNEY);

function figures(n, share = 1) {
  const ended = Math.round((420 + ((n * 7919) % 260)) * share);
  const failed = Math.round(ended * [0, 0.004, 0.02, 0, 0.11][n % 5]);
  const p50 = (40 + ((n * 104_729) % 900)) * 1e6;
  const measured = n % 9 !== 8;
  return {
    started: ended + (n % 3),
    ended,
    failures: failed,
    failureRatio: ended === 0 ? null : failed / ended,
    p50Nanos: measured ? p50 : null,
    p95Nanos: measured ? p50 * 2.4 : null,
    p99Nanos: measured ? p50 * 4 : null,
  };
}

function namesOf(state) {
  const many = () => Array.from({ length: 130 }, (_, n) => `STEP_${String(n).padStart(3, '0')}`);
  return { empty: [], many: many(), hostile: [bad('step'), bad('other')] }[state] ?? NAMES;
}

function steps(query, state) {
  const named = namesOf(state).map((step, n) => ({ step, ...figures(n) }));
  const whole = { step: 'EXECUTION', ...figures(1), p50Nanos: 4.8e9, p95Nanos: 9.1e9 };
  return { from: at(60), to: at(0), steps: named.length === 0 ? [] : [whole, ...named] };
}

function step(query, state) {
  const name = query.get('step');
  const n = Math.max(0, NAMES.indexOf(name));
  const widths = Array.from({ length: state === 'empty' ? 0 : 12 }, (_, place) => place);
  return {
    step: name,
    from: at(60),
    to: at(0),
    // One stretch is missing: a step may rest.
    buckets: widths
      .filter((place) => place !== 4)
      .map((place) => ({
        from: at(60 - place * 5),
        widthNanos: 300e9,
        ...figures(n, (1 + ((place * 31) % 7)) / 48),
        p50Nanos: figures(n).p50Nanos === null ? null : figures(n).p50Nanos * (1 + (place % 4) / 8),
      })),
  };
}

function map(query, state) {
  const names = namesOf(state);
  const waits = (name, n) =>
    state === 'many' ? (n === 0 ? [] : [names[Math.floor(n / 3)]]) : (JOURNEY[name] ?? []);
  const edges = names.flatMap((name, n) =>
    waits(name, n).map((from) => ({ from, to: name, count: 300 + ((n * 7919) % 2_000) })),
  );
  const circle =
    state === 'wild'
      ? [
          { from: 'DECIDE', to: 'VALIDATE_FORM', count: 3 },
          { from: 'DECIDE', to: 'DECIDE', count: 7 },
          { from: 'NOWHERE', to: 'DECIDE', count: 1 },
        ]
      : [];
  return {
    from: at(60),
    to: at(0),
    nodes: names.map((name, n) => {
      const { ended, failureRatio, p95Nanos } = figures(n);
      return { step: name, ended, perMinute: ended / 60, failureRatio, p95Nanos };
    }),
    edges:
      state === 'hostile' ? [{ from: names[0], to: names[1], count: 4 }] : [...edges, ...circle],
  };
}

/** Of 8 emitters, two are worth a look: some of both are lost, and one says that others never left it. */
function completeness(query, state) {
  const hostile = state === 'hostile';
  const length = { empty: 0, many: 500, hostile: 2 }[state] ?? 8;
  const emitters = Array.from({ length }, (_, n) => {
    const numbered = 48_000 - n * 731;
    const dropped =
      n === 0 && state !== 'many'
        ? [
            { reason: hostile ? bad('reason') : 'BUFFER_FULL', events: 1_840 },
            { reason: 'TOO_LARGE', events: 3 },
          ]
        : [];
    const missing = [1_851, 1_012, 4][n] ?? 0;
    return {
      emitterId: hostile ? bad(`emitter${n}`) : `k7f3q0a${String(n).padStart(3, '0')}`,
      lastHeardAt: at(n === 5 ? 41 : 0, -1_000 * ((n * 7) % 30) - 2_000),
      numbered,
      stored: numbered - missing,
      missing,
      dropped,
    };
  });
  const sum = (of) => emitters.reduce((total, each) => total + of(each), 0);
  return {
    from: at(80),
    to: at(-40),
    asOf: at(0),
    lastHeardAt: emitters.length === 0 ? null : at(0, -2_000),
    numbered: sum((each) => each.numbered),
    stored: sum((each) => each.stored),
    untold: state === 'many' ? 12 : 0,
    missing: sum((each) => each.missing),
    dropped: sum((each) => each.dropped.reduce((total, { events }) => total + events, 0)),
    emitterCount: state === 'many' ? 731 : emitters.length,
    emitters,
  };
}

function blast(query, state) {
  const none = state === 'empty' || query.get('step') === null;
  const minutes = none
    ? []
    : Array.from({ length: 14 }, (_, n) => ({
        minute: at(40 - n * 2 - (n > 6 ? 9 : 0)),
        failures: 1 + ((n * 5) % 4),
      }));
  const failed = minutes.reduce((sum, each) => sum + each.failures, 0);
  return {
    step: query.get('step') ?? '',
    errorCode: query.get('errorCode'),
    from: at(60),
    to: at(0),
    failures: failed,
    executions: Math.round(failed * 0.6),
    accounts: Math.min(4, failed),
    firstSeen: none ? null : minutes[0].minute,
    minutes,
  };
}
