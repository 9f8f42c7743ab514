import type { Failure } from '../api/answer.ts';
import type { Run, Status } from '../api/types.ts';
import { formatDuration, formatOffset } from './format.ts';

/** The one place where statuses, flags and failures get their words. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  SUCCEEDED: 'Succeeded',
  FAILED: 'Failed',
  RUNNING: 'Running',
  STALLED: 'Stalled',
  LOST: 'Lost',
  UNKNOWN: 'Unknown status',
};

/** What a status means of a run, for legends and tips. */
export const STATUS_MEANINGS: Readonly<Record<Status, string>> = {
  SUCCEEDED: 'ended well',
  FAILED: 'ended with an error',
  RUNNING: 'started, not ended yet',
  STALLED: 'started, and silent for too long',
  LOST: 'never ended, though its execution did',
  UNKNOWN: 'a status that this page does not know',
};

interface FlagWords {
  readonly short: string;
  readonly long: string;
}

const FLAGS: ReadonlyMap<string, FlagWords> = new Map([
  ['SLOW', { short: 'slow', long: 'Slower than 95 of 100 usual runs of this step.' }],
  [
    'CLOCK_SKEW',
    { short: 'clock skew', long: 'Its end is stamped before its start: two clocks disagree.' },
  ],
  [
    'START_MISSING',
    {
      short: 'no start',
      long: 'Only its end arrived. Where the end gives no duration, it is drawn as a point.',
    },
  ],
  [
    'DUPLICATE_STATE',
    {
      short: 'duplicate',
      long: 'More than one start or end came for this run: the earliest start and the latest end count.',
    },
  ],
  [
    'PARENT_INVALID',
    { short: 'parent?', long: 'It names a parent that is unknown, itself, or part of a circle.' },
  ],
  [
    'PARTLY_EXPIRED',
    {
      short: 'partly expired',
      long: 'Its oldest events are past their retention and may be gone.',
    },
  ],
]);

/** A flag that this page does not know is shown as it came. */
export function flagWords(flag: string): FlagWords {
  const plain = flag.toLowerCase().replaceAll('_', ' ');
  return FLAGS.get(flag) ?? { short: plain, long: plain };
}

const EXPECTED: ReadonlyMap<string, FlagWords> = new Map([
  ['NOT_REACHED', { short: 'not reached', long: 'Expected, and not reached.' }],
  ['BLOCKED', { short: 'blocked', long: 'Expected, and blocked: a step before it failed.' }],
  ['SKIPPED', { short: 'skipped', long: 'Left out; the execution went on without it.' }],
  ['OVERDUE', { short: 'overdue', long: 'Should have started by now.' }],
]);

export function expectedWords(state: string): FlagWords {
  const plain = state.toLowerCase().replaceAll('_', ' ');
  return EXPECTED.get(state) ?? { short: plain, long: plain };
}

/** One run as a sentence for those who do not see its bar. */
export function runSentence(run: Run, now: number): string {
  const parts = [
    `${STATUS_WORDS[run.status]}`,
    run.durationNanos === null
      ? `open for ${formatDuration(Math.max(0, now - run.startOffsetNanos))}`
      : `took ${formatDuration(run.durationNanos)}`,
    `started at ${formatOffset(run.startOffsetNanos)}`,
    `lane ${run.lane + 1}`,
  ];
  if (run.critical) {
    parts.push('on the critical path');
  }
  if ((run.waitNanos ?? 0) > 0) {
    parts.push(`after ${formatDuration(run.waitNanos ?? 0)} of waiting`);
  }
  return parts.join(', ');
}

export interface FailureWords {
  readonly title: string;
  /** What it means, in one sentence; the API's own detail is shown besides. */
  readonly meaning: string;
  readonly hints: readonly string[];
  readonly retry: boolean;
}

/** What each failure is called and what to do about it. */
export const FAILURE_WORDS: Readonly<Record<Failure['kind'], FailureWords>> = {
  'not-found': {
    title: 'No events of this execution',
    meaning: 'No event is stored under this account and execution.',
    hints: [
      'Check both ids: they are case-sensitive, and the execution id belongs to this account.',
      'A run that has only just begun takes a few seconds to arrive.',
      'Events are kept for a limited time; an older execution may be past it.',
    ],
    retry: true,
  },
  'bad-request': {
    title: 'These ids cannot be looked up',
    meaning: 'The API refused the question.',
    hints: ['Copy both ids again, without quotes or brackets around them.'],
    retry: false,
  },
  unauthorised: {
    title: 'You are not signed in',
    meaning: 'The API wants to know who asks, or your session is over.',
    hints: ['Sign in again; the link stays the same.'],
    retry: true,
  },
  'sign-in': {
    title: 'Sign-in did not work',
    meaning: 'Nobody is signed in, so nothing can be looked up.',
    hints: ['Sign in again; the link stays the same.'],
    retry: true,
  },
  misconfigured: {
    title: 'This page is set up wrongly',
    meaning: 'Its config.json does not say how to reach the API.',
    hints: ['Tell whoever runs Orion Trail; the field above is one of config.json.'],
    retry: false,
  },
  forbidden: {
    title: 'You may not see this',
    meaning: 'Your sign-in lacks the permission to look up journeys.',
    hints: ['Ask whoever runs Orion Trail for the scope journeys/read.'],
    retry: false,
  },
  expired: {
    title: 'This execution has expired',
    meaning: 'Its events are past their retention.',
    hints: ['Archived events can be replayed; whoever runs Orion Trail can do that.'],
    retry: false,
  },
  throttled: {
    title: 'Too many questions at once',
    meaning: 'The API is limiting how often it answers.',
    hints: ['Wait a few seconds and try again.'],
    retry: true,
  },
  server: {
    title: 'The API failed',
    meaning: 'The question arrived, but answering it went wrong. Your ids may well be right.',
    hints: ['Try again. If it goes on, give the request id below to whoever runs Orion Trail.'],
    retry: true,
  },
  unreachable: {
    title: 'The API cannot be reached',
    meaning: 'No answer came back.',
    hints: ['Check your connection or VPN.', 'In a local run: is it still running?'],
    retry: true,
  },
  timeout: {
    title: 'The API did not answer in time',
    meaning: 'The question was given up after 30 seconds.',
    hints: ['Try again; a very large execution is answered faster the second time.'],
    retry: true,
  },
  file: {
    title: 'This file is no timeline',
    meaning: 'It does not hold what the API answers for an execution.',
    hints: ['Take the file from the JSON view of an execution (Download), and open it as it is.'],
    retry: false,
  },
  malformed: {
    title: 'The answer makes no sense',
    meaning: 'Something answered, but not with a timeline this page understands.',
    hints: [
      'A proxy or a sign-in page may have answered in the API’s place.',
      'If this page was open for long, reload it: the API may be newer.',
    ],
    retry: true,
  },
};
