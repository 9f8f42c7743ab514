import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { collectTurn, ROWS_A_TURN, type Slice } from '../src/core/turns.ts';

/** Answers from a list as the API does: at most `limit` rows, often fewer, sometimes none. */
function listing(length: number, gaps: readonly number[]) {
  const calls: number[] = [];
  const ask = async (cursor: string | null, limit: number): Promise<Slice<number>> => {
    const from = Number(cursor ?? 0);
    const most = gaps.length === 0 ? limit : (gaps[calls.length % gaps.length] ?? limit);
    calls.push(limit);
    const to = Math.min(length, from + Math.min(limit, most));
    const rows = Array.from({ length: to - from }, (_, place) => from + place);
    return { rows, next: to < length ? String(to) : null };
  };
  return { ask, calls };
}

test('turn_pagesOfAnySize_holdWhatTheWholeListHoldsThere', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.integer({ min: 25, max: 500 }), { maxLength: 4 }),
      async (length, turn, gaps) => {
        const { ask, calls } = listing(length, gaps);
        const skip = (turn - 1) * ROWS_A_TURN;
        const got = await collectTurn({ cursor: null, skip }, ask);
        assert.ok(got !== null);
        if (!got.unfinished) {
          const from = Math.min(length, skip);
          const to = Math.min(length, skip + ROWS_A_TURN);
          assert.deepEqual(
            got.rows,
            Array.from({ length: to - from }, (_, place) => from + place),
          );
          assert.equal(got.next === null, length <= skip + ROWS_A_TURN);
        }
        assert.ok(calls.every((limit) => limit >= 1 && limit <= 500));
        assert.ok(calls.length <= 12);
      },
    ),
  );
});

test('turn_startedAtItsCursor_skipsNothing', async () => {
  const { ask, calls } = listing(500, []);
  const got = await collectTurn({ cursor: '100', skip: 0 }, ask);
  assert.deepEqual([got?.rows.at(0), got?.rows.at(-1), got?.next], [100, 149, '150']);
  assert.deepEqual(calls, [50]);
});

test('turn_reloadedFarDown_asksTwice', async () => {
  const { ask, calls } = listing(10_000, []);
  const got = await collectTurn({ cursor: null, skip: 9 * ROWS_A_TURN }, ask);
  assert.equal(got?.rows.at(0), 450);
  assert.deepEqual(calls, [450, 50]);
});

test('turn_pagesWithoutEnd_areGivenUpWithTheCursorAtHand', async () => {
  let asked = 0;
  const got = await collectTurn<number>({ cursor: null, skip: 0 }, async () => {
    asked++;
    return { rows: [], next: String(asked) };
  });
  assert.deepEqual(got, { rows: [], next: '12', unfinished: true });
});

test('turn_failedCall_isNull', async () => {
  assert.equal(await collectTurn({ cursor: null, skip: 0 }, async () => null), null);
});
