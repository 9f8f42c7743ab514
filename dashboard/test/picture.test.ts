import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../src/core/clock.ts';
import { journeyOf, type Journey } from '../src/core/journey.ts';
import { MOST_PICTURED, pictureOf, type Picture, type Shape } from '../src/core/picture.ts';
import { rowName, rowTitle } from '../src/core/row-words.ts';
import { rowsOf, type Grouping, type Row } from '../src/core/rows.ts';
import type { Span } from '../src/core/scale.ts';
import { timeline, timelineOf } from './arbitraries.ts';

const SECOND = 1_000_000_000;
const ALL = { text: '', statuses: new Set<never>(), criticalOnly: false, expected: true };

function drawn(
  journey: Journey,
  {
    by = 'runs',
    span = null,
    text = '',
  }: { by?: Grouping; span?: Span | null; text?: string } = {},
): Picture {
  const rows = rowsOf(journey, by, { ...ALL, text });
  const present = journey.asOfOffset;
  return pictureOf({ journey, rows, span, clock: new Clock('utc'), present });
}

const run = (step: string, start: number, seconds: number | null, more: object = {}) => ({
  step,
  status: seconds === null ? 'RUNNING' : 'SUCCEEDED',
  startOffsetNanos: start * SECOND,
  durationNanos: seconds === null ? null : seconds * SECOND,
  ...more,
});

const texts = ({ shapes }: Picture): string[] =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

type Rect = Extract<Shape, { kind: 'rect' }>;

/** The rectangles but the ground. */
const bars = ({ shapes }: Picture): Rect[] =>
  shapes.filter((shape): shape is Rect => shape.kind === 'rect').slice(1);

test('picture_anyTimeline_staysWithinItself', () => {
  const span = fc.option(
    fc.tuple(fc.nat(10_000_000), fc.integer({ min: 100, max: 9_000_000 })).map(([from, length]) => {
      return { from, to: from + length };
    }),
  );
  const grouping = fc.constantFrom<Grouping>('runs', 'lanes', 'steps', 'tree');
  fc.assert(
    fc.property(timeline, grouping, span, (given, by, seen) => {
      const picture = drawn(journeyOf(given), { by, span: seen });
      for (const rect of bars(picture)) {
        assert.ok(rect.width > 0 && rect.x >= 0 && rect.x + rect.width <= picture.width);
        assert.ok(rect.y >= 0 && rect.y + rect.height <= picture.height);
      }
    }),
    { numRuns: 200 },
  );
});

test('picture_tellsVerdictIdsRowsAndHowLongEachTook', () => {
  const journey = journeyOf(
    timelineOf([run('A', 0, 2), run('B', 2, null)], {
      verdict: 'B is still running',
      status: 'RUNNING',
    }),
  );
  const told = texts(drawn(journey));
  assert.equal(told[0], 'B is still running');
  assert.match(told[1] ?? '', /^a \/ e · .*2026.*UTC$/);
  assert.deepEqual(
    ['A', 'B', '2 s', '58 s'].filter((text) => !told.includes(text)),
    [],
  );
  assert.equal(told.at(-1), 'Orion Trail · 2 runs · as of 2026-03-01T10:01:00Z');
});

test('picture_failures_areToldWithoutColour', () => {
  const journey = journeyOf(
    timelineOf([run('GOOD', 0, 1), run('BAD', 1, 1, { status: 'FAILED', attempt: 2 })]),
  );
  const picture = drawn(journey);
  assert.deepEqual(
    bars(picture).map(({ fill, striped }) => [fill, striped]),
    [
      ['succeeded', false],
      ['failed', true],
    ],
  );
  const title = picture.shapes.find(
    (shape) => shape.kind === 'text' && shape.text.startsWith('BAD'),
  );
  assert.ok(title?.kind === 'text' && title.bold && title.fill === 'failed');
  assert.equal(title.text, 'BAD (try 2)');
});

