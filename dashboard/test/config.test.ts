import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PLAIN_CONFIG, readConfig, type Config } from '../src/core/config.ts';
import { fillTemplate, linkValues } from '../src/core/link-template.ts';
import { timelineOf } from './arbitraries.ts';

test('config_absentOrSwitchedOff_isThePlainOne', () => {
  for (const value of [{}, { signIn: null }, { signIn: false, apiUrl: null, links: null }]) {
    assert.deepEqual(readConfig(value), PLAIN_CONFIG);
  }
});

test('config_whole_isRead', () => {
  const config: Config = readConfig({
    apiUrl: 'https://api.example/base/',
    signIn: {
      issuer: 'https://login.example/',
      clientId: 'page',
      scopes: ['journeys/read', 'openid'],
      parameters: { audience: 'api' },
    },
    links: { logs: 'https://logs.example/{execution}' },
  });
  assert.deepEqual(config, {
    apiUrl: 'https://api.example/base',
    signIn: {
      issuer: 'https://login.example/',
      clientId: 'page',
      scopes: ['openid', 'journeys/read'],
      parameters: { audience: 'api' },
    },
    links: { logs: 'https://logs.example/{execution}', trace: null },
  });
});

test('config_usualScopes_areThoseOfTheApi', () => {
  const { signIn } = readConfig({ signIn: { issuer: 'https://a.example', clientId: 'b' } });
  assert.deepEqual(signIn?.scopes, ['openid', 'journeys/read', 'journeys/payload']);
});

const SIGN_IN = { issuer: 'https://a.example', clientId: 'b' };

for (const [value, says] of [
  [[], /^config\.json is \[\]; it is a JSON object\.$/],
  [null, /^config\.json is null/],
  [{ apiUrl: 'ftp://x' }, /^apiUrl is "ftp:\/\/x"; it is an https address\.$/],
  [{ apiUrl: 'http://api.example' }, /^apiUrl is/],
  [{ apiUrl: 'https://a b' }, /^apiUrl is/],
  [{ signIn: true }, /^signIn is true; it is a JSON object/],
  [{ signIn: { clientId: 'b' } }, /^signIn\.issuer is missing/],
  [{ signIn: { ...SIGN_IN, clientId: 7 } }, /^signIn\.clientId is 7; it is a text/],
  [{ signIn: { ...SIGN_IN, scopes: 'openid' } }, /^signIn\.scopes is "openid"; it is a list/],
  [{ signIn: { ...SIGN_IN, scopes: ['a b'] } }, /^signIn\.scopes\[0\] is "a b"/],
  [{ signIn: { ...SIGN_IN, parameters: { state: 'x' } } }, /^signIn\.parameters\.state is "x"/],
  [{ links: { logs: 'javascript:alert(1)' } }, /^links\.logs is/],
  [{ links: { trace: 'https://user@evil.example/' } }, /^links\.trace is/],
] as const) {
  test(`config_wrong_isNamed ${JSON.stringify(value)}`, () => {
    assert.throws(() => readConfig(value), { name: 'Error', message: says });
  });
}

test('config_trialsOnTheOwnMachine_mayUsePlainHttp', () => {
  for (const host of ['127.0.0.1:8080', 'localhost']) {
    assert.equal(readConfig({ apiUrl: `http://${host}` }).apiUrl, `http://${host}`);
  }
  assert.throws(() => readConfig({ apiUrl: 'http://localhost.example' }));
});

test('template_values_areEncodedAndCannotLeadElsewhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const filled = fillTemplate('https://logs.example/q/{x}?y={x}', new Map([['x', value]]));
      const url = new URL(filled ?? assert.fail());
      assert.equal(url.origin, 'https://logs.example');
      assert.equal(url.hash, '');
    }),
  );
});

test('template_valueThatIsMissing_makesNoLink', () => {
  const values = new Map([
    ['a', 'x'],
    ['b', null],
  ]);
  assert.equal(fillTemplate('https://l.example/{a}', values), 'https://l.example/x');
  assert.equal(fillTemplate('https://l.example/{b}', values), null);
  assert.equal(fillTemplate('https://l.example/{unknown}', values), null);
});

test('linkValues_ofARun_haveAMinuteOnBothSides', () => {
  const timeline = timelineOf([{ step: 'A', startOffsetNanos: 0, durationNanos: 1e9 }]);
  const [run] = timeline.runs;
  const values = linkValues(timeline, {
    ...(run ?? assert.fail()),
    startedAt: '2026-11-22T10:15:30.000000000Z',
    endedAt: '2026-11-22T10:15:31.000000000Z',
    traceId: 'abc',
  });
  assert.equal(values.get('from'), '2026-11-22T10:14:30.000Z');
  assert.equal(values.get('toMillis'), String(Date.parse('2026-11-22T10:16:31Z')));
  assert.equal(values.get('traceId'), 'abc');
  const unknown = linkValues(timeline, { ...(run ?? assert.fail()), startedAt: null });
  assert.equal(unknown.get('from'), null);
  assert.equal(unknown.get('fromMillis'), null);
});
