import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accountComplaint, executionComplaint, parseQuery } from '../src/core/ids.ts';
import { parsePasted } from '../src/core/pasted.ts';
import { account, execution } from './arbitraries.ts';

const pair = (a: string, e: string) => ({ account: a, execution: e });

test('paste_pairs_areSplit', () => {
  assert.deepEqual(parsePasted('acct-42#exec-7'), pair('acct-42', 'exec-7'));
  assert.deepEqual(parsePasted('  acct-42/exec-7\n'), pair('acct-42', 'exec-7'));
  assert.deepEqual(parsePasted('acct-42\texec-7'), pair('acct-42', 'exec-7'));
  assert.deepEqual(parsePasted('acct-42 \n exec-7'), pair('acct-42', 'exec-7'));
});

test('paste_executionWithHash_isSplitAtTheFirst', () => {
  assert.deepEqual(parsePasted('konto/ü 1#exec#7 ☃'), pair('konto/ü 1', 'exec#7 ☃'));
});

test('paste_severalSlashes_isLeftAlone', () => {
  assert.equal(parsePasted('a/b/c'), null);
});

test('paste_links_areRead', () => {
  const ids = pair('konto/ü 1', 'exec#7 ☃');
  const a = encodeURIComponent(ids.account);
  const e = encodeURIComponent(ids.execution);
  for (const link of [
    `https://orion.example/?account=${a}&execution=${e}`,
    `https://orion.example/?x=1&execution=${e}&account=${a}#top`,
    `/?account=${a}&execution=${e}`,
    `https://orion.example/v1/timeline?accountId=${a}&executionId=${e}`,
    `https://orion.example/v1/accounts/${a}/executions/${e}`,
    `https://orion.example/v1/accounts/${a}/executions/${e}/events?limit=5`,
  ]) {
    assert.deepEqual(parsePasted(link), ids, link);
  }
});

test('paste_otherLinks_areLeftAlone', () => {
  assert.equal(parsePasted('https://orion.example/'), null);
  assert.equal(parsePasted('https://orion.example/#a'), null);
  assert.equal(parsePasted('https://orion.example/?account=a'), null);
});

test('paste_jsonLine_isRead', () => {
  const line = '2026-11-22 INFO {"accountId" : "a \\"1\\"", "executionId":"e/2","step":"X"}';
  assert.deepEqual(parsePasted(line), pair('a "1"', 'e/2'));
});

test('paste_illegalIds_areLeftAlone', () => {
  assert.equal(parsePasted('#exec'), null);
  assert.equal(parsePasted('acct#'), null);
  assert.equal(parsePasted(`a#${'x'.repeat(129)}`), null);
  assert.equal(parsePasted(''), null);
});

test('paste_anyLegalPairWithHash_roundTrips', () => {
  fc.assert(
    fc.property(account, execution, (a, e) => {
      fc.pre(!a.includes('?') && !/^[a-z][a-z0-9+.-]*:\/\//i.test(a) && !a.includes('"accountId"'));
      fc.pre(!/\/accounts\/[^/?#]+\/executions\//.test(`${a}#${e}`));
      assert.deepEqual(parsePasted(`${a}#${e}`), pair(a, e));
    }),
  );
});

test('paste_anyText_neverThrows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), (text) => {
      const ids = parsePasted(text);
      if (ids !== null) {
        assert.equal(accountComplaint(ids.account), null);
        assert.equal(executionComplaint(ids.execution), null);
      }
    }),
    { numRuns: 1000 },
  );
});

test('complaint_lengthIsCountedInCodePoints', () => {
  assert.equal(accountComplaint('😀'.repeat(128)), null);
  assert.match(accountComplaint('😀'.repeat(129)) ?? '', /at most 128 characters; this has 129/);
});

test('complaint_illegal_saysWhy', () => {
  assert.match(accountComplaint('') ?? '', /Enter the account id/);
  assert.match(accountComplaint('a#b') ?? '', /no “#”/);
  assert.match(accountComplaint('a\u0085b') ?? '', /control characters/);
  assert.match(executionComplaint('a\ud800') ?? '', /control characters/);
  assert.equal(executionComplaint('a#b'), null);
});

test('query_brokenEncoding_isKeptAsText', () => {
  assert.equal(parseQuery('?a=%E0%A4%A&b=1+2').get('a'), '%E0%A4%A');
  assert.equal(parseQuery('?a=1&b=1+2').get('b'), '1 2');
  assert.equal(parseQuery('?a=1&a=2').get('a'), '1');
});
