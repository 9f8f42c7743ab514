// Timelines for every state of the page, by execution id. `npm run mock` serves them; the
// screenshots and the measurements use them.
import { timeline } from './assemble.mjs';

const START = Date.UTC(2026, 10, 22, 10, 15, 30);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ONBOARDING = [
  { step: 'RECEIVE_APPLICATION', at: 0, took: 42, usual: [40, 90], service: 'intake' },
  { step: 'VALIDATE_FORM', at: 55, took: 61, after: ['RECEIVE_APPLICATION'], usual: [55, 120] },
  {
    step: 'FETCH_PROFILE',
    at: 130,
    took: 260,
    after: ['VALIDATE_FORM'],
    usual: [210, 480],
    service: 'profile',
  },
  {
    step: 'FETCH_DOCUMENTS',
    at: 132,
    took: 420,
    after: ['VALIDATE_FORM'],
    usual: [400, 700],
    service: 'documents',
  },
  {
    step: 'CHECK_SANCTIONS',
    at: 135,
    took: 180,
    after: ['VALIDATE_FORM'],
    usual: [150, 400],
    service: 'compliance',
  },
  {
    step: 'SCORE_DEVICE',
    at: 140,
    took: 95,
    after: ['VALIDATE_FORM'],
    usual: [80, 150],
    service: 'risk',
  },
];

export const succeeded = () =>
  timeline(
    {
      start: START,
      status: 'SUCCEEDED',
      verdict:
        'Succeeded in 3.08 s after 1 retry of READ_DOCUMENTS (OCR_UNAVAILABLE); CREATE_ACCOUNT took longer than usual.',
    },
    [
      ...ONBOARDING,
      {
        step: 'READ_DOCUMENTS',
        at: 570,
        took: 310,
        after: ['FETCH_DOCUMENTS'],
        status: 'FAILED',
        error: { code: 'OCR_UNAVAILABLE', message: 'no free worker' },
        usual: [380, 620],
        service: 'documents',
      },
      {
        step: 'READ_DOCUMENTS',
        at: 1180,
        took: 440,
        attempt: 2,
        after: ['FETCH_DOCUMENTS'],
        usual: [380, 620],
        service: 'documents',
      },
      {
        step: 'MATCH_FACE',
        at: 560,
        took: 350,
        after: ['FETCH_PROFILE', 'FETCH_DOCUMENTS'],
        usual: [300, 600],
        service: 'identity',
      },
      {
        step: 'VERIFY_IDENTITY',
        at: 1640,
        took: 385,
        after: ['READ_DOCUMENTS', 'MATCH_FACE'],
        usual: [310, 900],
        service: 'identity',
        attributes: { provider: 'acme', region: 'eu-west-1' },
      },
      {
        step: 'SCORE_CREDIT',
        at: 330,
        took: 720,
        after: ['CHECK_SANCTIONS'],
        usual: [650, 1100],
        service: 'risk',
      },
      {
        step: 'DECIDE',
        at: 2040,
        took: 66,
        after: ['VERIFY_IDENTITY', 'SCORE_CREDIT', 'SCORE_DEVICE'],
        usual: [60, 110],
      },
      {
        step: 'CREATE_ACCOUNT',
        at: 2130,
        took: 410,
        after: ['DECIDE'],
        usual: [280, 360],
        flags: ['SLOW'],
        service: 'ledger',
      },
      {
        step: 'OPEN_WALLET',
        at: 2552,
        took: 230,
        after: ['CREATE_ACCOUNT'],
        usual: [220, 500],
        service: 'ledger',
      },
      {
        step: 'ISSUE_CARD',
        at: 2555,
        took: 480,
        after: ['CREATE_ACCOUNT'],
        usual: [430, 800],
        service: 'cards',
      },
      {
        step: 'SEND_WELCOME',
        at: 2556,
        took: 130,
        after: ['CREATE_ACCOUNT'],
        usual: [120, 260],
        service: 'messages',
      },
      {
        step: 'PUBLISH',
        at: 3050,
        took: 30,
        after: ['ISSUE_CARD', 'OPEN_WALLET'],
        usual: [30, 60],
      },
    ],
  );

