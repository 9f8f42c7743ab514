import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeComparison } from '../src/api/decode-comparison.ts';
import { comparedOf, changeCounts } from '../src/core/comparison.ts';
import { errorGroups } from '../src/core/errors.ts';
import { matcher, termOf } from '../src/core/filter.ts';
import { graphModelOf, MOST_NODES } from '../src/core/graph-model.ts';
import { layoutGraph, neighbourhood } from '../src/core/graph.ts';
import { idleTimeOf, turn } from '../src/core/idle.ts';
import { journeyOf, wholeOf } from '../src/core/journey.ts';
import { bracketsOf } from '../src/core/parallel.ts';
import { qualityOf } from '../src/core/quality.ts';
import { rowsOf } from '../src/core/rows.ts';
import { csvOf, nextSort, parseSort, sortRuns } from '../src/core/table.ts';
import { ticksBeside } from '../src/core/ticks.ts';
import { percents, timeAccountOf } from '../src/core/time-account.ts';
import { treeOf } from '../src/core/tree.ts';
import { panDrawn, STRAIGHT, warpOf, zoomDrawn } from '../src/core/warp.ts';
import { timeline, timelineOf } from './arbitraries.ts';

const SIZE = { nodeWidth: 100, nodeHeight: 40, gapX: 30, gapY: 10 };
const ALL = { text: '', statuses: new Set<never>(), criticalOnly: false, expected: false };

const graph = fc.integer({ min: 2, max: 30 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.uniqueArray(
      fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)).filter(([from, to]) => from < to),
      { maxLength: 60, selector: ([from, to]) => from * 100 + to },
    ),
  }),
);

test('graph_anyAcyclic_nodesNeverOverlapAndEdgesLeadRight', () => {
  fc.assert(
    fc.property(graph, ({ nodes, edges }) => {
      const layout = layoutGraph(nodes, edges, SIZE);
      assert.equal(layout.places.length, nodes);
      assert.deepEqual(
        layout.layers.flat().sort((a, b) => a - b),
        Array.from({ length: nodes }, (_, node) => node),
      );
      for (const members of layout.layers) {
        members.slice(1).forEach((node, place) => {
          const above = layout.places[members[place] as number];
          const here = layout.places[node];
          assert.equal(here?.x, above?.x);
          assert.ok((here?.y ?? 0) - (above?.y ?? 0) >= SIZE.nodeHeight + SIZE.gapY - 1e-6);
        });
      }
      for (const { y } of layout.places) {
        assert.ok(y - SIZE.nodeHeight / 2 >= -1e-6);
        assert.ok(y + SIZE.nodeHeight / 2 <= layout.height + 1e-6);
      }
      assert.equal(layout.routes.length, edges.length);
      for (const { points } of layout.routes) {
        points.slice(1).forEach(({ x }, place) => assert.ok(x > (points[place]?.x ?? Infinity)));
      }
    }),
    { numRuns: 300 },
  );
});

test('graph_diamond_hasNoCrossing', () => {
  const { layers, places } = layoutGraph(
    4,
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
    SIZE,
  );
  assert.deepEqual(layers, [[0], [1, 2], [3]]);
  assert.equal(places[0]?.y, places[3]?.y);
});

test('neighbourhood_isBoundedAndHoldsItsCentre', () => {
  fc.assert(
    fc.property(graph, fc.nat(29), fc.integer({ min: 1, max: 10 }), (given, pick, most) => {
      const centre = pick % given.nodes;
      const near = neighbourhood(given.nodes, given.edges, centre, most);
      assert.ok(near.length <= most && near.includes(centre));
    }),
  );
});

