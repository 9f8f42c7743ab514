import type { Gap, Run } from '../api/types.ts';
import { endOf, type Journey } from './journey.ts';
import type { Span } from './scale.ts';

/** Where time can go. */
export type TimeUse = 'work' | 'tries' | 'backoff' | 'waiting' | 'unaccounted';

/** Every nanosecond of an execution once: the shares add up to the whole. */
export interface TimeAccount {
  readonly total: number;
  /** In the order of {@link TIME_USES}; those of nothing are left out. */
  readonly shares: readonly { readonly use: TimeUse; readonly nanos: number }[];
}

export const TIME_USES: readonly TimeUse[] = ['work', 'tries', 'backoff', 'waiting', 'unaccounted'];

/**
 * Goes along the critical path to the end of `whole`. While a run of the path is in progress it is
 * `work`. Before one, earlier tries of its step are `tries` and what lies between them `backoff`;
 * the rest of the wait is `unaccounted` where nothing at all was in progress, else `waiting`.
 */
export function timeAccountOf(journey: Journey, whole: Span): TimeAccount {
  const { runs, unaccounted } = journey.timeline;
  const sums = new Map<TimeUse, number>();
  const book = (use: TimeUse, from: number, to: number): number => {
    const end = Math.min(to, whole.to);
    sums.set(use, (sums.get(use) ?? 0) + Math.max(0, end - from));
    return Math.max(from, end);
  };
  const idle = idleWithin(unaccounted.gaps);
  const wait = (from: number, to: number): number => {
    let at = from;
    for (const gap of idle(from, to)) {
      at = book('waiting', at, Math.max(at, gap.from));
      at = book('unaccounted', at, gap.to);
    }
    return book('waiting', at, to);
  };
  let at = 0;
  for (const index of journey.links.path) {
    const run = runs[index] as Run;
    if (run.startOffsetNanos > at) {
      at = before(run, earlierTries(runs, index, at), at, wait, book);
    }
    at = book('work', at, Math.max(at, endOf(run, whole)));
  }
  wait(at, Math.max(at, whole.to));
  const shares = TIME_USES.map((use) => ({ use, nanos: sums.get(use) ?? 0 }));
  return { total: whole.to, shares: shares.filter((share) => share.nanos > 0) };
}

type Book = (use: TimeUse, from: number, to: number) => number;

function before(
  run: Run,
  tries: readonly Run[],
  from: number,
  wait: (from: number, to: number) => number,
  book: Book,
): number {
  let at = from;
  let first = true;
  for (const each of tries) {
    const start = Math.min(Math.max(at, each.startOffsetNanos), run.startOffsetNanos);
    const end = Math.min(
      each.startOffsetNanos + (each.durationNanos ?? Infinity),
      run.startOffsetNanos,
    );
    at = first && each.startOffsetNanos > from ? wait(at, start) : book('backoff', at, start);
    at = book('tries', at, Math.max(at, end));
    first = false;
  }
  return first
    ? wait(at, run.startOffsetNanos)
    : book('backoff', at, Math.max(at, run.startOffsetNanos));
}

/** Of the same step, with a lower attempt, and not over before `from`. */
function earlierTries(runs: readonly Run[], index: number, from: number): readonly Run[] {
  const { step, attempt } = runs[index] as Run;
  return attempt === 1
    ? []
    : runs
        .slice(0, index)
        .filter(
          (run) =>
            run.step === step &&
            run.attempt < attempt &&
            run.startOffsetNanos + (run.durationNanos ?? Infinity) >= from,
        );
}

/** Asked for later and later stretches, so it need not begin anew each time. */
function idleWithin(gaps: readonly Gap[]): (from: number, to: number) => readonly Span[] {
  let place = 0;
  return (from, to) => {
    const found: Span[] = [];
    while (place < gaps.length && endOfGap(gaps[place] as Gap) <= from) {
      place++;
    }
    for (let next = place; next < gaps.length; next++) {
      const gap = gaps[next] as Gap;
      if (gap.startOffsetNanos >= to) {
        break;
      }
      found.push({
        from: Math.max(from, gap.startOffsetNanos),
        to: Math.min(to, endOfGap(gap)),
      });
    }
    return found;
  };
}

function endOfGap(gap: Gap): number {
  return gap.startOffsetNanos + gap.durationNanos;
}

/** Whole percents that add up to 100: what rounding loses goes to where it lost most. */
export function percents(parts: readonly number[]): readonly number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (!(total > 0)) {
    return parts.map(() => 0);
  }
  const exact = parts.map((part) => (part / total) * 100);
  const floors = exact.map(Math.floor);
  let missing = 100 - floors.reduce((sum, part) => sum + part, 0);
  const byLoss = exact
    .map((part, index) => ({ index, loss: part - (floors[index] as number) }))
    .sort((a, b) => b.loss - a.loss);
  for (const { index } of byLoss) {
    if (missing-- > 0) {
      floors[index] = (floors[index] as number) + 1;
    }
  }
  return floors;
}
