import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linksOf } from '../src/core/links.ts';
import { timelineOf } from './arbitraries.ts';

const run = (step: string, start: number, more: object = {}) => ({
  step,
  status: 'SUCCEEDED',
  startOffsetNanos: start,
  durationNanos: 10,
  ...more,
});

test('dependents_areTheDependenciesTurnedAround', () => {
  const { dependents } = linksOf(
    timelineOf([
      run('A', 0),
      run('B', 10, { dependencies: [0] }),
      run('C', 20, { dependencies: [0, 1] }),
    ]),
  );
  assert.deepEqual(dependents, [[1, 2], [2], []]);
});

test('depth_countsContainersAndSurvivesACircle', () => {
  const { depth } = linksOf(
    timelineOf([
      run('OUTER', 0),
      run('INNER', 1, { parent: 0 }),
      run('DEEP', 2, { parent: 1 }),
      run('CIRCLE', 3, { parent: 4 }),
      run('CIRCLE', 4, { parent: 3 }),
    ]),
  );
  assert.deepEqual(depth.slice(0, 3), [0, 1, 2]);
  assert.ok(depth.every((level) => level <= 6));
});

test('path_edgesLeadFromEachRunToTheNext', () => {
  const links = linksOf(
    timelineOf([run('A', 0), run('B', 5), run('C', 15)], {
      criticalPath: [
        { run: 0, waitNanos: 0, inferred: false },
        { run: 2, waitNanos: 5, inferred: true },
      ],
    }),
  );
  assert.deepEqual(links.path, [0, 2]);
  assert.equal(links.pathInto.get(0), undefined);
  assert.deepEqual(links.pathInto.get(2), { from: 0, to: 2, waitNanos: 5, inferred: true });
});
