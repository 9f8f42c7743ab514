import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeCompleteness } from '../src/api/across-decode.ts';
import {
  completenessWords,
  droppedBy,
  formatKept,
  isWorthALook,
  missingOf,
  showsLoss,
  silenceOf,
  STATUS_WINDOWS,
} from '../src/core/completeness.ts';
import { WINDOWS } from '../src/core/places.ts';
import { SECOND } from '../src/core/time.ts';

const thin = (text: string): string => text.replaceAll('\u202f', ' ');

test('missing_anyFigures_areOfTwoPlacesThatAddUp', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (missing, dropped) => {
      const { all, givenUp, onTheWay } = missingOf(missing, dropped);
      assert.equal(givenUp + onTheWay, all);
      assert.ok(givenUp >= 0 && onTheWay >= 0 && givenUp <= dropped);
    }),
  );
  assert.deepEqual(missingOf(10, 4), { all: 10, givenUp: 4, onTheWay: 6 });
  assert.deepEqual(missingOf(3, 5), { all: 3, givenUp: 3, onTheWay: 0 });
});

test('kept_anythingMissing_isNeverRoundedUpToAll', () => {
  assert.deepEqual(
    [formatKept(0, 0), formatKept(0, 7), formatKept(1, 8), formatKept(9, 9)].map(thin),
    ['–', '100 %', '87.5 %', '0 %'],
  );
  assert.equal(thin(formatKept(1, 1e9)), '99.99 %');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.nat(1e9), (missing, stored) => {
      const percent = parseFloat(formatKept(missing, missing + stored));
      assert.ok(percent >= 0 && percent < 100);
    }),
  );
});

test('worthALook_isWhatTheEndsOfAnHourCannotExplain', () => {
  const given = [
    [10, 100],
    [11, 100],
    [20, 1_000],
    [21, 1_000],
  ] as const;
  assert.deepEqual(
    given.map(([missing, numbered]) => isWorthALook(missing, numbered)),
    [false, true, false, true],
  );
});

test('loss_ofOneEmitterAmongMany_shows', () => {
  const of = (...missing: number[]): boolean =>
    showsLoss(
      decodeCompleteness({
        numbered: 1_000 * missing.length,
        missing: missing.reduce((sum, each) => sum + each, 0),
        emitters: missing.map((each, n) => ({
          emitterId: `e${n}`,
          numbered: 1_000,
          missing: each,
        })),
      }),
    );
  assert.equal(of(0, 0, 0), false);
  assert.equal(of(20, 20, 20), false);
  assert.equal(of(0, 30, 0, 0), true);
});

test('silence_isOfTheHeartbeatAndNeverNegative', () => {
  const asOf = '2026-11-22T10:00:30.000000000Z';
  assert.equal(silenceOf('2026-11-22T10:00:00.500000000Z', asOf), 29.5 * SECOND);
  assert.equal(silenceOf('2026-11-22T10:00:31.000000000Z', asOf), 0);
  assert.equal(silenceOf(null, asOf), null);
  assert.equal(silenceOf('soon', asOf), null);
});

test('words_sayWhetherAndWhereAnythingIsMissing', () => {
  const words = (fields: object): string =>
    thin(completenessWords(decodeCompleteness({ emitters: [], numbered: 1_000, ...fields })));
  assert.equal(words({}), 'Everything that emitters emitted is stored.');
  assert.equal(
    words({ missing: 1, dropped: 0 }),
    '1 event is missing: 1 event lost on the way or still under way. So few may be those of the last seconds.',
  );
  assert.equal(
    words({ missing: 60, dropped: 20 }),
    '60 events are missing: 20 events given up by emitters, 40 events lost on the way or still under way.',
  );
  assert.equal(
    words({ missing: 30, dropped: 30 }),
    '30 events are missing: 30 events given up by emitters.',
  );
});

test('dropped_ofAnEmitter_isTheSumOfItsReasons', () => {
  const [emitter] = decodeCompleteness({
    emitters: [
      { emitterId: 'e', dropped: [{ reason: 'A', events: 2 }, { reason: 'B', events: 3 }, {}] },
    ],
  }).emitters;
  assert.equal(emitter === undefined ? -1 : droppedBy(emitter), 5);
});

test('windows_areSomeOfThoseThatPagesOffer', () => {
  assert.ok(STATUS_WINDOWS.every((window) => WINDOWS.includes(window)));
});
