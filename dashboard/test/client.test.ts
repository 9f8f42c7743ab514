import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { askTimeline } from '../src/api/client.ts';

const IDS = { account: 'konto/ü 1', execution: 'exec#7 ☃' };
const NEVER = new AbortController().signal;

/** Serves one test on 127.0.0.1 and hands it a fetch that goes there. */
async function served(
  listener: RequestListener,
  use: (fetching: typeof fetch) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use((input, init) => fetch(`http://127.0.0.1:${port}${String(input)}`, init));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  };

async function failureOf(listener: RequestListener, longest?: number) {
  let found: Awaited<ReturnType<typeof askTimeline>> = null;
  await served(listener, async (fetching) => {
    found = await askTimeline(IDS, null, NEVER, fetching, longest);
  });
  const answer = found as Awaited<ReturnType<typeof askTimeline>>;
  assert.equal(answer?.kind, 'failure');
  return answer?.kind === 'failure' ? answer.failure : assert.fail();
}

test('ask_idsOfAnyKind_arriveWhole', async () => {
  let asked: URL | null = null;
  let condition: string | undefined;
  const listener: RequestListener = (request, response) => {
    asked = new URL(request.url ?? '', 'http://localhost');
    condition = request.headers['if-none-match'];
    json(200, { status: 'RUNNING', runs: [] }, { etag: '"v1"' })(request, response);
  };
  await served(listener, async (fetching) => {
    const answer = await askTimeline(IDS, '"v0"', NEVER, fetching);
    assert.ok(answer?.kind === 'timeline');
    assert.equal(answer.etag, '"v1"');
  });
  const url = asked as URL | null;
  assert.equal(url?.pathname, '/v1/timeline');
  assert.equal(url?.searchParams.get('accountId'), IDS.account);
  assert.equal(url?.searchParams.get('executionId'), IDS.execution);
  assert.equal(condition, '"v0"');
});

test('ask_notModified_isUnchanged', async () => {
  const listener: RequestListener = (_, response) => {
    response.writeHead(304).end();
  };
  await served(listener, async (fetching) => {
    assert.deepEqual(await askTimeline(IDS, '"v"', NEVER, fetching), { kind: 'unchanged' });
  });
});

test('ask_problem_isToldWithItsDetailAndRequestId', async () => {
  const failure = await failureOf(
    json(404, { title: 'T', detail: 'no such', hints: ['look'] }, { 'x-request-id': 'r-1' }),
  );
  assert.deepEqual(failure, {
    kind: 'not-found',
    detail: 'no such',
    httpStatus: 404,
    requestId: 'r-1',
    hints: ['look'],
  });
});

test('ask_otherStatuses_haveTheirKinds', async () => {
  const kinds = {
    400: 'bad-request',
    401: 'unauthorised',
    403: 'forbidden',
    410: 'expired',
    429: 'throttled',
    503: 'server',
    418: 'malformed',
  };
  for (const [status, kind] of Object.entries(kinds)) {
    assert.equal((await failureOf(json(Number(status), {}))).kind, kind);
  }
});

test('ask_htmlInPlaceOfJson_isMalformed', async () => {
  const failure = await failureOf((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  });
  assert.equal(failure.kind, 'malformed');
});

test('ask_droppedConnection_isUnreachable', async () => {
  assert.equal((await failureOf((request) => request.socket.destroy())).kind, 'unreachable');
});

test('ask_silence_isATimeout', async () => {
  assert.equal((await failureOf(() => {}, 30)).kind, 'timeout');
});

test('ask_aborted_isNoAnswer', async () => {
  const question = new AbortController();
  await served(
    () => question.abort(),
    async (fetching) => {
      assert.equal(await askTimeline(IDS, null, question.signal, fetching), null);
    },
  );
});