const timeout = {
  code: 'UPSTREAM_TIMEOUT',
  message:
    'POST https://identity.acme.example/v3/verify: no answer in 600 ms (connect 12 ms, sent 4 812 bytes)',
};

export const failed = () =>
  timeline(
    {
      start: START,
      status: 'FAILED',
      verdict:
        'Failed at VERIFY_IDENTITY (UPSTREAM_TIMEOUT) on attempt 3 after 607 ms; 6 later steps not reached; 1.12 s unaccounted for.',
      duplicateCount: 2,
      expected: [
        { step: 'DECIDE', state: 'BLOCKED' },
        { step: 'CREATE_ACCOUNT', state: 'NOT_REACHED' },
        { step: 'OPEN_WALLET', state: 'NOT_REACHED' },
        { step: 'ISSUE_CARD', state: 'NOT_REACHED' },
        { step: 'SEND_WELCOME', state: 'NOT_REACHED' },
        { step: 'PUBLISH', state: 'NOT_REACHED' },
      ],
    },
    [
      ...ONBOARDING,
      {
        step: 'READ_DOCUMENTS',
        at: 560,
        took: 410,
        after: ['FETCH_DOCUMENTS'],
        usual: [380, 620],
        service: 'documents',
      },
      {
        step: 'MATCH_FACE',
        at: 562,
        took: 350,
        after: ['FETCH_PROFILE', 'FETCH_DOCUMENTS'],
        usual: [300, 600],
        service: 'identity',
      },
      {
        step: 'SCORE_CREDIT',
        at: 330,
        took: 720,
        after: ['CHECK_SANCTIONS'],
        usual: [650, 1100],
        service: 'risk',
      },
      ...[0, 1, 2].map((n) => ({
        step: 'VERIFY_IDENTITY',
        at: 1100 + n * 1000 + (n === 2 ? 250 : 0),
        took: 601 + n * 3,
        attempt: n + 1,
        after: ['READ_DOCUMENTS', 'MATCH_FACE'],
        status: 'FAILED',
        error: timeout,
        usual: [310, 560],
        flags: ['SLOW'],
        service: 'identity',
        host: `i-0de7a${n}`,
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        attributes: { provider: 'acme', region: 'eu-west-1', documentType: 'passport' },
      })),
    ],
  );

/** As of `elapsed` milliseconds: runs appear and end until it has succeeded after `last`. */
export function running(elapsed, start = START, last = 400_000) {
  const plan = [
    ...ONBOARDING.map((run) => ({ ...run, at: run.at * 4, took: run.took * 4 })),
    {
      step: 'READ_DOCUMENTS',
      at: 2300,
      took: 5200,
      after: ['FETCH_DOCUMENTS'],
      usual: [1500, 4000],
      flags: ['SLOW'],
    },
    { step: 'MATCH_FACE', at: 2310, took: 2900, after: ['FETCH_PROFILE'], usual: [1500, 4000] },
    {
      step: 'MANUAL_REVIEW',
      at: 7700,
      took: last - 19_000,
      after: ['READ_DOCUMENTS', 'MATCH_FACE'],
      service: 'back-office',
    },
    { step: 'SCORE_CREDIT', at: 5400, took: 6_000, after: ['CHECK_SANCTIONS'] },
    { step: 'CREATE_ACCOUNT', at: last - 11_000, took: 6_000, after: ['MANUAL_REVIEW'] },
    { step: 'ISSUE_CARD', at: last - 4_900, took: 4_800, after: ['CREATE_ACCOUNT'] },
  ];
  const runs = plan
    .filter((run) => run.at <= elapsed)
    .map((run) => (run.at + run.took <= elapsed ? run : { ...run, took: null }));
  const open = runs.filter((run) => run.took === null);
  const done = elapsed > last;
  return timeline(
    {
      start,
      executionId: 'running',
      status: done ? 'SUCCEEDED' : 'RUNNING',
      verdict: done
        ? `Succeeded in ${(last - 100) / 1000} s.`
        : `Running: ${open.map((run) => run.step).join(' and ')} since ${new Date(start + (open.at(0)?.at ?? 0)).toISOString().slice(11, 19)} UTC.`,
      asOf: new Date(start + elapsed).toISOString(),
    },
    runs,
  );
}

