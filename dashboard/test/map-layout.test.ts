import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { layersOf } from '../src/core/map-layers.ts';
import { mapLayout, overlap, type MapEdge, type MapNode } from '../src/core/map-layout.ts';

const node = (step: string, ended = 10): MapNode => ({
  step,
  ended,
  perMinute: 1,
  failureRatio: 0,
  p95Nanos: null,
});

/** Any map, with circles, steps that wait for themselves and edges to steps that it does not have. */
const map = fc.integer({ min: 0, max: 25 }).chain((number) =>
  fc.record({
    nodes: fc.constant(Array.from({ length: number }, (_, place) => node(`S${place}`))),
    edges: fc
      .array(fc.tuple(fc.nat(number), fc.nat(number), fc.nat(10_000)), { maxLength: 60 })
      .map((list) =>
        list.map(([from, to, count]): MapEdge => ({ from: `S${from}`, to: `S${to}`, count })),
      ),
  }),
);

test('layout_anyMap_placesEveryStepOnceInsideAndApart', () => {
  fc.assert(
    fc.property(map, ({ nodes, edges }) => {
      const layout = mapLayout(nodes, edges);
      assert.deepEqual(
        layout.nodes.map((placed) => placed.node.step).toSorted(),
        nodes.map(({ step }) => step).toSorted(),
      );
      layout.nodes.forEach((a, place) => {
        assert.ok(a.x >= 0 && a.y >= 0, a.node.step);
        assert.ok(a.x + a.width <= layout.width && a.y + a.height <= layout.height);
        for (const b of layout.nodes.slice(place + 1)) {
          assert.ok(!overlap(a, b), `${a.node.step} overlaps ${b.node.step}`);
        }
      });
    }),
    { numRuns: 300 },
  );
});

test('layout_mapWithoutCircles_putsEveryStepBelowWhatItWaitsFor', () => {
  fc.assert(
    fc.property(map, ({ nodes, edges }) => {
      const number = ({ from, to }: MapEdge) => [Number(from.slice(1)), Number(to.slice(1))];
      const down = edges.filter((edge) => (number(edge)[0] ?? 0) < (number(edge)[1] ?? 0));
      const layout = mapLayout(nodes, down);
      const y = new Map(layout.nodes.map((placed) => [placed.node.step, placed.y]));
      for (const { edge } of layout.edges) {
        assert.ok((y.get(edge.from) ?? 0) < (y.get(edge.to) ?? 0), `${edge.from} ${edge.to}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('layout_anyEdge_leadsFromItsSourceToItsTarget', () => {
  fc.assert(
    fc.property(map, ({ nodes, edges }) => {
      const layout = mapLayout(nodes, edges);
      const boxes = new Map(layout.nodes.map((placed) => [placed.node.step, placed]));
      for (const { edge, path, weight } of layout.edges) {
        const points = (path.match(/-?[\d.]+ -?[\d.]+/g) ?? []).map((pair) =>
          pair.split(' ').map(Number),
        );
        for (const [step, point] of [
          [edge.from, points[0]],
          [edge.to, points.at(-1)],
        ] as const) {
          const box = boxes.get(step);
          const [x, y] = point as [number, number];
          assert.ok(box !== undefined);
          assert.ok(x >= box.x - 0.1 && x <= box.x + box.width + 0.1, `${path} at ${step}`);
          assert.ok(y >= box.y - 0.1 && y <= box.y + box.height + 0.1, `${path} at ${step}`);
        }
        assert.ok(weight >= 1 && weight <= 4);
      }
    }),
    { numRuns: 300 },
  );
});

test('layout_sameMap_isTheSameWhateverItsOrder', () => {
  fc.assert(
    fc.property(map, fc.infiniteStream(fc.nat()), ({ nodes, edges }, noise) => {
      const shuffled = nodes
        .map((each) => [noise.next().value ?? 0, each] as const)
        .toSorted((a, b) => a[0] - b[0])
        .map(([, each]) => each);
      const places = (layout: ReturnType<typeof mapLayout>) =>
        layout.nodes.map(({ node: { step }, x, y }) => [step, x, y]);
      assert.deepEqual(places(mapLayout(shuffled, edges)), places(mapLayout(nodes, edges)));
    }),
    { numRuns: 100 },
  );
});

test('layout_diamond_hasNoCrossing', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F'];
  // B and C cross unless they are ordered by what they lead to.
  const links = [
    [0, 1],
    [0, 2],
    [1, 4],
    [2, 3],
    [3, 5],
    [4, 5],
  ] as const;
  const { rows, reversed } = layersOf(
    names.length,
    links.map(([from, to]) => ({ from, to })),
  );
  assert.equal(reversed.size, 0);
  const [, second, third] = rows.map((row) => row.map((cell) => cell.node));
  const left = second?.[0] === 1 ? 4 : 3;
  assert.deepEqual(third?.[0], left);
});

test('layout_circle_isOpenedAtOneLink', () => {
  const { rows, reversed } = layersOf(3, [
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 0 },
  ]);
  assert.deepEqual([...reversed], [2]);
  assert.equal(rows.length, 3);
});

test('layout_labels_avoidStepsAndEachOtherWhereThereIsRoom', () => {
  const steps = ['A', 'B', 'C', 'D', 'E'].map((step) => node(step));
  const edges = ['B', 'C', 'D', 'E'].map((to) => ({ from: 'A', to, count: 1234 }));
  const layout = mapLayout(steps, edges);
  layout.edges.forEach(({ label }, place) => {
    assert.ok(layout.nodes.every((placed) => !overlap(placed, label)));
    assert.ok(layout.edges.slice(place + 1).every((other) => !overlap(other.label, label)));
  });
});

test('layout_tooManySteps_keepsTheBusiestAndCountsTheRest', () => {
  const many = Array.from({ length: 90 }, (_, place) => node(`S${place}`, place));
  const edges = many.slice(1).map(({ step }) => ({ from: 'S0', to: step, count: 1 }));
  const layout = mapLayout(many, edges);
  assert.equal(layout.nodes.length, 60);
  assert.ok(layout.nodes.every((placed) => placed.node.ended >= 30));
  assert.deepEqual(layout.leftOut, { nodes: 30, edges: 89 });
});
