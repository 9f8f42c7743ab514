import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linksOf } from '../src/core/links.ts';
import { timeline, timelineOf } from './arbitraries.ts';

const run = (
  runId: string,
  step: string,
  start: number,
  duration: number | null,
  more: object = {},
) => ({
  runId,
  step,
  status: duration === null ? 'RUNNING' : 'SUCCEEDED',
  startOffsetNanos: start,
  durationNanos: duration,
  ...more,
});

test('dependency_resolvesToTheLatestEndedByTheStart', () => {
  const { dependencies, dependents } = linksOf(
    timelineOf([
      run('a1', 'A', 0, 10),
      run('a2', 'A', 1, 20),
      run('a3', 'A', 2, 100),
      run('b', 'B', 50, 5, { dependsOn: ['A', 'A'] }),
    ]),
  );
  assert.deepEqual(dependencies[3], [1]);
  assert.deepEqual(dependents[1], [3]);
});

test('dependency_noneEnded_resolvesToTheLatestBefore', () => {
  const { dependencies } = linksOf(
    timelineOf([
      run('a1', 'A', 0, null),
      run('a2', 'A', 1, 100),
      run('b', 'B', 50, 5, { dependsOn: ['A', 'X'] }),
    ]),
  );
  assert.deepEqual(dependencies[2], [1]);
});

test('dependency_unresolvedByTheApi_isNotResolvedHere', () => {
  const { dependencies } = linksOf(
    timelineOf([
      run('a', 'A', 0, 1),
      run('b', 'B', 5, 5, { dependsOn: ['A'], unresolvedDependencies: ['A'] }),
    ]),
  );
  assert.deepEqual(dependencies[1], []);
});

/** The rule of design/timeline.md word by word, however slow. */
function literally(given: ReturnType<typeof timelineOf>): number[][] {
  return given.runs.map((self, index) =>
    [...new Set(self.dependsOn)].flatMap((step) => {
      const before = given.runs
        .map((_, n) => n)
        .filter((n) => n < index && given.runs[n]?.step === step);
      const end = (n: number) => {
        const other = given.runs[n];
        return other?.durationNanos == null
          ? Infinity
          : other.startOffsetNanos + other.durationNanos;
      };
      const ended = before.filter((n) => end(n) <= self.startOffsetNanos);
      const latest = ended.reduce((best, n) => (best < 0 || end(n) >= end(best) ? n : best), -1);
      const found = latest >= 0 ? latest : (before.at(-1) ?? -1);
      return found < 0 ? [] : [found];
    }),
  );
}

test('dependencies_any_followTheRule', () => {
  fc.assert(
    fc.property(timeline, (given) => {
      assert.deepEqual(linksOf(given).dependencies, literally(given));
    }),
    { numRuns: 1000 },
  );
});

test('parents_indentAndIgnoreWhatIsInvalid', () => {
  const { parent, depth } = linksOf(
    timelineOf([
      run('o', 'OUTER', 0, 100),
      run('i', 'INNER', 1, 10, { parentRunId: 'o' }),
      run('d', 'DEEP', 2, 3, { parentRunId: 'i' }),
      run('s', 'SELF', 3, 3, { parentRunId: 's' }),
      run('x', 'BAD', 4, 3, { parentRunId: 'o', flags: ['PARENT_INVALID'] }),
      run('c1', 'CIRCLE', 5, 3, { parentRunId: 'c2' }),
      run('c2', 'CIRCLE', 6, 3, { parentRunId: 'c1' }),
    ]),
  );
  assert.deepEqual(parent.slice(0, 5), [-1, 0, 1, -1, -1]);
  assert.deepEqual(depth.slice(0, 5), [0, 1, 2, 0, 0]);
  assert.ok(depth.every((level) => level <= 6));
});

test('path_sharedRunIds_areToldApart', () => {
  const runs = [
    run('same', 'A', 0, 10, { critical: true }),
    run('same', 'B', 15, 10, { critical: true }),
    run('other', 'C', 16, 1),
  ];
  const path = [
    { runId: 'same', waitNanos: 0, inferred: false },
    { runId: 'same', waitNanos: 5, inferred: true },
    { runId: 'gone', waitNanos: 5, inferred: true },
  ];
  const links = linksOf(timelineOf(runs, { criticalPath: path }));
  assert.deepEqual(links.path, [0, 1]);
  assert.deepEqual(links.pathInto.get(1), { from: 0, to: 1, waitNanos: 5, inferred: true });
  const named = linksOf(timelineOf(runs, { criticalPath: [{ ...path[0], step: 'B' }] }));
  assert.deepEqual(named.path, [1]);
});
