import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeProblem, decodeTimeline, MalformedAnswer } from '../src/api/decode.ts';
import { barsOf } from '../src/core/bars.ts';
import { concurrencyOf } from '../src/core/concurrency.ts';
import { journeyOf, wholeOf } from '../src/core/journey.ts';
import { rowsOf } from '../src/core/rows.ts';
import { scaleOf } from '../src/core/scale.ts';
import { expectedWords, flagWords, runSentence } from '../src/core/words.ts';

const MINIMAL = { status: 'RUNNING', runs: [] };

test('decode_noTimeline_namesThePlace', () => {
  assert.throws(() => decodeTimeline(undefined), /not a JSON object/);
  assert.throws(() => decodeTimeline([]), MalformedAnswer);
  assert.throws(() => decodeTimeline({ status: 'FAILED', runs: {} }), /"runs" is not a list/);
  assert.throws(() => decodeTimeline({ runs: [] }), /"status" is not text/);
});

test('decode_absentFields_areFilled', () => {
  const { timeline } = decodeTimeline(MINIMAL);
  assert.equal(timeline.verdict, null);
  assert.deepEqual(timeline.unaccounted, { totalNanos: 0, gaps: [] });
  assert.deepEqual(timeline.expected, []);
});

test('decode_unknownWords_stayVisible', () => {
  const { timeline } = decodeTimeline({
    status: 'MELTED',
    runs: [{ step: 'A', startOffsetNanos: 0, status: 'REVIEWED', flags: ['ODD_ONE'] }],
    expected: [{ step: 'B', state: 'POSTPONED' }],
  });
  assert.equal(timeline.status, 'UNKNOWN');
  assert.equal(timeline.runs[0]?.status, 'UNKNOWN');
  assert.equal(flagWords('ODD_ONE').short, 'odd one');
  assert.equal(expectedWords('POSTPONED').short, 'postponed');
});

test('decode_unreadableRuns_areCountedNotFatal', () => {
  const { timeline, unreadableRuns } = decodeTimeline({
    status: 'FAILED',
    runs: [null, 7, { step: 'A' }, { startOffsetNanos: 1 }, { step: 'A', startOffsetNanos: 1 }],
  });
  assert.equal(timeline.runs.length, 1);
  assert.equal(unreadableRuns, 4);
});

test('decode_placesOfOtherRuns_stayRightWhereOneIsLeftOut', () => {
  const run = (step: string, more: object = {}) => ({ step, startOffsetNanos: 0, ...more });
  const { timeline } = decodeTimeline({
    status: 'FAILED',
    runs: [
      run('A'),
      { broken: true },
      run('B', { parent: 0, dependencies: [0, 1] }),
      run('C', { parent: 1, dependencies: [2, 99, -1, 0.5, 'x'] }),
    ],
    criticalPath: [{ run: 0 }, { run: 1 }, { run: 3, waitNanos: 5, inferred: true }, { run: 7 }],
  });
  assert.deepEqual(
    timeline.runs.map((each) => each.parent),
    [null, 0, null],
  );
  assert.deepEqual(
    timeline.runs.map((each) => each.dependencies),
    [[], [0], [1]],
  );
  assert.deepEqual(timeline.criticalPath, [
    { run: 0, waitNanos: 0, inferred: false },
    { run: 2, waitNanos: 5, inferred: true },
  ]);
});

test('decode_attributesNamedLikeObjectParts_areOnlyData', () => {
  const json =
    '{"status":"FAILED","runs":[{"step":"A","startOffsetNanos":0,"attributes":{"__proto__":"x","n":5}}]}';
  const attributes = decodeTimeline(JSON.parse(json)).timeline.runs[0]?.attributes ?? {};
  assert.deepEqual(Object.entries(attributes), [
    ['__proto__', 'x'],
    ['n', '5'],
  ]);
});

test('problem_anything_isRead', () => {
  assert.deepEqual(decodeProblem({ title: 'T', detail: 'D', requestId: 'r', status: 404 }), {
    type: null,
    title: 'T',
    detail: 'D',
    requestId: 'r',
    hints: [],
  });
  assert.equal(decodeProblem('<html>').detail, null);
});

const FIELDS = [
  'runId',
  'step',
  'attempt',
  'lane',
  'status',
  'startOffsetNanos',
  'durationNanos',
  'dependencies',
  'parent',
  'flags',
  'error',
  'baseline',
  'attributes',
  'critical',
  'waitNanos',
  'recovered',
  'dataQuality',
  'run',
  'unresolvedDependencies',
  'runs',
  'criticalPath',
  'unaccounted',
  'gaps',
  'expected',
  'startedAt',
  'asOf',
  'lastEventAt',
  'p50Nanos',
] as const;

/** Objects with the right names and any values: what a broken or a newer API may send. */
const anyAnswer = fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 2 }));
const anyRun = fc.tuple(anyAnswer, fc.double(), fc.string()).map(([fields, start, step]) => ({
  ...fields,
  step,
  startOffsetNanos: start,
}));

test('decodeAndLayOut_anyFields_neverThrowButMalformed', () => {
  fc.assert(
    fc.property(anyAnswer, fc.array(anyRun, { maxLength: 6 }), (fields, runs) => {
      const { timeline } = decodeTimeline({ ...fields, status: 'RUNNING', runs });
      const journey = journeyOf(timeline);
      const whole = wholeOf(journey, 1e9);
      const scale = scaleOf(whole, 500, 8);
      concurrencyOf(timeline.runs, whole);
      for (const by of ['runs', 'lanes', 'steps'] as const) {
        const filter = {
          text: '',
          statuses: new Set<never>(),
          criticalOnly: false,
          expected: true,
        };
        for (const row of rowsOf(journey, by, filter).rows) {
          barsOf(timeline.runs, row.runs, scale, whole, 20);
        }
      }
      timeline.runs.forEach((run) => runSentence(run, journey.asOfOffset));
    }),
    { numRuns: 2500 },
  );
});
