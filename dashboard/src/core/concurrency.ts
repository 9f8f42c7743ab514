import type { Run } from '../api/types.ts';
import { endOf } from './journey.ts';
import type { Span } from './scale.ts';

/** How many runs were in progress: `counts[i]` from `times[i]` until `times[i + 1]`. */
export interface Concurrency {
  readonly times: Float64Array;
  readonly counts: Int32Array;
  readonly most: number;
}

/** A run that ends when another starts makes room for it; a point counts for one nanosecond. */
export function concurrencyOf(runs: readonly Run[], whole: Span): Concurrency {
  const starts = Float64Array.from(runs, (run) => run.startOffsetNanos).sort();
  const ends = Float64Array.from(runs, (run) =>
    Math.max(endOf(run, whole), run.startOffsetNanos + 1),
  ).sort();
  const times: number[] = [];
  const counts: number[] = [];
  let started = 0;
  let ended = 0;
  let most = 0;
  while (ended < ends.length) {
    const time = Math.min(starts[started] ?? Infinity, ends[ended] ?? Infinity);
    while (ended < ends.length && (ends[ended] as number) <= time) {
      ended++;
    }
    while (started < starts.length && (starts[started] as number) <= time) {
      started++;
    }
    times.push(time);
    counts.push(started - ended);
    most = Math.max(most, started - ended);
  }
  return { times: Float64Array.from(times), counts: Int32Array.from(counts), most };
}