test('graphModel_many_drawsTheSurroundingsOnly', () => {
  const runs = Array.from({ length: MOST_NODES + 1 }, (_, place) => ({
    step: `S${place}`,
    status: 'SUCCEEDED',
    startOffsetNanos: place * 10,
    durationNanos: 5,
    dependencies: place === 0 ? [] : [place - 1],
  }));
  const model = graphModelOf(journeyOf(timelineOf(runs)), 100);
  assert.ok(model.isPart && model.runs.includes(100) && model.runs.length < MOST_NODES);
  assert.equal(graphModelOf(journeyOf(timelineOf(runs.slice(1))), 100).isPart, false);
});

test('graphModel_eachReasonToWait_isAnEdgeOfItsKindAndNoneIsThereTwice', () => {
  const at = (step: string, start: number, length: number, more: object = {}) => ({
    step,
    status: 'SUCCEEDED',
    startOffsetNanos: start,
    durationNanos: length,
    ...more,
  });
  const journey = journeyOf(
    timelineOf(
      [
        at('ALL', 0, 100),
        at('FIRST', 1, 9, { critical: true, parent: 0 }),
        at('TRIED', 20, 5, { status: 'FAILED', critical: true, dependencies: [1] }),
        at('TRIED', 30, 10, { attempt: 2, critical: true, dependencies: [1] }),
        at('LATER', 50, 5, { critical: true }),
      ],
      {
        criticalPath: [
          { run: 1, waitNanos: 0, inferred: false },
          { run: 2, waitNanos: 10, inferred: false },
          { run: 3, waitNanos: 5, inferred: false },
          { run: 4, waitNanos: 10, inferred: true },
        ],
      },
    ),
  );
  const { edges, kinds } = graphModelOf(journey, 0);
  const found = edges.map(([from, to], place) => `${from} ${to} ${kinds[place]}`);
  for (const edge of ['0 1 holds', '1 2 dependency', '2 3 retry', '3 4 inferred']) {
    assert.ok(found.includes(edge), `${edge} is not among ${found.join(', ')}`);
  }
  assert.equal(new Set(edges.map(String)).size, edges.length);
  assert.ok(!edges.some(([from, to]) => from === 1 && to === 3), 'drawn again for the second try');
});

test('errorGroups_mostFrequentFirst_tellTheLatestMessageAndWhatWasMadeGood', () => {
  const failed = (start: number, code: string | null, message: string, recovered = false) => ({
    step: 'A',
    status: 'FAILED',
    startOffsetNanos: start,
    durationNanos: 1,
    recovered,
    error: { code, message },
  });
  const journey = journeyOf(
    timelineOf([
      failed(0, null, 'without a code'),
      failed(10, 'TIMEOUT', 'first', true),
      failed(20, 'TIMEOUT', 'second'),
      { step: 'B', status: 'SUCCEEDED', startOffsetNanos: 30, durationNanos: 1 },
    ]),
  );
  assert.deepEqual(errorGroups(journey), [
    { code: 'TIMEOUT', message: 'second', runs: [1, 2], recovered: 1 },
    { code: null, message: 'without a code', runs: [0], recovered: 0 },
  ]);
  assert.equal(errorGroups(journey, 1).length, 1);
});

const folds = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 2, max: 1e12 })), {
    maxLength: 8,
  })
  .map((parts) => {
    let at = 0;
    return parts.map(([before, length]) => {
      const from = at + before;
      at = from + length;
      return { from, to: at, shown: length / 3 };
    });
  });

test('warp_anyFolds_risesAndIsInvertible', () => {
  fc.assert(
    fc.property(folds, fc.array(fc.double({ min: 0, max: 2e13, noNaN: true })), (given, times) => {
      const warp = warpOf(given);
      const sorted = [...times, ...given.flatMap((fold) => [fold.from, fold.to])].sort(
        (a, b) => a - b,
      );
      sorted.forEach((at, place) => {
        const back = warp.real(warp.shown(at));
        assert.ok(Math.abs(back - at) <= 1e-3 + at * 1e-9, `${at} came back as ${back}`);
        const before = sorted[place - 1];
        assert.ok(before === undefined || warp.shown(before) <= warp.shown(at) + 1e-6);
      });
    }),
    { numRuns: 500 },
  );
});

