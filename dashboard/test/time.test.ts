import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../src/core/clock.ts';
import { count, formatDuration, formatOffset, grouped, times } from '../src/core/format.ts';
import { tickLabel, ticksOf } from '../src/core/ticks.ts';
import {
  DAY,
  HOUR,
  MINUTE,
  nanosBetween,
  parseMoment,
  plus,
  SECOND,
  type Moment,
} from '../src/core/time.ts';

const moment = (text: string): Moment => {
  const parsed = parseMoment(text);
  assert.ok(parsed, text);
  return parsed;
};

test('duration_examples', () => {
  const examples: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [1, '1 ns'],
    [999, '999 ns'],
    [12_340, '12.3 µs'],
    [999_600, '1 ms'],
    [310e6, '310 ms'],
    [2.1e9, '2.1 s'],
    [59.94e9, '59.9 s'],
    [59.96e9, '1 m 00 s'],
    [185e9, '3 m 05 s'],
    [HOUR - 1, '1 h 00 m'],
    [8_040e9, '2 h 14 m'],
    [DAY - 1, '1 d 0 h'],
    [12 * DAY + 4 * HOUR, '12 d 4 h'],
    [1_234 * DAY, '1\u202f234 d 0 h'],
  ];
  for (const [nanos, text] of examples) {
    assert.equal(formatDuration(nanos), text);
  }
});

/** What a duration's text says, in nanoseconds. */
function read(text: string): number {
  const units: Readonly<Record<string, number>> = {
    ns: 1,
    µs: 1e3,
    ms: 1e6,
    s: SECOND,
    m: MINUTE,
    h: HOUR,
    d: DAY,
  };
  const words = text.replaceAll('\u202f', '').split(' ');
  let sum = 0;
  for (let place = 0; place < words.length; place += 2) {
    sum += Number(words[place]) * (units[words[place + 1] ?? ''] ?? NaN);
  }
  return sum;
}

test('duration_any_saysTheValueToThreeDigits', () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 400 * DAY, noNaN: true }), (nanos) => {
      assert.ok(
        Math.abs(read(formatDuration(nanos)) - nanos) <= nanos * 0.021,
        formatDuration(nanos),
      );
    }),
    { numRuns: 2000 },
  );
});

test('words_ofNumbers', () => {
  assert.equal(formatOffset(2.1e9), '+2.1 s');
  assert.equal(grouped(1_234_567), '1\u202f234\u202f567');
  assert.equal(grouped(123), '123');
  assert.equal(count(1, 'run'), '1 run');
  assert.equal(count(10_000, 'run'), '10\u202f000 runs');
  assert.equal(times(2.1e9, 5e8), '4.2×');
});

test('moment_nineDigitsAndOffsets_areKept', () => {
  const at = moment('2026-11-22T10:15:30.123456789Z');
  assert.equal(at.nanos, 123_456_789);
  assert.equal(
    nanosBetween(moment('2026-11-22T11:15:30+01:00'), moment('2026-11-22T10:15:30Z')),
    0,
  );
  assert.equal(nanosBetween(at, moment('2026-11-22T10:15:31.000000001Z')), 876_543_212);
});

test('moment_noTime_isNull', () => {
  for (const text of [
    null,
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '2026-11-22 10:15:30',
    '2026-11-22T10:15:30',
  ]) {
    assert.equal(parseMoment(text), null, String(text));
  }
});

test('plus_thenBetween_isTheSame', () => {
  const start = moment('2026-11-22T10:15:30.999999999Z');
  fc.assert(
    fc.property(fc.integer({ min: -1e15, max: 1e15 }), (nanos) => {
      assert.equal(nanosBetween(start, plus(start, nanos)), nanos);
      assert.ok(plus(start, nanos).nanos >= 0 && plus(start, nanos).nanos < SECOND);
    }),
  );
});

