import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Status } from '../src/api/types.ts';
import { barsOf } from '../src/core/bars.ts';
import { concurrencyOf } from '../src/core/concurrency.ts';
import { endOf, journeyOf, nextProblem, wholeOf } from '../src/core/journey.ts';
import { isUnfiltered } from '../src/core/filter.ts';
import { rowsOf, type RowFilter } from '../src/core/rows.ts';
import { between, pan, reveal, scaleOf, within, zoom, type Span } from '../src/core/scale.ts';
import { timeline, timelineOf } from './arbitraries.ts';

const ALL: RowFilter = {
  text: '',
  statuses: new Set<Status>(),
  criticalOnly: false,
  expected: true,
};
const grouping = fc.constantFrom('runs' as const, 'lanes' as const, 'steps' as const);
const WHOLE: Span = { from: 0, to: 1e9 };
const spanInside = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([a, b]) => between(a * WHOLE.to, b * WHOLE.to, WHOLE));

function inside(span: Span, whole: Span): void {
  assert.ok(span.from >= whole.from - 1e-3 && span.to <= whole.to + 1e-3, JSON.stringify(span));
  assert.ok(span.to > span.from, JSON.stringify(span));
}

test('scale_thereAndBack_isTheSame', () => {
  fc.assert(
    fc.property(spanInside, fc.double({ min: 0, max: 1, noNaN: true }), ({ from, to }, share) => {
      const scale = scaleOf({ from, to }, 1000, 8);
      const at = from + (to - from) * share;
      assert.ok(Math.abs(scale.at(scale.x(at)) - at) <= (to - from) * 1e-9);
      assert.ok(scale.x(at) >= 8 - 1e-6 && scale.x(at) <= 992 + 1e-6);
    }),
  );
});

test('zoomAndPan_any_stayInside', () => {
  fc.assert(
    fc.property(
      spanInside,
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      (span, factor, share) => {
        inside(zoom(span, WHOLE, factor, span.from + (span.to - span.from) * 0.3), WHOLE);
        const panned = pan(span, WHOLE, share);
        inside(panned, WHOLE);
        assert.ok(Math.abs(panned.to - panned.from - (span.to - span.from)) < 1e-3);
      },
    ),
    { numRuns: 500 },
  );
});

test('zoom_aboutAnAnchor_keepsItInPlace', () => {
  const span = zoom({ from: 4e8, to: 6e8 }, WHOLE, 0.5, 4.5e8);
  assert.deepEqual(span, { from: 4.25e8, to: 5.25e8 });
});

test('zoom_inAndIn_endsAtTheShortest', () => {
  let span = WHOLE;
  for (let n = 0; n < 100; n++) {
    span = zoom(span, WHOLE, 0.5, 5e8);
  }
  assert.ok(Math.abs(span.to - span.from - 100) < 1e-6);
});

test('within_longerThanWhole_isTheWhole', () => {
  assert.equal(within({ from: -5, to: 2e9 }, WHOLE), WHOLE);
  assert.equal(within({ from: NaN, to: 1 }, WHOLE), WHOLE);
});

test('reveal_showsTheRunOrItsStart', () => {
  const span = { from: 1e8, to: 2e8 };
  assert.equal(reveal(span, WHOLE, 1.2e8, 1.3e8), span);
  const moved = reveal(span, WHOLE, 5e8, 5.1e8);
  assert.ok(moved.from <= 5e8 && moved.to >= 5.1e8 && moved.to - moved.from === 1e8);
  const long = reveal(span, WHOLE, 5e8, 9e8);
  assert.ok(long.from < 5e8 && long.to > 5e8);
});

test('rows_any_holdEachShownRunOnceAndNeverOverlap', () => {
  fc.assert(
    fc.property(timeline, grouping, (given, by) => {
      const journey = journeyOf(given);
      const whole = wholeOf(journey, 0);
      const { rows, rowOf, shownRuns } = rowsOf(journey, by, ALL);
      const drawn = rows.flatMap((row) => [...row.runs]);
      assert.equal(shownRuns, given.runs.length);
      assert.deepEqual(
        [...drawn].sort((a, b) => a - b),
        given.runs.map((_, index) => index),
      );
      rows.forEach((row, place) => {
        row.runs.forEach((index, n) => {
          assert.equal(rowOf.get(index), place);
          const before = given.runs[row.runs[n - 1] ?? -1];
          const run = given.runs[index];
          assert.ok(run !== undefined);
          assert.ok(before === undefined || endOf(before, whole) <= run.startOffsetNanos);
        });
      });
      assert.equal(new Set(rows.map((row) => row.key)).size, rows.length);
    }),
    { numRuns: 500 },
  );
});