test('warp_zoomAndPan_stayWithinTheWhole', () => {
  fc.assert(
    fc.property(
      folds,
      fc.double({ min: 0.1, max: 3, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      (given, factor, share) => {
        const warp = warpOf(given);
        const whole = { from: 0, to: (given.at(-1)?.to ?? 0) + 1e6 };
        const zoomed = zoomDrawn(warp, whole, whole, factor, whole.to / 3);
        const moved = panDrawn(warp, zoomed, whole, share);
        for (const span of [zoomed, moved]) {
          assert.ok(span.from >= -1 && span.to <= whole.to * (1 + 1e-9) + 1 && span.to > span.from);
        }
      },
    ),
  );
});

test('ticks_besideFolds_neverLieWithinOne', () => {
  fc.assert(
    fc.property(folds, (given) => {
      const to = (given.at(-1)?.to ?? 0) + 1e6;
      const { at } = ticksBeside({ from: 0, to }, warpOf(given), 10);
      assert.ok(at.length <= 10 + 2 * (given.length + 1));
      assert.ok(at.every((tick) => given.every((fold) => tick <= fold.from || tick >= fold.to)));
    }),
  );
});

const gapped = (gaps: readonly (readonly [number, number])[], end: number) =>
  journeyOf(
    timelineOf([{ step: 'A', status: 'SUCCEEDED', startOffsetNanos: 0, durationNanos: end }], {
      durationNanos: end,
      unaccounted: {
        totalNanos: 0,
        gaps: gaps.map(([startOffsetNanos, durationNanos]) => ({
          startOffsetNanos,
          durationNanos,
        })),
      },
    }),
  );

test('idle_mostlyIdle_isFoldedByItselfAndCanBeTurned', () => {
  const S = 1e9;
  const mostly = gapped([[10 * S, 80 * S]], 100 * S);
  assert.equal(idleTimeOf(mostly, { idle: 'auto', turned: [] }).folded.length, 1);
  assert.equal(idleTimeOf(mostly, { idle: 'show', turned: [] }).warp, STRAIGHT);
  assert.equal(idleTimeOf(mostly, { idle: 'auto', turned: turn([], 10 * S) }).folded.length, 0);
  const little = gapped(
    [
      [10 * S, 20 * S],
      [50 * S, S / 2],
    ],
    100 * S,
  );
  assert.equal(idleTimeOf(little, { idle: 'auto', turned: [] }).folded.length, 0);
  const forced = idleTimeOf(little, { idle: 'fold', turned: [] });
  assert.deepEqual(
    forced.folded.map((gap) => gap.startOffsetNanos),
    [10 * S],
  );
  assert.ok(forced.warp.shown(100 * S) < 100 * S);
});

test('timeAccount_anyTimeline_addsUpToTheWhole', () => {
  fc.assert(
    fc.property(timeline, fc.nat(30_000_000), (given, end) => {
      const path = given.runs.flatMap((_, run) =>
        run % 3 === 0 ? [{ run, waitNanos: 0, inferred: false }] : [],
      );
      const gaps = [{ startOffsetNanos: 1000, durationNanos: 500_000 }];
      const journey = journeyOf({
        ...given,
        criticalPath: path,
        unaccounted: { totalNanos: 0, gaps },
      });
      const account = timeAccountOf(journey, { from: 0, to: end });
      const sum = account.shares.reduce((total, share) => total + share.nanos, 0);
      assert.ok(Math.abs(sum - end) < 1, `${sum} of ${end}`);
      assert.ok(account.shares.every((share) => share.nanos > 0));
      if (end > 0) {
        const shown = percents(account.shares.map((share) => share.nanos));
        assert.equal(
          shown.reduce((total, share) => total + share, 0),
          100,
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('timeAccount_retries_tellTriesFromWhatLiesBetweenThem', () => {
  const run = (attempt: number, start: number, duration: number, status = 'FAILED') => ({
    step: 'A',
    attempt,
    status,
    startOffsetNanos: start,
    durationNanos: duration,
  });
  const journey = journeyOf(
    timelineOf([run(1, 10, 20), run(2, 50, 20), run(3, 90, 10, 'SUCCEEDED')], {
      criticalPath: [{ run: 2 }],
      unaccounted: { gaps: [{ startOffsetNanos: 0, durationNanos: 10 }] },
    }),
  );
  assert.deepEqual(timeAccountOf(journey, { from: 0, to: 100 }).shares, [
    { use: 'work', nanos: 10 },
    { use: 'tries', nanos: 40 },
    { use: 'backoff', nanos: 40 },
    { use: 'unaccounted', nanos: 10 },
  ]);
});

test('tree_anyTimeline_holdsEveryRunOnceUnderAnEarlierOne', () => {
  fc.assert(
    fc.property(timeline, (given) => {
      const places = treeOf(journeyOf(given));
      assert.deepEqual(
        places.map(({ run }) => run).sort((a, b) => a - b),
        given.runs.map((_, run) => run),
      );
      places.forEach(({ depth }, place) => {
        assert.ok(depth <= (places[place - 1]?.depth ?? -1) + 1);
      });
    }),
  );
});

test('brackets_onlySpanRowsThatOverlap', () => {
  fc.assert(
    fc.property(timeline, (given) => {
      const journey = journeyOf(given);
      const { rows } = rowsOf(journey, 'runs', ALL);
      const whole = wholeOf(journey, 0);
      for (const { first, size } of bracketsOf(rows, given.runs).values()) {
        const members = rows.slice(first, first + size).map((row) => given.runs[row.runs[0] ?? -1]);
        const latestStart = Math.max(...members.map((run) => run?.startOffsetNanos ?? 0));
        const firstEnd = Math.min(
          ...members.map((run) =>
            run?.durationNanos == null ? whole.to + 1 : run.startOffsetNanos + run.durationNanos,
          ),
        );
        assert.ok(size > 1 && latestStart < Math.max(firstEnd, latestStart + 1));
      }
    }),
  );
});

const sample = timelineOf([
  {
    step: 'VERIFY',
    status: 'FAILED',
    startOffsetNanos: 0,
    durationNanos: 600e6,
    attempt: 2,
    error: { code: 'UPSTREAM_TIMEOUT', message: 'no answer' },
    service: 'identity',
    host: 'i-1',
    attributes: { region: 'eu-west-1', note: 'two words' },
    flags: ['SLOW'],
  },
  { step: 'STORE', status: 'SUCCEEDED', startOffsetNanos: 700e6, durationNanos: 5e6 },
]);

for (const [text, expected] of [
  ['verify', [0]],
  ['-verify', [1]],
  ['code=timeout', [0]],
  ['service=identity -store', [0]],
  ['region=eu', [0]],
  ['note="two words"', [0]],
  ['duration>=500ms', [0]],
  ['<10ms', [1]],
  ['≥0.5s', [0]],
  ['try>1', [0]],
  ['flag=slow', [0]],
  ['-flag=slow', [1]],
  ['host=i-1 duration<1s', [0]],
  ['duration>=5parsecs', []],
  ['code=nothing', []],
  ['', [0, 1]],
] as const) {
  test(`filter_${text || 'empty'}_finds${expected.join('And') || 'None'}`, () => {
    const matches = matcher({ text, statuses: new Set(), criticalOnly: false });
    const found = sample.runs.flatMap((run, index) => (matches(run) ? [index] : []));
    assert.deepEqual(found, expected);
  });
}

test('filter_anyText_neverThrowsAndATermFindsItsRun', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      matcher({ text, statuses: new Set(), criticalOnly: false })(sample.runs[0] as never);
    }),
  );
  const term = termOf('message', 'no answer');
  const matches = matcher({ text: term, statuses: new Set(), criticalOnly: false });
  assert.deepEqual(sample.runs.map(matches), [true, false]);
});

test('dim_keepsEveryRunAndNamesTheFaint', () => {
  const rows = rowsOf(journeyOf(sample), 'runs', { ...ALL, text: 'verify', dim: true });
  assert.equal(rows.rows.length, 2);
  assert.equal(rows.shownRuns, 1);
  assert.deepEqual([...rows.faint], [1]);
});

test('table_sortsBothWaysAndNullsLast', () => {
  const journey = journeyOf(sample);
  const context = { journey, present: 0, compared: null };
  assert.deepEqual(sortRuns([0, 1], parseSort('duration'), context), [1, 0]);
  assert.deepEqual(sortRuns([0, 1], parseSort('-duration'), context), [0, 1]);
  assert.deepEqual(sortRuns([0, 1], parseSort('code'), context), [0, 1]);
  assert.deepEqual(sortRuns([1, 0], parseSort('-code'), context), [0, 1]);
  assert.equal(parseSort('moons'), null);
  assert.deepEqual(
    [nextSort(null, 'a'), nextSort('a', 'a'), nextSort('-a', 'a')],
    ['a', '-a', null],
  );
});

test('csv_quotesAndGuards', () => {
  const bad = timelineOf([
    {
      step: '=1+1',
      status: 'FAILED',
      startOffsetNanos: 0,
      durationNanos: 1,
      error: { code: 'a,"b' },
    },
  ]);
  const csv = csvOf([0], { journey: journeyOf(bad), present: 0, compared: null });
  assert.match(csv, /^step,try,status,startNanos,durationNanos/);
  assert.ok(csv.includes(`'=1+1,1,Failed,0,1`) && csv.includes('"a,""b"') && csv.endsWith('\r\n'));
});

test('comparison_isPutToTheFirstRunOfEachStep', () => {
  const figures = { runs: 1, status: 'SUCCEEDED', startOffsetNanos: 5, durationNanos: 9 };
  const comparison = decodeComparison({
    here: {},
    other: { executionId: 'x', status: 'SUCCEEDED' },
    steps: [
      { step: 'VERIFY', changes: ['SLOWER'], deltaNanos: 7, here: figures, other: figures },
      { step: 'GONE', changes: ['MISSING'], deltaNanos: null, here: null, other: figures },
      { nonsense: true },
    ],
  });
  const compared = comparedOf(journeyOf(sample), comparison);
  assert.equal(compared.byRun.get(0)?.deltaNanos, 7);
  assert.deepEqual(
    compared.missing.map((step) => step.step),
    ['GONE'],
  );
  const counts = new Map(changeCounts(comparison));
  assert.deepEqual(
    [counts.get('MISSING'), counts.get('SLOWER'), counts.has('ADDED')],
    [1, 1, false],
  );
  const rows = rowsOf(journeyOf(sample), 'runs', ALL, compared.missing);
  assert.equal(rows.rows.at(-1)?.kind, 'missing');
});

test('errors_areGroupedByCode', () => {
  const [group] = errorGroups(journeyOf(sample));
  assert.equal(group?.code, 'UPSTREAM_TIMEOUT');
  assert.deepEqual(group?.runs, [0]);
});

test('quality_namesSkewsWithTheirRuns', () => {
  const lines = qualityOf(
    journeyOf({
      ...sample,
      duplicateCount: 2,
      dataQuality: {
        ...sample.dataQuality,
        startsMissing: 1,
        clockSkews: 2,
        skews: [{ run: 1, dependency: 0, nanos: 3e6, startHost: 'a', endHost: 'b' }],
      },
    }),
  );
  assert.ok(lines.some((line) => line.filter === 'flag=START_MISSING'));
  const skew = lines.find((line) => line.run === 1);
  assert.match(skew?.text ?? '', /STORE started 3 ms before VERIFY.*Clocks of a and b disagree/);
  assert.ok(lines.some((line) => /1 more pair/.test(line.text)));
});
