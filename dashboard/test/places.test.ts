import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nextSort, sortKey, windowWords } from '../src/core/place-words.ts';
import {
  formatPlace,
  PAGES,
  parsePlace,
  placeOf,
  SORT_KEYS,
  windowNanos,
  windowSince,
  WINDOWS,
  type Place,
  type Sort,
} from '../src/core/places.ts';
import { PAGE_WORDS } from '../src/core/page-words.ts';
import { DAY, HOUR, MINUTE, plus, SECOND } from '../src/core/time.ts';
import { account, execution } from './arbitraries.ts';

const name = fc.oneof(fc.constant(''), execution);
const window = fc.oneof(
  fc.constantFrom(...WINDOWS),
  fc
    .tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom('m', 'h', 'd'))
    .map((p) => p.join('')),
);
const sort = fc.constantFrom(...SORT_KEYS.flatMap((key): Sort[] => [key, `-${key}`]));

/** Any place as a link could name it: each page with what it has a use for. */
const place: fc.Arbitrary<Place> = fc
  .record({
    page: fc.constantFrom(...PAGES),
    account,
    step: name,
    code: name,
    window,
    sort,
    turn: fc.integer({ min: 1, max: 200 }),
    zone: fc.option(fc.constantFrom('utc' as const, 'local' as const)),
  })
  .map((given) => {
    const { page, zone } = given;
    switch (page) {
      case 'account':
        return placeOf(page, { account: given.account, turn: given.turn, zone });
      case 'failures': {
        const { step, code, window: within, turn } = given;
        return placeOf(page, { step, code, window: within, turn, zone });
      }
      case 'steps': {
        const { step, window: within, sort: by, turn } = given;
        return placeOf(page, { step, window: within, sort: by, turn, zone });
      }
      case 'status':
        return placeOf(page, { window: given.window, turn: given.turn, zone });
      case 'map':
        return placeOf(page, { window: given.window, zone });
      case 'blast':
        return placeOf(page, { step: given.step, code: given.code, window: given.window, zone });
    }
  });

test('place_any_roundTripsThroughTheAddress', () => {
  fc.assert(
    fc.property(place, (given) => {
      assert.deepEqual(parsePlace(formatPlace(given)), given);
      const url = new URL(formatPlace(given), 'https://orion.example/');
      assert.equal(url.searchParams.get('page'), given.page);
      assert.equal(url.searchParams.get('step') ?? '', given.step);
    }),
    { numRuns: 1000 },
  );
});

test('address_anyText_namesAPlaceThatStaysOrNone', () => {
  fc.assert(
    fc.property(fc.constantFrom('', ...PAGES), fc.string({ unit: 'binary' }), (page, text) => {
      const read = parsePlace(`?page=${page}&${text}`);
      if (read !== null) {
        assert.deepEqual(parsePlace(formatPlace(read)), read);
      }
    }),
    { numRuns: 1000 },
  );
});

test('address_usualPlace_namesOnlyThePage', () => {
  for (const page of PAGES) {
    assert.equal(formatPlace(placeOf(page)), `?page=${page}`);
  }
});

test('address_withoutPage_isOfOneExecutionUnlessOnlyAnAccountIsNamed', () => {
  assert.equal(parsePlace(''), null);
  assert.equal(parsePlace('?account=a&execution=b'), null);
  assert.equal(parsePlace('?page=moon&account=a&execution=b'), null);
  assert.deepEqual(parsePlace('?account=a'), placeOf('account', { account: 'a' }));
  assert.deepEqual(
    parsePlace('?accountId=a&tz=utc'),
    placeOf('account', { account: 'a', zone: 'utc' }),
  );
});

test('address_nonsense_countsAsAbsent', () => {
  assert.deepEqual(
    parsePlace('?page=steps&window=soon&sort=size&turn=-3&tz=mars&code=x'),
    placeOf('steps'),
  );
  for (const turn of ['0', '1.5', '1e9', 'x', '201']) {
    assert.equal(parsePlace(`?page=failures&turn=${turn}`)?.turn, 1, turn);
  }
  assert.equal(parsePlace('?page=map&turn=4')?.turn, 1);
});

test('window_lengthAndWords', () => {
  assert.equal(windowNanos('90m'), 90 * MINUTE);
  assert.equal(windowNanos('24h'), DAY);
  assert.ok(Number.isNaN(windowNanos('1y')));
  assert.equal(windowWords('1h'), 'hour');
  assert.equal(windowWords('30m'), '30 minutes');
  assert.equal(windowWords('7d'), '7 days');
});

test('windowSince_anyAge_isTheShortestThatReachesBack', () => {
  const now = { seconds: 1_800_000_000, nanos: 0 };
  fc.assert(
    fc.property(fc.integer({ min: -HOUR / SECOND, max: (90 * DAY) / SECOND }), (seconds) => {
      const found = windowSince(plus(now, -seconds * SECOND), now);
      const shorter = WINDOWS.slice(0, WINDOWS.indexOf(found));
      assert.ok(windowNanos(found) > seconds * SECOND || found === WINDOWS.at(-1));
      assert.ok(shorter.every((other) => windowNanos(other) <= seconds * SECOND));
    }),
  );
});

test('sort_secondClickOnTheSameColumn_turnsItRound', () => {
  for (const key of SORT_KEYS) {
    const first = nextSort('runs', key === 'runs' ? 'p50' : key);
    assert.notEqual(first, nextSort(first, sortKey(first)));
    assert.equal(sortKey(nextSort(first, sortKey(first))), sortKey(first));
  }
  assert.equal(nextSort('-failures', 'p95'), '-p95');
  assert.equal(nextSort('-failures', 'step'), 'step');
});

test('pages_eachHasAName', () => {
  const names = PAGES.map((page) => PAGE_WORDS[page]);
  assert.equal(new Set(names).size, PAGES.length);
  assert.ok(names.every((word) => /^[A-Z][a-z ]+$/.test(word)));
});
