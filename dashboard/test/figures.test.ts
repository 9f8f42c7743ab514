import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FailedRun, StepTotals } from '../src/api/across-types.ts';
import { formatRate, formatShare, shortCount, shortName, sortSteps } from '../src/core/figures.ts';
import { failureGroups } from '../src/core/groups.ts';
import { pageFailureWords } from '../src/core/page-failures.ts';
import { SORT_KEYS } from '../src/core/places.ts';
import { FAILURE_WORDS } from '../src/core/words.ts';

const thin = (text: string): string => text.replaceAll('\u202f', ' ');

test('share_anyRatio_isNeverRoundedToNothing', () => {
  const given = [null, 0, 0.0004, 0.001, 0.0421, 0.0996, 0.38, 1];
  assert.deepEqual(
    given.map((ratio) => thin(formatShare(ratio))),
    ['–', '0 %', '<0.1 %', '0.1 %', '4.2 %', '10.0 %', '38 %', '100 %'],
  );
});

test('rate_andCount_haveTwoAndThreeDigits', () => {
  assert.deepEqual(
    [0, 0.004, 0.0333, 4.21, 99, 182.4, 12_400].map((rate) => thin(formatRate(rate))),
    ['0', '<0.01', '0.033', '4.2', '99', '182', '12 400'],
  );
  assert.deepEqual(
    [0, 999, 1_014, 12_400, 3_100_000, 2e9].map((number) => thin(shortCount(number))),
    ['0', '999', '1.01 k', '12.4 k', '3.1 M', '2 G'],
  );
});

test('name_tooLong_keepsBothEnds', () => {
  assert.equal(shortName('SHORT', 20), 'SHORT');
  assert.equal(shortName('ABCDEFGHIJ', 7), 'ABC…HIJ');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 30 }), (name, most) => {
      assert.ok([...shortName(name, most)].length <= Math.max(most, 0));
    }),
  );
});

const totals: fc.Arbitrary<StepTotals> = fc.record({
  step: fc.string({ maxLength: 8 }),
  started: fc.nat(50),
  ended: fc.nat(50),
  failures: fc.nat(50),
  failureRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  p50Nanos: fc.option(fc.nat(50)),
  p95Nanos: fc.option(fc.nat(50)),
  p99Nanos: fc.option(fc.nat(50)),
});

test('sort_anyColumn_ordersAllOfThemAndPutsTheUnknownLast', () => {
  const valueOf = {
    runs: (step: StepTotals) => step.started,
    failures: (step: StepTotals) => step.failureRatio,
    p50: (step: StepTotals) => step.p50Nanos,
    p95: (step: StepTotals) => step.p95Nanos,
  };
  fc.assert(
    fc.property(
      fc.array(totals, { maxLength: 20 }),
      fc.constantFrom(...SORT_KEYS),
      fc.boolean(),
      (steps, key, down) => {
        const sorted = sortSteps(steps, down ? `-${key}` : key);
        assert.deepEqual(new Set(sorted), new Set(steps));
        if (key === 'step') {
          return;
        }
        const values = sorted.map(valueOf[key]);
        const known = values.filter((value) => value !== null);
        assert.deepEqual(
          values.slice(known.length),
          values.slice(known.length).map(() => null),
        );
        known.forEach((value, place) => {
          const before = known[place - 1] ?? value;
          assert.ok(down ? before >= value : before <= value);
        });
      },
    ),
  );
});

test('groups_failures_areCountedByStepAndCode', () => {
  const run = (step: string, errorCode: string | null, executionId: string): FailedRun => ({
    accountId: 'a',
    executionId,
    step,
    attempt: 1,
    failedAt: null,
    runId: null,
    durationNanos: null,
    errorCode,
    errorMessage: null,
    service: null,
    host: null,
  });
  assert.deepEqual(
    failureGroups([
      run('A', null, '1'),
      run('B', 'X', '1'),
      run('B', 'X', '1'),
      run('B', 'Y', '2'),
    ]),
    [
      { step: 'B', code: 'X', failures: 2, executions: 1 },
      { step: 'A', code: null, failures: 1, executions: 1 },
      { step: 'B', code: 'Y', failures: 1, executions: 1 },
    ],
  );
});

test('failureWords_onTheseViews_sayWhatToDoAndNothingOfIds', () => {
  for (const kind of Object.keys(FAILURE_WORDS) as (keyof typeof FAILURE_WORDS)[]) {
    const words = pageFailureWords({
      kind,
      detail: null,
      httpStatus: null,
      requestId: null,
      hints: [],
    });
    assert.ok(words.hints.length > 0 && words.title !== '', kind);
    if (kind !== 'expired') {
      assert.doesNotMatch(
        [words.title, words.meaning, ...words.hints].join(' '),
        /\bids?\b.*\b(execution|Copy|right)\b/,
        kind,
      );
    }
  }
});
