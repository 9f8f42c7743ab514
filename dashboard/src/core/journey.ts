import type { Run, Status, Timeline } from '../api/types.ts';
import { linksOf, type Links } from './links.ts';
import type { Span } from './scale.ts';
import { nanosBetween, parseMoment, type Moment } from './time.ts';

/** A timeline with what drawing needs looked up once: keys, links, order of failures, extent. */
export interface Journey {
  readonly timeline: Timeline;
  readonly unreadableRuns: number;
  readonly startedAt: Moment | null;
  readonly links: Links;
  /** By {@link runKey}; where two runs share a key, the first. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Runs that went wrong or never ended, in order. */
  readonly problems: readonly number[];
  /** The failure that the verdict speaks of, else what else to look at first; -1 without any. */
  readonly decisive: number;
  readonly counts: ReadonlyMap<Status, number>;
  /** The latest moment known of, from the start; open runs are drawn to here at least. */
  readonly knownEnd: number;
  readonly hasOpenRuns: boolean;
  /** `asOf` from the start. */
  readonly asOfOffset: number;
}

const PROBLEMS: ReadonlySet<Status> = new Set(['FAILED', 'STALLED', 'LOST', 'UNKNOWN']);

/** Two steps may share a runId, so a run is named by both. A runId holds no `#`. */
export function runKey(run: Run): string {
  return `${run.step}#${run.runId}`;
}

export function journeyOf(timeline: Timeline, unreadableRuns = 0): Journey {
  const runs = timeline.runs;
  const indexOf = new Map<string, number>();
  const counts = new Map<Status, number>();
  const problems: number[] = [];
  let knownEnd = timeline.durationNanos ?? 0;
  runs.forEach((run, index) => {
    const key = runKey(run);
    if (!indexOf.has(key)) {
      indexOf.set(key, index);
    }
    counts.set(run.status, (counts.get(run.status) ?? 0) + 1);
    if (PROBLEMS.has(run.status)) {
      problems.push(index);
    }
    knownEnd = Math.max(knownEnd, run.startOffsetNanos + (run.durationNanos ?? 0));
  });
  const startedAt = parseMoment(timeline.startedAt);
  const offset = (text: string | null): number => {
    const moment = parseMoment(text);
    return moment === null || startedAt === null ? 0 : nanosBetween(startedAt, moment);
  };
  return {
    timeline,
    unreadableRuns,
    startedAt,
    links: linksOf(timeline),
    indexOf,
    problems,
    decisive: decisive(runs, problems),
    counts,
    knownEnd: Math.max(knownEnd, offset(timeline.lastEventAt)),
    hasOpenRuns: runs.some(isOpen),
    asOfOffset: Math.max(0, offset(timeline.asOf)),
  };
}

/** Of the failures that nothing made good for, and that enclose no other, the one that ended last. */
function decisive(runs: readonly Run[], problems: readonly number[]): number {
  const rank = (index: number): readonly number[] => {
    const run = runs[index] as Run;
    const failed = run.status === 'FAILED';
    const end = run.startOffsetNanos + (run.durationNanos ?? 0);
    return [failed && run.recovered !== true ? 1 : 0, failed ? 1 : 0, run.container ? 0 : 1, end];
  };
  let best = -1;
  for (const index of problems) {
    if (best < 0 || isAtLeast(rank(index), rank(best))) {
      best = index;
    }
  }
  return best;
}

/** Compares part by part. */
function isAtLeast(a: readonly number[], b: readonly number[]): boolean {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place < 0 || (a[place] ?? 0) > (b[place] ?? 0);
}

/** How far an open run reaches beyond the last event, as a share of the whole. */
const OPEN_END = 0.05;

/**
 * All there is to see. A running execution reaches to the present, `sinceAsOf` nanoseconds after
 * the API answered. Any other ends with its last event, however long ago that was, and a little
 * later where runs are still open, so that their open ends are seen.
 */
export function wholeOf(journey: Journey, sinceAsOf: number): Span {
  let end = journey.knownEnd;
  if (journey.timeline.status === 'RUNNING') {
    end = Math.max(end, journey.asOfOffset + Math.max(0, sinceAsOf));
  } else if (journey.hasOpenRuns) {
    end *= 1 + OPEN_END;
  }
  return { from: 0, to: end > 0 ? end : 1e6 };
}

/** Where the run's bar ends: an open one reaches to the end of the whole. */
export function endOf(run: Run, whole: Span): number {
  return run.durationNanos === null
    ? Math.max(run.startOffsetNanos, whole.to)
    : run.startOffsetNanos + run.durationNanos;
}

export function isOpen(run: Run): boolean {
  return run.durationNanos === null;
}

/** The next (or previous) problem after the selected run, around the end; the decisive one first. */
export function nextProblem(journey: Journey, selected: number, direction: 1 | -1): number {
  const problems = journey.problems;
  if (selected < 0 || problems.length === 0) {
    return journey.decisive;
  }
  return direction > 0
    ? (problems.find((index) => index > selected) ?? problems[0] ?? -1)
    : (problems.findLast((index) => index < selected) ?? problems.at(-1) ?? -1);
}