test('picture_criticalPath_isUnderlined', () => {
  const picture = drawn(
    journeyOf(timelineOf([run('A', 0, 1, { critical: true }), run('B', 1, 1)])),
  );
  const lines = picture.shapes.filter((shape) => shape.kind === 'line' && shape.stroke === 'trail');
  const [bar] = bars(picture);
  assert.equal(lines.length, 1);
  assert.ok(lines[0]?.kind === 'line');
  assert.deepEqual(
    lines[0].points.map(([x]) => x),
    [bar?.x, (bar?.x ?? 0) + (bar?.width ?? 0)],
  );
});

test('picture_ofAStretch_drawsWhatIsSeenOfIt', () => {
  const journey = journeyOf(
    timelineOf([run('EARLY', 0, 10), run('ACROSS', 5, 10), run('LATE', 40, 5)]),
  );
  const whole = bars(drawn(journey));
  const part = bars(drawn(journey, { span: { from: 8 * SECOND, to: 12 * SECOND } }));
  assert.deepEqual([whole.length, part.length], [3, 2]);
  assert.ok((part[1]?.width ?? 0) > (whole[1]?.width ?? Infinity));
});

test('picture_filtered_saysWhatIsLeftOut', () => {
  const journey = journeyOf(timelineOf([run('A', 0, 1), run('B', 1, 1)]));
  const told = texts(drawn(journey, { text: 'step=A' }));
  assert.match(told.at(-1) ?? '', /· 1 of 2 runs ·/);
  assert.ok(!told.includes('B'));
});

test('picture_ofVeryMany_isCutAndSaysSo', () => {
  const runs = Array.from({ length: MOST_PICTURED + 5 }, (_, place) => run(`S${place}`, place, 1));
  const picture = drawn(journeyOf(timelineOf(runs)));
  assert.ok(picture.height < 32_000);
  assert.match(texts(picture).at(-1) ?? '', /the first 1000 of 1[\s,.]?005 rows/);
});

test('picture_longWords_areCutByWholeLetters', () => {
  const journey = journeyOf(timelineOf([run('😀'.repeat(60), 0, 1)], { verdict: 'v'.repeat(500) }));
  const told = texts(drawn(journey));
  assert.equal([...(told[0] ?? '')].length, 130);
  assert.ok(told.includes(`${'😀'.repeat(33)}…`));
});

test('picture_nothingStarted_hasNoTimesInIt', () => {
  const picture = drawn(journeyOf(timelineOf([], { startedAt: null, asOf: null })));
  assert.deepEqual(bars(picture), []);
  assert.equal(texts(picture)[1], 'a / e');
  assert.equal(texts(picture).at(-1), 'Orion Trail · 0 runs');
});

test('rowNames_eachKind_sayWhatIsInTheRow', () => {
  const { runs } = timelineOf([run('A', 0, 1), run('A', 1, 1, { attempt: 2 })]);
  const difference = {
    step: 'GONE',
    changes: ['MISSING'],
    deltaNanos: null,
    here: null,
    other: null,
  };
  const rows: readonly (readonly [Row, string])[] = [
    [{ kind: 'run', key: '0', runs: [0], depth: 0 }, 'A'],
    [{ kind: 'run', key: '1', runs: [1], depth: 0 }, 'A (try 2)'],
    [{ kind: 'run', key: '9', runs: [9], depth: 0 }, ''],
    [{ kind: 'lane', key: 'l', runs: [0, 1], lane: 2 }, 'Lane 3'],
    [{ kind: 'step', key: 's', runs: [0, 1], step: 'A', sibling: 0 }, 'A'],
    [{ kind: 'missing', key: 'm', runs: [], difference }, 'GONE'],
  ];
  assert.deepEqual(
    rows.map(([row]) => rowTitle(row, runs)),
    rows.map(([, title]) => title),
  );
  assert.equal(rowName(rows[1]?.[0] as Row, runs), 'A');
});

test('rowNames_expectedStep_isCalledByIt', () => {
  const journey = journeyOf(
    timelineOf([run('A', 0, 1)], { expected: [{ step: 'NEXT', state: 'NOT_REACHED' }] }),
  );
  const row = rowsOf(journey, 'runs', ALL).rows.at(-1);
  assert.ok(row?.kind === 'expected');
  assert.equal(rowTitle(row, journey.timeline.runs), 'NEXT');
  assert.ok(texts(drawn(journey)).includes('NEXT'));
});