export const stalled = () =>
  timeline(
    {
      start: START,
      executionId: 'stalled',
      status: 'STALLED',
      verdict:
        'Stalled in ISSUE_CARD: nothing was heard since 10:15:31.500 UTC; PUBLISH is overdue.',
      asOf: new Date(START + 80 * 60_000 + 2600).toISOString(),
      expected: [
        { step: 'PUBLISH', state: 'OVERDUE' },
        { step: 'SEND_SURVEY', state: 'SKIPPED' },
      ],
    },
    [
      ...ONBOARDING,
      { step: 'DECIDE', at: 900, took: 80, after: ['FETCH_DOCUMENTS'] },
      { step: 'CREATE_ACCOUNT', at: 1000, took: 420, after: ['DECIDE'] },
      {
        step: 'ISSUE_CARD',
        at: 1500,
        took: null,
        status: 'STALLED',
        after: ['CREATE_ACCOUNT'],
        usual: [430, 800],
      },
    ],
  );

export const lost = () =>
  timeline(
    {
      start: START,
      executionId: 'lost',
      status: 'SUCCEEDED',
      verdict: 'Succeeded in 2.45 s; older events may have expired.',
      asOf: new Date(START + HOUR).toISOString(),
      flags: ['PARTLY_EXPIRED'],
    },
    [
      ...ONBOARDING,
      { step: 'AUDIT_TRAIL', at: 300, took: null, status: 'LOST', after: ['VALIDATE_FORM'] },
      { step: 'PING', at: 700, took: 0, flags: ['START_MISSING'] },
      {
        step: 'DECIDE',
        at: 1900,
        took: 550,
        after: ['FETCH_DOCUMENTS'],
        status: 'REVIEWED',
        flags: ['CLOCK_SKEW', 'NEW_FLAG'],
      },
    ],
  );

/** A container with runs inside, and points. */
export const nested = () =>
  timeline(
    { start: START, executionId: 'nested', status: 'SUCCEEDED', verdict: 'Succeeded in 1.2 s.' },
    [
      { step: 'ONBOARD', at: 0, took: 1000, runId: 'outer' },
      { step: 'RECEIVE', at: 10, took: 90, parent: 'outer' },
      { step: 'CHECK', at: 150, took: 550, parent: 'outer', runId: 'check', after: ['RECEIVE'] },
      { step: 'CHECK_NAME', at: 160, took: 200, parent: 'check' },
      { step: 'CHECK_ADDRESS', at: 165, took: 500, parent: 'check' },
      { step: 'STORE', at: 1100, took: 100, after: ['CHECK', 'MISSING'], unresolved: ['MISSING'] },
    ],
  );

/** Weeks long, mostly idle, mostly points: what real case-work looks like. */
export const loan = () => {
  const runs = [];
  for (let day = 0; day < 32; day++) {
    const morning = day * DAY + ((day * 7919) % 9) * HOUR;
    runs.push({
      step: 'A_UPDATED',
      at: morning,
      took: 0,
      flags: ['START_MISSING'],
      attributes: { resource: '10863' },
    });
    if (day % 3 === 0) {
      runs.push({
        step: 'W_CALL_AFTER_OFFER',
        at: morning + HOUR,
        took: 11 * 60_000 + day * 1000,
        attempt: 1 + day / 3,
      });
    }
    if (day % 7 === 2) {
      runs.push({ step: 'W_COMPLETE_APPLICATION', at: morning + 2 * HOUR, took: 30 * HOUR });
    }
  }
  runs.push({
    step: 'A_DECLINED',
    at: 32 * DAY,
    took: 0,
    status: 'FAILED',
    error: { code: 'A_DECLINED', message: null },
  });
  return timeline(
    {
      start: Date.UTC(2011, 9, 1, 8, 0, 0),
      executionId: 'loan',
      status: 'FAILED',
      verdict: 'Failed at A_DECLINED (A_DECLINED) after 32 d.',
    },
    runs,
  );
};

