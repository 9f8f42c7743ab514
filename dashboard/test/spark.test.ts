import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkOf } from '../src/core/spark.ts';

test('spark_minutesLongAgo_standWhereTheyBelong', () => {
  const minutes = [
    { minute: '2026-11-22T09:40:00Z', failures: 1 },
    { minute: '2026-11-22T10:04:00Z', failures: 4 },
  ];
  assert.deepEqual(sparkOf(minutes, '2026-11-22T10:20:30Z'), [
    { left: (100 * 19) / 60, height: 25 },
    { left: (100 * 43) / 60, height: 100 },
  ]);
});

test('spark_endUnknown_isThatOfTheLastMinute', () => {
  assert.deepEqual(sparkOf([{ minute: '2026-11-22T09:40:00Z', failures: 2 }], null), [
    { left: (100 * 59) / 60, height: 100 },
  ]);
  assert.deepEqual(sparkOf([], null), []);
});
