import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  EMPTY_VIEW,
  formatView,
  GROUPINGS,
  parseView,
  PARTS,
  STATUSES,
  type ViewState,
} from '../src/core/url.ts';
import { MODES, TABS } from '../src/core/look.ts';
import { account, execution } from './arbitraries.ts';

const subsequence = <T>(all: readonly T[]) =>
  fc.subarray([...all]).map((chosen) => all.filter((item) => chosen.includes(item)));

const view: fc.Arbitrary<ViewState> = fc.record(
  {
    account,
    execution,
    grouping: fc.constantFrom(...GROUPINGS),
    span: fc.option(
      fc
        .tuple(
          fc.double({ min: 0, max: 1e16, noNaN: true }),
          fc.double({ min: 1, max: 1e16, noNaN: true }),
        )
        .map(([from, length]) => ({ from: from + 0, to: from + length }))
        .filter(({ from, to }) => to > from),
    ),
    run: fc.option(
      fc
        .tuple(execution, fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/))
        .map((parts) => parts.join('#')),
    ),
    zone: fc.option(fc.constantFrom('utc' as const, 'local' as const)),
    text: fc.string({ unit: 'grapheme', maxLength: 20 }),
    statuses: subsequence(STATUSES),
    criticalOnly: fc.boolean(),
    hidden: subsequence(PARTS),
    mode: fc.constantFrom(...MODES),
    other: fc.option(execution),
    sort: fc.option(fc.stringMatching(/^-?[a-z]{1,20}$/)),
    tab: fc.constantFrom(...TABS),
    dim: fc.boolean(),
    idle: fc.constantFrom('auto' as const, 'fold' as const, 'show' as const),
    turned: fc
      .uniqueArray(fc.maxSafeNat(), { maxLength: 5 })
      .map((gaps) => gaps.sort((a, b) => a - b)),
  },
  { noNullPrototype: true },
);

test('view_any_roundTripsThroughTheAddress', () => {
  fc.assert(
    fc.property(view, (given) => {
      assert.deepEqual(parseView(formatView(given)), given);
      const url = new URL(formatView(given), 'https://orion.example/');
      assert.equal(url.searchParams.get('account'), given.account);
      assert.equal(url.searchParams.get('execution'), given.execution);
    }),
    { numRuns: 1000 },
  );
});

test('address_anyText_opensSomething', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const again = parseView(formatView(parseView(`?${text}`)));
      assert.deepEqual(parseView(formatView(again)), again);
    }),
    { numRuns: 1000 },
  );
});

test('address_usualView_namesOnlyTheIds', () => {
  assert.equal(formatView(EMPTY_VIEW), '');
  assert.equal(
    formatView({ ...EMPTY_VIEW, account: 'a b', execution: 'x#/ü' }),
    '?account=a%20b&execution=x%23%2F%C3%BC',
  );
});

test('address_nonsense_isIgnored', () => {
  const parsed = parseView(
    '?account=a&execution=b&from=9&to=3&by=moons&status=FAILED,NO,FAILED&hide=&tz=mars&path=x',
  );
  assert.deepEqual(parsed, { ...EMPTY_VIEW, account: 'a', execution: 'b', statuses: ['FAILED'] });
  assert.equal(parseView('?from=-1&to=5').span, null);
  assert.equal(parseView('?from=1&to=Infinity').span, null);
});

test('address_apiNames_areUnderstood', () => {
  assert.equal(parseView('?accountId=a&executionId=b').execution, 'b');
});

test('address_halfSurrogate_doesNotThrow', () => {
  assert.match(formatView({ ...EMPTY_VIEW, text: 'a\ud800' }), /q=a%EF%BF%BD/);
});