test('lanes_asTheApiGivesThem_areTheRows', () => {
  fc.assert(
    fc.property(timeline, (given) => {
      assert.equal(rowsOf(journeyOf(given), 'lanes', ALL).rows.length, given.laneCount);
    }),
  );
});

test('concurrency_most_isTheLaneCount', () => {
  fc.assert(
    fc.property(timeline, (given) => {
      const journey = journeyOf(given);
      const { most, counts, times } = concurrencyOf(given.runs, wholeOf(journey, 0));
      assert.equal(most, given.laneCount);
      assert.equal(counts.at(-1) ?? 0, 0);
      assert.ok(times.every((time, place) => place === 0 || time > (times[place - 1] ?? 0)));
    }),
    { numRuns: 500 },
  );
});

test('bars_any_neverOverlapNorExceedTheirNumberNorLoseAFailure', () => {
  fc.assert(
    fc.property(timeline, spanInside, fc.integer({ min: 1, max: 30 }), (given, share, most) => {
      const journey = journeyOf(given);
      const whole = wholeOf(journey, 0);
      const factor = whole.to / WHOLE.to;
      const span = { from: share.from * factor, to: share.to * factor };
      const scale = scaleOf(span, 300, 8);
      for (const row of rowsOf(journey, 'lanes', ALL).rows) {
        const bars = barsOf(given.runs, row.runs, scale, whole, most);
        assert.ok(bars.length <= most);
        let end = -Infinity;
        for (const bar of bars) {
          assert.ok(bar.x >= end - 1e-6, 'overlap');
          assert.ok(bar.width > 0);
          end = bar.x + bar.width;
        }
        const seen = row.runs.filter((index) => {
          const run = given.runs[index];
          return run && run.startOffsetNanos <= span.to && endOf(run, whole) >= span.from;
        });
        assert.equal(
          bars.reduce((sum, bar) => sum + bar.runs, 0),
          seen.length,
        );
        assert.equal(
          bars.some((bar) => bar.status === 'FAILED'),
          seen.some((index) => given.runs[index]?.status === 'FAILED'),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('bars_failureInACrowd_staysWhereItIs', () => {
  const runs = Array.from({ length: 10_000 }, (_, n) => ({
    step: 'S',
    status: n === 5000 ? 'FAILED' : 'SUCCEEDED',
    startOffsetNanos: n * 1000,
    durationNanos: 900,
  }));
  const journey = journeyOf(timelineOf(runs));
  const whole = wholeOf(journey, 0);
  const bars = barsOf(
    journey.timeline.runs,
    rowsOf(journey, 'lanes', ALL).rows[0]?.runs ?? [],
    scaleOf(whole, 1000),
    whole,
    100,
  );
  const failed = bars.filter((bar) => bar.status === 'FAILED');
  assert.equal(failed.length, 1);
  assert.ok(Math.abs((failed[0]?.x ?? 0) - 500) < 4 && (failed[0]?.width ?? 99) < 8);
  assert.equal(
    bars.reduce((sum, bar) => sum + bar.runs, 0),
    10_000,
  );
});

test('filter_words_areAllNeededAndMayBeNegated', () => {
  const journey = journeyOf(
    timelineOf([
      {
        step: 'FETCH',
        status: 'SUCCEEDED',
        startOffsetNanos: 0,
        durationNanos: 1,
        attributes: { region: 'EU' },
      },
      {
        step: 'FETCH_MORE',
        status: 'FAILED',
        startOffsetNanos: 1,
        durationNanos: 1,
        error: { code: 'E1' },
        critical: true,
      },
      {
        step: 'STORE',
        status: 'SUCCEEDED',
        startOffsetNanos: 2,
        durationNanos: 1,
        service: 'ledger',
        host: 'h1',
        flags: ['SLOW'],
      },
    ]),
  );
  const shown = (filter: Partial<RowFilter>) =>
    rowsOf(journey, 'runs', { ...ALL, ...filter }).rows.map((row) => row.runs[0]);
  assert.deepEqual(shown({ text: 'fetch' }), [0, 1]);
  assert.deepEqual(shown({ text: 'fetch -more' }), [0]);
  assert.deepEqual(shown({ text: 'region=eu' }), [0]);
  assert.deepEqual(shown({ text: 'e1' }), [1]);
  assert.deepEqual(shown({ text: 'LEDGER h1 slow' }), [2]);
  assert.deepEqual(shown({ statuses: new Set<Status>(['FAILED']) }), [1]);
  assert.deepEqual(shown({ criticalOnly: true }), [1]);
  assert.deepEqual(shown({ text: 'nowhere' }), []);
  assert.ok(isUnfiltered(ALL) && !isUnfiltered({ ...ALL, text: 'x' }));
});

test('expected_areTheLastRowsUnlessFilteredOrHidden', () => {
  const journey = journeyOf(
    timelineOf([], {
      expected: [
        { step: 'A', state: 'BLOCKED' },
        { step: 'A', state: 'SKIPPED' },
      ],
    }),
  );
  assert.equal(rowsOf(journey, 'runs', ALL).rows.length, 2);
  assert.equal(rowsOf(journey, 'runs', { ...ALL, expected: false }).rows.length, 0);
  assert.equal(rowsOf(journey, 'runs', { ...ALL, text: 'a' }).rows.length, 0);
});

test('whole_runningGrows_othersEndWithTheirLastEvent', () => {
  const run = { step: 'A', status: 'RUNNING', startOffsetNanos: 1e9, durationNanos: null };
  const running = journeyOf(timelineOf([run], { status: 'RUNNING' }));
  assert.equal(wholeOf(running, 0).to, 60e9);
  assert.equal(wholeOf(running, 5e9).to, 65e9);
  const stalled = journeyOf(
    timelineOf([run], { status: 'STALLED', lastEventAt: '2026-03-01T10:00:02Z' }),
  );
  assert.ok(Math.abs(wholeOf(stalled, 5e9).to - 2.1e9) < 1);
  assert.deepEqual(wholeOf(journeyOf(timelineOf([])), 0), { from: 0, to: 1e6 });
});

test('nextProblem_beginsAtTheVerdictsFailureAndGoesAround', () => {
  const at = (n: number, status: string, more: object = {}) => ({
    step: `S${n}`,
    status,
    startOffsetNanos: n,
    durationNanos: 0,
    ...more,
  });
  const journey = journeyOf(
    timelineOf([
      at(0, 'FAILED', { recovered: true }),
      at(1, 'SUCCEEDED'),
      at(2, 'FAILED', { recovered: false }),
      at(3, 'FAILED', { recovered: false, container: true }),
      at(4, 'FAILED', { recovered: true }),
      at(5, 'LOST'),
    ]),
  );
  assert.equal(journey.decisive, 2);
  assert.equal(nextProblem(journey, -1, 1), 2);
  assert.equal(nextProblem(journey, 2, 1), 3);
  assert.equal(nextProblem(journey, 5, 1), 0);
  assert.equal(nextProblem(journey, 0, -1), 5);
  assert.equal(nextProblem(journey, 1, -1), 0);
  assert.equal(nextProblem(journeyOf(timelineOf([])), -1, 1), -1);
});

test('decisive_withoutAnUnrecoveredFailure_isTheNextBest', () => {
  const run = (status: string, more: object = {}) => ({
    step: 'S',
    status,
    startOffsetNanos: 0,
    durationNanos: 0,
    ...more,
  });
  const recovered = journeyOf(
    timelineOf([run('FAILED', { recovered: true }), run('LOST', { startOffsetNanos: 9 })]),
  );
  assert.equal(recovered.decisive, 0);
  assert.equal(journeyOf(timelineOf([run('SUCCEEDED'), run('LOST')])).decisive, 1);
});