test('clock_utcAndLocal', () => {
  const at = moment('2026-07-22T22:15:30.120000000Z');
  const utc = new Clock('utc');
  const berlin = new Clock('local', 'Europe/Berlin');
  assert.equal(utc.dateTime(at), '22 Jul 2026, 22:15:30.120');
  assert.equal(berlin.dateTime(at), '23 Jul 2026, 00:15:30.120');
  assert.equal(utc.label(at), 'UTC');
  assert.equal(berlin.label(at), 'Europe/Berlin, UTC+2');
  assert.equal(utc.time(moment('2026-07-22T22:15:30.123456Z'), true), '22:15:30.123456');
  assert.equal(utc.time(moment('2026-07-22T22:15:30Z'), true), '22:15:30.000');
});

test('clock_utcWithoutTheBrowsersFormat_saysTheSame', () => {
  const utc = new Clock('utc');
  const formatted = new Clock('local', 'UTC');
  const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2200, 0) / 1000 - 1 });
  fc.assert(
    fc.property(seconds, (second) => {
      const at = { seconds: second, nanos: 0 };
      assert.equal(utc.dateTime(at), formatted.dateTime(at));
    }),
  );
});

test('clock_ticks_areAsShortAsTheStepAllows', () => {
  const clock = new Clock('utc');
  const at = moment('2026-11-22T10:15:30.5Z');
  assert.equal(clock.tick(at, DAY, 30 * DAY), '22 Nov');
  assert.equal(clock.tick(at, 90 * DAY, 900 * DAY), '22 Nov 2026');
  assert.equal(clock.tick(at, 6 * HOUR, 3 * DAY), '22 Nov 10:15');
  assert.equal(clock.tick(at, MINUTE, HOUR), '10:15');
  assert.equal(clock.tick(at, SECOND, 9 * SECOND), '10:15:30');
  assert.equal(clock.tick(at, SECOND / 2, 5 * SECOND), '10:15:30.500');
});

/** As deep as the page zooms at most. */
const span = fc
  .tuple(
    fc.double({ min: 0, max: 300 * DAY, noNaN: true }),
    fc.double({ min: 100, max: 300 * DAY, noNaN: true }),
  )
  .map(([from, length]) => ({ from, to: from + Math.max(length, from * 2 ** -39) }));

test('ticks_any_areFewRoundAndInside', () => {
  fc.assert(
    fc.property(span, fc.integer({ min: 2, max: 20 }), ({ from, to }, most) => {
      const { step, at } = ticksOf(from, to, most);
      assert.ok(at.length <= most + 1, `${at.length} of ${most}`);
      at.forEach((tick, place) => {
        assert.ok(tick >= from - step * 1e-9 && tick <= to);
        assert.ok(place === 0 || Math.abs(tick - (at[place - 1] ?? 0) - step) <= step * 1e-3);
      });
    }),
    { numRuns: 1000 },
  );
});

test('ticks_any_haveDifferentLabels', () => {
  fc.assert(
    fc.property(span, ({ from, to }) => {
      const { step, at } = ticksOf(from, to, 10);
      const labels = at.map((tick) => tickLabel(tick, step, to));
      assert.equal(new Set(labels).size, labels.length, labels.join(' | '));
    }),
    { numRuns: 1000 },
  );
});

test('ticks_ofLongSpans_areWholeUnits', () => {
  assert.equal(ticksOf(0, 3 * HOUR, 7).step, 30 * MINUTE);
  assert.equal(ticksOf(0, 10 * 365 * DAY, 5).step, 2 * 365 * DAY);
  assert.equal(tickLabel(2 * HOUR + 30 * MINUTE, 30 * MINUTE, 3 * HOUR), '2 h 30 m');
  assert.equal(tickLabel(0, DAY, 9 * DAY), '0');
  assert.equal(tickLabel(61.5 * SECOND, SECOND / 2, 65 * SECOND), '1 m 1.5 s');
  assert.equal(tickLabel(2.5e9, 5e8, 4e9), '2.5 s');
  assert.equal(tickLabel(20e6, 20e6, 1e8), '20 ms');
  assert.equal(tickLabel(1500, 500, 9e5), '1.5 µs');
  assert.equal(tickLabel(20, 20, 900), '20 ns');
});
