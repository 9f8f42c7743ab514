import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  askBlastRadius,
  askCompleteness,
  askExecutions,
  askFailures,
  askStepMap,
  askSteps,
  askStepSeries,
} from '../src/api/across.ts';
import {
  decodeBlastRadius,
  decodeCompleteness,
  decodeExecutions,
  decodeFailures,
  decodeStepMap,
  decodeSteps,
  decodeStepSeries,
} from '../src/api/across-decode.ts';
import { MalformedAnswer } from '../src/api/decode.ts';
import { askThrough } from '../src/api/transport.ts';
import { placeOf } from '../src/core/places.ts';

const DECODERS = [
  ['executions', decodeExecutions],
  ['failures', decodeFailures],
  ['minutes', decodeBlastRadius],
  ['steps', decodeSteps],
  ['buckets', decodeStepSeries],
  ['nodes', decodeStepMap],
  ['emitters', decodeCompleteness],
] as const;
const NEVER = new AbortController().signal;

test('decode_anyJson_isReadOrRefused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (value, rows) => {
      for (const [name, decode] of DECODERS) {
        assert.ok(Array.isArray(Object.values(decode({ [name]: rows })).find(Array.isArray)));
        try {
          decode(value);
        } catch (error) {
          assert.ok(error instanceof MalformedAnswer);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('decode_rowsThatDoNotSayWhatTheyAreOf_areLeftOut', () => {
  const { executions } = decodeExecutions({ executions: [{ executionId: 'e' }, {}, null, 7] });
  assert.deepEqual(executions, [
    {
      executionId: 'e',
      status: 'UNKNOWN',
      startedAt: null,
      endedAt: null,
      durationNanos: null,
      lastEventAt: null,
      failedStep: null,
      errorCode: null,
    },
  ]);
  assert.equal(decodeFailures({ failures: [{ executionId: 'e' }] }).failures.length, 0);
  assert.equal(decodeStepMap({ nodes: [], edges: [{ from: 'A' }] }).edges.length, 0);
  assert.equal(decodeStepSeries({ buckets: [{ from: 'x', widthNanos: 0 }] }).buckets.length, 0);
});

test('decode_withoutItsList_namesTheFieldThatIsWrong', () => {
  for (const [name, decode] of DECODERS) {
    assert.throws(() => decode({ [name]: {} }), new RegExp(`field "${name}" is not a list`));
    assert.throws(() => decode([]), /not a JSON object/);
  }
});

/** Stands for any object and notes which fields are asked for. */
function noting(asked: Set<string>): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get(_, name) {
        if (typeof name === 'symbol') {
          return undefined;
        }
        asked.add(name);
        const lists = [...DECODERS.map(([list]) => list as string), 'edges', 'dropped'];
        const texts = [
          'emitterId',
          'reason',
          'executionId',
          'accountId',
          'step',
          'minute',
          'from',
          'to',
        ];
        return lists.includes(name) ? [noting(asked)] : texts.includes(name) ? 'text' : 1;
      },
    },
  );
}

test('fields_readByTheseViews_areAllInTheApisDescription', () => {
  const asked = new Set<string>();
  DECODERS.forEach(([, decode]) => decode(noting(asked)));
  const described = readFileSync(
    new URL('../../../../docs/contracts/openapi.yaml', import.meta.url),
    'utf8',
  );
  const unknown = [...asked].filter((name) => !new RegExp(`^\\s+${name}:`, 'm').test(described));
  assert.ok(asked.size > 30, [...asked].join(' '));
  assert.deepEqual(unknown, []);
});

/** A fetch that notes what it is asked for and has nothing to tell. */
function asking() {
  const asked: URL[] = [];
  const fetching = async (path: unknown): Promise<Response> => {
    asked.push(new URL(String(path), 'http://localhost'));
    return new Response('{}', { status: 400 });
  };
  return { asked, fetching: fetching as typeof fetch };
}

test('ask_namesOfAnyKind_arriveWhole', async () => {
  const { asked, fetching } = asking();
  const odd = 'a/ü 1+%&=☃';
  const first = { cursor: null, limit: 50 };
  await askExecutions(odd, first, NEVER, fetching);
  await askSteps('1h', NEVER, fetching);
  await askStepSeries(odd, '7d', NEVER, fetching);
  await askStepMap('24h', NEVER, fetching);
  await askBlastRadius(odd, odd, '1h', NEVER, fetching);
  await askBlastRadius(odd, '', '1h', NEVER, fetching);
  await askCompleteness('6h', NEVER, fetching);
  assert.deepEqual(
    asked.map((url) => [url.pathname, Object.fromEntries(url.searchParams)]),
    [
      ['/v1/executions', { accountId: odd, limit: '50' }],
      ['/v1/steps', { window: '1h' }],
      ['/v1/step', { step: odd, window: '7d' }],
      ['/v1/map', { window: '24h' }],
      ['/v1/blast-radius', { step: odd, errorCode: odd, window: '1h' }],
      ['/v1/blast-radius', { step: odd, window: '1h' }],
      ['/v1/completeness', { window: '6h' }],
    ],
  );
});

test('ask_withoutAnotherWay_goesThroughTheTransport', async () => {
  const { asked, fetching } = asking();
  askThrough(fetching);
  await askSteps('1h', NEVER);
  askThrough((path, init) => fetch(path, init));
  assert.deepEqual(
    asked.map((url) => url.pathname),
    ['/v1/steps'],
  );
});

test('askFailures_windowUntilNow_isAskedByItsStartUnlessACursorCarriesIt', async () => {
  const { asked, fetching } = asking();
  const now = Date.UTC(2026, 10, 22, 10, 0, 0);
  const place = placeOf('failures', { window: '6h', step: 'A', code: 'B' });
  await askFailures(place, now, { cursor: null, limit: 50 }, NEVER, fetching);
  await askFailures(place, now, { cursor: 'c', limit: 50 }, NEVER, fetching);
  await askFailures(
    placeOf('failures', { window: '31d' }),
    now,
    { cursor: null, limit: 50 },
    NEVER,
    fetching,
  );
  assert.deepEqual(
    asked.map((url) => Object.fromEntries(url.searchParams)),
    [
      { from: '2026-11-22T04:00:00.000Z', step: 'A', errorCode: 'B', limit: '50' },
      { step: 'A', errorCode: 'B', limit: '50', cursor: 'c' },
      { from: '2026-10-22T10:01:00.000Z', limit: '50' },
    ],
  );
});