/** `number` runs in waves of parallel work with some failures; quick to make, so no exact path. */
export function large(number) {
  const steps = [
    'FETCH_PAGE',
    'PARSE_PAGE',
    'MATCH_RECORD',
    'WRITE_RECORD',
    'NOTIFY',
    'INDEX_RECORD',
    'AUDIT',
  ];
  const runs = [];
  for (let n = 0; n < number; n++) {
    const wave = Math.floor(n / 8);
    const bad = n % 997 === 500;
    runs.push({
      step: steps[n % steps.length],
      at: wave * 25 + (n % 8) * 2,
      took: 8 + ((n * 7919) % 130) / 10,
      status: bad ? 'FAILED' : 'SUCCEEDED',
      ...(bad
        ? { error: { code: 'WRITE_CONFLICT', message: `record ${n} changed meanwhile` } }
        : {}),
      attempt: 1,
      attributes: { record: String(n) },
    });
  }
  const made = timeline(
    { start: START, executionId: `large-${number}`, status: 'FAILED' },
    runs.slice(0, 1),
  );
  return { ...made, ...assembleLarge(runs, number) };
}

function assembleLarge(runs, number) {
  const lanes = [];
  let end = 0;
  let path = null;
  const json = runs.map((run, place) => {
    const free = lanes.findIndex((until) => until <= run.at);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = run.at + run.took;
    end = Math.max(end, run.at + run.took);
    const critical = place % 8 === 0;
    const made = {
      runId: `r${place}`,
      step: run.step,
      attempt: 1,
      lane,
      status: run.status,
      startedAt: new Date(START + run.at).toISOString().replace('Z', '000000Z'),
      endedAt: new Date(START + run.at + run.took).toISOString().replace('Z', '000000Z'),
      startOffsetNanos: Math.round(run.at * 1e6),
      durationNanos: Math.round(run.took * 1e6),
      dependencies: [],
      unresolvedDependencies: [],
      critical,
      slackNanos: critical ? 0 : 4_000_000,
      waitNanos: critical && path ? Math.max(0, Math.round((run.at - path) * 1e6)) : 0,
      flags: [],
      error: run.error ?? null,
      service: 'import',
      host: `i-${lane}`,
      attributes: run.attributes,
    };
    path = critical ? run.at + run.took : path;
    return made;
  });
  const failures = json.filter((run) => run.status === 'FAILED').length;
  return {
    status: 'FAILED',
    verdict: `Failed at WRITE_RECORD (WRITE_CONFLICT): ${failures} of ${number} runs failed.`,
    durationNanos: Math.round(end * 1e6),
    endedAt: new Date(START + end).toISOString(),
    lastEventAt: new Date(START + end).toISOString(),
    asOf: new Date(START + end + 60_000).toISOString(),
    eventCount: number * 2,
    laneCount: lanes.length,
    runs: json,
    criticalPath: json
      .filter((run) => run.critical)
      .map((run) => ({ runId: run.runId, waitNanos: run.waitNanos, inferred: true })),
    unaccounted: { totalNanos: 0, gaps: [] },
  };
}

/** Text that would do harm as markup, in every field that carries text. */
export const hostile = () => {
  const bad = (name) =>
    `"><img src=x onerror="window.harmed='${name}'"><script>window.harmed='${name}'</script>\${7*7}{{7*7}}\u202e${name}`;
  return timeline(
    {
      start: START,
      accountId: bad('account'),
      executionId: bad('execution'),
      status: 'FAILED',
      verdict: bad('verdict'),
      flags: [bad('flag')],
      expected: [{ step: bad('expected'), state: bad('state') }],
    },
    [
      {
        step: bad('step'),
        at: 0,
        took: 100,
        status: 'FAILED',
        error: { code: bad('code'), message: bad('message') },
        service: bad('service'),
        host: bad('host'),
        traceId: bad('trace'),
        runId: bad('run').replaceAll('#', ''),
        flags: [bad('flag')],
        attributes: { [bad('name')]: bad('value') },
        after: [bad('after')],
        unresolved: [bad('after')],
      },
    ],
  );
};

export const bracketOnly = () =>
  timeline(
    {
      start: START,
      executionId: 'empty',
      status: 'RUNNING',
      verdict: 'Running: nothing in progress since 10:15:30.000 UTC.',
      asOf: new Date(START + 3000).toISOString(),
    },
    [],
  );
