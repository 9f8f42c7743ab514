import type { Run, Status } from '../api/types.ts';
import { formatDuration, formatOffset } from './format.ts';

/** The one place where statuses and flags get their words. */
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
