import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StepBucket } from '../src/api/across-types.ts';
import { bandPath, barsPath, linePath, niceTop, slotAt } from '../src/core/chart.ts';
import { binsOf, seriesOf } from '../src/core/series.ts';
import { HOUR, MINUTE, nanosBetween, plus, SECOND, type Moment } from '../src/core/time.ts';

const START: Moment = { seconds: 1_795_000_000, nanos: 0 };
const area = fc.record({
  width: fc.integer({ min: 10, max: 2000 }),
  height: fc.integer({ min: 10, max: 400 }),
});
const value = fc.option(fc.integer({ min: 0, max: 1e12 }));

const numbers = (path: string): number[] => (path.match(/-?\d*\.?\d+/g) ?? []).map(Number);

function iso(moment: Moment): string {
  return new Date(moment.seconds * 1000).toISOString();
}

test('bars_anyValues_lieInsideSideBySide', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 200 }), area, (values, size) => {
      const top = niceTop(Math.max(...values));
      const bars = barsPath(values, [], top, size).split('Z').filter(Boolean);
      assert.equal(bars.length, values.filter((v) => v > 0).length);
      let right = -Infinity;
      for (const bar of bars) {
        const [left, bottom, upper, end] = numbers(bar) as [number, number, number, number];
        assert.ok(left >= right - 0.11 && end >= left && end <= size.width + 0.11, bar);
        assert.ok(upper >= 0 && upper < bottom && bottom <= size.height, bar);
        right = end;
      }
    }),
  );
});

test('bars_onTopOfOthers_beginWhereThoseEnd', () => {
  const size = { width: 40, height: 100 };
  const [below] = barsPath([30], [], 100, size).split('Z') as [string];
  const [above] = barsPath([20], [30], 100, size).split('Z') as [string];
  assert.deepEqual(numbers(below).slice(1, 3), [100, 70]);
  assert.deepEqual(numbers(above).slice(1, 3), [70, 50]);
});

test('line_anyValues_staysInsideAndBreaksAtGaps', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 100 }), area, (values, size) => {
      const top = niceTop(Math.max(1, ...values.map((v) => v ?? 0)));
      const path = linePath(values, top, size);
      const stretches = values.filter(
        (v, place) => v !== null && (place === 0 || values[place - 1] === null),
      ).length;
      assert.equal(path.split('M').length - 1, stretches);
      for (const point of path.replaceAll('h.01', '').split(/[ML]/).filter(Boolean)) {
        const [x, y] = numbers(point) as [number, number];
        assert.ok(x >= 0 && x <= size.width && y >= 0 && y <= size.height, point);
      }
    }),
  );
});

test('band_whereOneEdgeIsMissing_isNotDrawn', () => {
  const size = { width: 30, height: 10 };
  assert.equal(bandPath([1, null, 1], [2, 2, null], 2, size), '');
  assert.equal(bandPath([1, 1, null], [2, 2, 2], 2, size), 'M5 0L15 0L15 5L5 5Z');
});

test('niceTop_anyValue_holdsItWithAtMostHalfEmpty', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e18, noNaN: true }), (largest) => {
      const top = niceTop(largest);
      assert.ok(top >= largest * (1 - 1e-9) && top <= largest * 2.5 * (1 + 1e-9), `${top}`);
    }),
  );
  assert.deepEqual([0, NaN, -3, Infinity].map(niceTop), [1, 1, 1, 1]);
});

test('slot_anyPlaceOnTheChart_isOneOfThem', () => {
  assert.equal(slotAt(-5, 10, 100), 0);
  assert.equal(slotAt(55, 10, 100), 5);
  assert.equal(slotAt(1000, 10, 100), 9);
});

const bucket = (at: Moment, widthNanos: number, ended: number): StepBucket => ({
  from: iso(at),
  widthNanos,
  started: ended,
  ended,
  failures: Math.floor(ended / 2),
  failureRatio: null,
  p50Nanos: ended * 1e6,
  p95Nanos: ended * 2e6,
  p99Nanos: null,
});

test('series_anyBuckets_keepsEveryRunOnAGridThatCoversTheWindow', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(71), { maxLength: 72 }), fc.nat(3599), (places, into) => {
      const first: Moment = { seconds: Math.floor(START.seconds / 3600) * 3600, nanos: 0 };
      const buckets = places.map((place) => bucket(plus(first, place * HOUR), HOUR, place + 1));
      const from = plus(first, into * SECOND);
      const to = plus(first, 72 * HOUR - 1);
      const series = seriesOf(buckets, from, to, HOUR);
      const sum = (list: readonly { ended: number }[]) =>
        list.reduce((total, each) => total + each.ended, 0);
      assert.equal(sum(series.slots), sum(buckets));
      assert.equal(series.slots.length, 72);
      assert.ok(nanosBetween(series.from, from) >= 0);
      series.slots.forEach((slot, place) =>
        assert.equal(nanosBetween(series.from, slot.from), place * series.widthNanos),
      );
    }),
  );
});

test('series_withoutBuckets_isEmptyOnTheUsualGrid', () => {
  const series = seriesOf([], START, plus(START, HOUR), 5 * MINUTE);
  assert.ok(series.slots.length >= 12 && series.slots.length <= 13);
  assert.ok(series.slots.every((slot) => slot.ended === 0 && slot.p50 === null));
});

test('bins_anyMinutes_countEachOnceInAtMostAsManyAsAsked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(44_639), { maxLength: 60 }),
      fc.integer({ min: 1, max: 44_640 }),
      fc.integer({ min: 32, max: 200 }),
      (offsets, minutes, most) => {
        const from: Moment = { seconds: Math.floor(START.seconds / 60) * 60, nanos: 0 };
        const to = plus(from, minutes * MINUTE);
        const counted = offsets
          .filter((offset) => offset < minutes)
          .map((offset) => ({ minute: iso(plus(from, offset * MINUTE)), failures: 2 }));
        const bins = binsOf(counted, from, to, most);
        assert.ok(bins.counts.length <= most, `${bins.counts.length} of ${most}`);
        assert.equal(
          bins.counts.reduce((sum, each) => sum + each, 0),
          2 * counted.length,
        );
        const end = plus(bins.from, bins.counts.length * bins.widthNanos);
        assert.ok(nanosBetween(bins.from, from) >= 0 && nanosBetween(to, end) >= 0);
      },
    ),
  );
});
