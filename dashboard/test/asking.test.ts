import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askJson, askText, idsOf, questionOf, type Asked } from '../src/api/ask.ts';
import { MalformedAnswer } from '../src/api/decode.ts';
import { Asking } from '../src/api/remote.ts';
import { askThrough, type Transport } from '../src/api/transport.ts';

const NEVER = new AbortController().signal;

/** What is asked from now on is answered by `transport`. */
function answeredBy(transport: Transport): void {
  askThrough(transport);
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

function failureIn<T>(asked: Asked<T>) {
  return asked.kind === 'failed' ? asked.failure : assert.fail(`answered ${asked.value}`);
}

test('question_anyValues_arriveWholeAndAbsentOnesAreLeftOut', () => {
  const ids = { account: 'konto/ü 1&x=1', execution: 'exec#7 ☃+' };
  const question = questionOf('compare', { ...idsOf(ids), with: null, limit: '' });
  const url = new URL(question, 'http://localhost');
  assert.equal(url.pathname, '/v1/compare');
  assert.deepEqual(
    [...url.searchParams],
    [
      ['accountId', ids.account],
      ['executionId', ids.execution],
      ['limit', ''],
    ],
  );
});

test('askJson_answered_isReadAndNeverTakenFromTheCache', async () => {
  const asked: [string, RequestInit | undefined][] = [];
  answeredBy(async (path, init) => {
    asked.push([path, init]);
    return json(200, { n: 7 });
  });
  const answer = await askJson('/v1/compare?x=1', (body) => (body as { n: number }).n, NEVER);
  assert.deepEqual(answer, { kind: 'ready', value: 7 });
  assert.deepEqual(
    asked.map(([path, init]) => [path, init?.cache]),
    [['/v1/compare?x=1', 'no-store']],
  );
});

test('askText_answered_comesAsItIsWithItsHeaders', async () => {
  answeredBy(async () => json(200, 'a,b\r\n', { 'x-truncated': 'true' }));
  const answer = await askText('/v1/export', NEVER, (body, response) => [
    body,
    response.headers.get('x-truncated'),
  ]);
  assert.deepEqual(answer, { kind: 'ready', value: ['a,b\r\n', 'true'] });
});

test('ask_refused_saysWhatTheApiSays', async () => {
  const problem = { title: 'Gone', detail: 'It expired.', requestId: 'r-1', hints: ['Replay it.'] };
  answeredBy(async () => json(410, problem));
  assert.deepEqual(failureIn(await askJson('/v1/events', (body) => body, NEVER)), {
    kind: 'expired',
    detail: 'It expired.',
    httpStatus: 410,
    requestId: 'r-1',
    hints: ['Replay it.'],
  });
});

test('ask_answerThatCannotBeRead_isMalformed', async () => {
  answeredBy(async () => json(200, '<h1>Sign in</h1>'));
  const refusing = (body: unknown): never => {
    throw new MalformedAnswer(`${typeof body} is not an object`);
  };
  const failure = failureIn(await askJson('/v1/events', refusing, NEVER));
  assert.deepEqual([failure.kind, failure.detail], ['malformed', 'undefined is not an object']);
});

test('ask_noAnswer_isUnreachable', async () => {
  answeredBy(() => Promise.reject(new TypeError('Failed to fetch')));
  const failure = failureIn(await askText('/v1/export', NEVER, (body) => body));
  assert.equal(failure.kind, 'unreachable');
  assert.match(failure.detail ?? '', /Failed to fetch/);
});

test('ask_abortedOrTooSlow_endsItsQuestion', async () => {
  const taken = new AbortController();
  answeredBy(
    (_, init) =>
      new Promise((_, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      ),
  );
  const asked = askText('/v1/export', taken.signal, (body) => body);
  taken.abort(new Error('another question'));
  assert.match(failureIn(await asked).detail ?? '', /another question/);
});

/** A question whose answer is given when the test says so. */
function pending<T>() {
  let give: (asked: Asked<T>) => void = () => assert.fail('not asked yet');
  let signal: AbortSignal | null = null;
  let times = 0;
  const question = (its: AbortSignal): Promise<Asked<T>> => {
    times++;
    signal = its;
    return new Promise((resolve) => (give = resolve));
  };
  return {
    question,
    give: (value: T) => give({ kind: 'ready', value }),
    get aborted() {
      return signal?.aborted === true;
    },
    get times() {
      return times;
    },
  };
}

const turnOver = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('asking_sameKey_asksOnceAndTellsWhenTheAnswerIsThere', async () => {
  let settled = 0;
  const asking = new Asking<string>(() => settled++);
  const first = pending<string>();
  assert.deepEqual(asking.get('a', first.question), { kind: 'loading' });
  assert.equal(asking.answer, null);
  assert.deepEqual(asking.get('a', first.question), { kind: 'loading' });
  first.give('one');
  await turnOver();
  assert.deepEqual(asking.get('a', first.question), { kind: 'ready', value: 'one' });
  assert.deepEqual([asking.answer, first.times, settled], ['one', 1, 1]);
});

test('asking_anotherKey_abortsTheQuestionBeforeAndIgnoresItsAnswer', async () => {
  let settled = 0;
  const asking = new Asking<string>(() => settled++);
  const [first, second] = [pending<string>(), pending<string>()];
  asking.get('a', first.question);
  assert.deepEqual(asking.get('b', second.question), { kind: 'loading' });
  assert.ok(first.aborted && !second.aborted);
  second.give('two');
  first.give('late');
  await turnOver();
  assert.deepEqual(asking.get('b', second.question), { kind: 'ready', value: 'two' });
  assert.equal(settled, 1);
});

test('asking_put_isKnownWithoutAsking', async () => {
  const asking = new Asking<string>(() => assert.fail('settled'));
  const [open, never] = [pending<string>(), pending<string>()];
  asking.get('a', open.question);
  asking.put('b', 'known');
  assert.ok(open.aborted);
  assert.deepEqual(asking.get('b', never.question), { kind: 'ready', value: 'known' });
  assert.equal(never.times, 0);
});

test('asking_forgotten_holdsNothingAndAsksAnew', async () => {
  let settled = 0;
  const asking = new Asking<string>(() => settled++);
  const [first, again] = [pending<string>(), pending<string>()];
  asking.get('a', first.question);
  first.give('one');
  await turnOver();
  asking.forget();
  assert.equal(asking.answer, null);
  assert.equal(settled, 2);
  assert.deepEqual(asking.get('a', again.question), { kind: 'loading' });
  again.give('two');
  await turnOver();
  assert.deepEqual(asking.get('a', again.question), { kind: 'ready', value: 'two' });
});
