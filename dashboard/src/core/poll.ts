import type { Status } from '../api/types.ts';

/** What decides when to ask the API again. */
export interface PollSituation {
  readonly status: Status;
  readonly paused: boolean;
  readonly hidden: boolean;
  /** Questions in a row that had no good answer. */
  readonly failures: number;
  /** Since a watched execution ended, in milliseconds; null where it was over from the start. */
  readonly sinceEnded: number | null;
}

const RUNNING_MS = 2_000;
const STALLED_MS = 15_000;
const AFTER_FAILURE_MS = 5_000;
const LONGEST_MS = 60_000;
/** Late events may follow the end. */
const LINGER_MS = 6_000;

/** Milliseconds until the next question, or null where there is nothing to wait for. */
export function nextPoll(situation: PollSituation): number | null {
  if (situation.paused || situation.hidden) {
    return null;
  }
  const usual = usualDelay(situation);
  if (usual === null || situation.failures === 0) {
    return usual;
  }
  return Math.min(LONGEST_MS, AFTER_FAILURE_MS * 2 ** (situation.failures - 1));
}

function usualDelay({ status, sinceEnded }: PollSituation): number | null {
  if (status === 'RUNNING') {
    return RUNNING_MS;
  }
  if (status === 'STALLED') {
    return STALLED_MS;
  }
  return sinceEnded !== null && sinceEnded < LINGER_MS ? RUNNING_MS : null;
}
