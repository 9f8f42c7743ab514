import fc from 'fast-check';
import type { Run, Status, Timeline } from '../src/api/types.ts';
import { decodeTimeline } from '../src/api/decode.ts';

const printable = (pattern: RegExp) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((text) => text.trim() === text && text !== '' && !/\p{Cc}/u.test(text))
    .filter((text) => pattern.test(text) && [...text].length <= 128);

/** Any legal account id, as someone would look it up: without spaces around it. */
export const account = printable(/^[^#]+$/);
export const execution = printable(/^.+$/su);

const status = fc.constantFrom<Status>(
  'SUCCEEDED',
  'FAILED',
  'RUNNING',
  'STALLED',
  'LOST',
  'UNKNOWN',
);

/** One run as the API could send it; open where the status says so. */
export const runJson = fc
  .record({
    step: fc.constantFrom('A', 'B', 'C', 'D_LONGER', 'É'),
    status,
    start: fc.integer({ min: 0, max: 10_000 }),
    duration: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 })),
    attempt: fc.integer({ min: 1, max: 4 }),
    dependencies: fc.uniqueArray(fc.integer({ min: -1, max: 45 }), { maxLength: 3 }),
    parent: fc.option(fc.integer({ min: -1, max: 45 })),
    critical: fc.boolean(),
  })
  .map(({ start, duration, ...run }) => ({
    ...run,
    startOffsetNanos: start * 1000,
    durationNanos: ['RUNNING', 'STALLED', 'LOST'].includes(run.status) ? null : duration * 1000,
  }));

/** A timeline of such runs in the API's order, in lanes given as the API gives them. */
export const timeline: fc.Arbitrary<Timeline> = fc
  .array(runJson, { maxLength: 40 })
  .map((runs) => timelineOf(runs));

export function timelineOf(runs: readonly object[], more: object = {}): Timeline {
  const ordered = runs
    .map((run, place) => ({ runId: `r${place}`, ...run }) as Partial<Run> & { lane?: number })
    .sort((a, b) => (a.startOffsetNanos ?? 0) - (b.startOffsetNanos ?? 0) || end(a) - end(b));
  const lanes: number[] = [];
  for (const run of ordered) {
    const start = run.startOffsetNanos ?? 0;
    const free = lanes.findIndex((until) => until <= start);
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = Math.max(end(run), start + 1);
    (run as { lane: number }).lane = lane;
  }
  return decodeTimeline({
    accountId: 'a',
    executionId: 'e',
    status: 'SUCCEEDED',
    startedAt: '2026-03-01T10:00:00.000000000Z',
    asOf: '2026-03-01T10:01:00Z',
    laneCount: lanes.length,
    runs: ordered,
    ...more,
  }).timeline;
}

function end(run: Partial<Run>): number {
  return run.durationNanos === null
    ? Infinity
    : (run.startOffsetNanos ?? 0) + (run.durationNanos ?? 0);
}
