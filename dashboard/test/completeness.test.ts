import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeCompleteness } from '../src/api/across-decode.ts';
import {
  completenessWords,
  formatKept,
  isWorthALook,
  showsLoss,
  silenceOf,
  STATUS_WINDOWS,
} from '../src/core/completeness.ts';
import { WINDOWS } from '../src/core/places.ts';
import { SECOND } from '../src/core/time.ts';

const thin = (text: string): string => text.replaceAll('\u202f', ' ');

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

const words = (fields: object): string =>
  thin(completenessWords(decodeCompleteness({ emitters: [], numbered: 1_000, ...fields })));

const dropping = (...reasons: readonly (readonly [string, number])[]): object => ({
  dropped: reasons.reduce((sum, [, events]) => sum + events, 0),
  emitters: reasons.map(([reason, events], n) => ({
    emitterId: `e${n}`,
    numbered: 0,
    dropped: [{ reason, events }],
  })),
});

test('words_sayWhetherAnythingIsMissing', () => {
  assert.equal(words({}), 'Everything that emitters emitted is stored.');
  assert.equal(words({ numbered: 0 }), 'Emitters were heard of and numbered no event.');
  assert.equal(
    words({ missing: 1 }),
    '1 numbered event is not stored: lost or still under way. So few may be those of the last seconds.',
  );
  assert.equal(
    words({ missing: 60 }),
    '60 numbered events are not stored: lost or still under way.',
  );
});

test('words_eventsRefusedBeforeTheyHadANumber_areToldThoughNothingIsMissing', () => {
  const refused = dropping(['INVALID', 30], ['BUFFER_FULL', 9_000], ['INVALID', 970]);
  const left = '10 000 events never left their services: BUFFER_FULL 9 000, INVALID 1 000.';
  assert.equal(words(refused), `Everything that emitters numbered is stored. ${left}`);
  assert.equal(
    words({ numbered: 0, ...refused }),
    `Emitters were heard of and numbered no event. ${left}`,
  );
});

test('words_droppedEvents_takeNothingFromWhatIsMissing', () => {
  const missing =
    '60 numbered events are not stored: lost, still under way, or given up after they were numbered.';
  assert.equal(
    words({ missing: 60, ...dropping(['BUFFER_FULL', 60]) }),
    `${missing} 60 events never left their services: BUFFER_FULL 60.`,
  );
  assert.equal(
    words({ missing: 60, ...dropping(['EXPIRED', 1]), dropped: 8 }),
    `${missing} 8 events never left their services: EXPIRED 1, of emitters not listed 7.`,
  );
});

test('windows_areSomeOfThoseThatPagesOffer', () => {
  assert.ok(STATUS_WINDOWS.every((window) => WINDOWS.includes(window)));
});
