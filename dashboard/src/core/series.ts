import type { StepBucket } from '../api/across-types.ts';
import { nanosBetween, parseMoment, plus, SECOND, type Moment } from './time.ts';

/** One stretch of a series; null where nothing was measured. */
export interface Slot {
  readonly from: Moment;
  readonly ended: number;
  readonly failures: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Equal stretches of time, oldest first and without holes. */
export interface Series {
  readonly from: Moment;
  readonly widthNanos: number;
  readonly slots: readonly Slot[];
}

/** More would be finer than a pixel. */
const MOST_SLOTS = 800;

/** Buckets on a regular grid that covers the window; those left out by the API are empty. */
export function seriesOf(
  buckets: readonly StepBucket[],
  from: Moment,
  to: Moment,
  usualWidth: number,
): Series {
  const widthNanos = Math.max(SECOND, buckets[0]?.widthNanos ?? usualWidth);
  const start = floorTo(from, widthNanos);
  const number = Math.ceil(nanosBetween(start, to) / widthNanos);
  const slots: Slot[] = Array.from(
    { length: Math.min(MOST_SLOTS, Math.max(1, number)) },
    (_, place) => ({
      from: plus(start, place * widthNanos),
      ended: 0,
      failures: 0,
      p50: null,
      p95: null,
    }),
  );
  for (const bucket of buckets) {
    const at = parseMoment(bucket.from);
    const place = at === null ? -1 : Math.floor(nanosBetween(start, at) / widthNanos);
    const slot = slots[place];
    if (slot !== undefined) {
      slots[place] = {
        ...slot,
        ended: slot.ended + bucket.ended,
        failures: slot.failures + bucket.failures,
        p50: bucket.p50Nanos,
        p95: bucket.p95Nanos,
      };
    }
  }
  return { from: start, widthNanos, slots };
}

/** Round widths for grouping what is counted by minutes, in nanoseconds. */
const BINS: readonly number[] = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map(
  (minutes) => minutes * 60 * SECOND,
);

export interface Bins {
  readonly from: Moment;
  readonly widthNanos: number;
  readonly counts: readonly number[];
}

/** Counts by the minute in at most `most` equal bins that cover the window. */
export function binsOf(
  minutes: readonly { readonly minute: string; readonly failures: number }[],
  from: Moment,
  to: Moment,
  most: number,
): Bins {
  const length = Math.max(0, nanosBetween(from, to));
  const widthNanos = BINS.find((width) => length / width <= most - 1) ?? (BINS.at(-1) as number);
  const start = floorTo(from, widthNanos);
  const number = Math.max(1, Math.ceil(nanosBetween(start, to) / widthNanos));
  const counts = new Array<number>(Math.min(most, number)).fill(0);
  for (const { minute, failures } of minutes) {
    const at = parseMoment(minute);
    const place = at === null ? -1 : Math.floor(nanosBetween(start, at) / widthNanos);
    if (place >= 0 && place < counts.length) {
      counts[place] = (counts[place] ?? 0) + failures;
    }
  }
  return { from: start, widthNanos, counts };
}

/** The last multiple of the width, counted from 1970, that is not after the moment. */
function floorTo(moment: Moment, widthNanos: number): Moment {
  const width = Math.max(1, Math.round(widthNanos / SECOND));
  return { seconds: Math.floor(moment.seconds / width) * width, nanos: 0 };
}
