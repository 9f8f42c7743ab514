// Serves the built page and, in the API's place, the fixtures: node dev/mock.mjs [port]
// What cannot be had from a healthy API (slow, failing, garbled answers) is asked for by the
// execution id: slow, silent, problem-403, garbled, html, down.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { across, isAcross } from './across.mjs';
import * as fixtures from './fixtures.mjs';
import { answerAbout } from './mock-single.mjs';
import { policyHeader } from './policy.mjs';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const PROBLEMS = {
  400: ['Bad request', 'executionId must have at most 128 characters.'],
  401: ['Unauthorized', 'The token has expired.'],
  403: ['Forbidden', 'The token lacks the scope journeys/read.'],
  404: [
    'Unknown execution',
    "No event of execution 'missing' of account 'acct-42' is stored.",
    [
      'Ids are told apart by upper and lower case, spaces and every other character.',
      'An event can be seen some seconds after it was emitted: try again in a moment.',
      'Events are kept for 14 d.',
    ],
  ],
  410: ['Gone', 'The events of this execution expired on 8 November 2026.'],
  429: ['Too many requests', 'At most 20 questions a second; try again in 1 s.'],
  500: ['Internal error', 'The event table did not answer.'],
};

/** When an execution that ends soon, or when it is told to, was first asked for. */
const firstAsked = new Map();
const ended = new Set();
const largeOnes = new Map();

/**
 * Starts on 127.0.0.1; `origin` and `close()` of the result, and `end(id)`, which ends the execution
 * `id` (`held-…`). `site` may hold a `config` to serve in
 * the built one's place, origins that the page may `connect` to, and `admits(request)`, which gives
 * the status (401, 403) with which the API refuses a question, or null.
 */
export function startMock(port = 0, site = {}) {
  const begun = Date.now();
  const server = createServer((request, response) => {
    answer(request, response, begun, site).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({
        origin: `http://127.0.0.1:${server.address().port}`,
        end: (id) => ended.add(id),
        close: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    );
  });
}

async function answer(request, response, begun, site) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname.startsWith('/v1/')) {
    const refusal = site.admits?.(request) ?? null;
    if (refusal !== null) {
      sendProblem(response, refusal);
      return;
    }
  }
  if (url.pathname === '/v1/timeline') {
    await api(url.searchParams.get('executionId') ?? '', request, response, begun);
    return;
  }
  if (answerAbout(url, (id) => timelineOf(id, begun), response)) {
    return;
  }
  if (isAcross(url.pathname)) {
    await across(url, request, response, sendProblem);
    return;
  }
  response.setHeader('content-security-policy', policyHeader(site.connect));
  response.setHeader('referrer-policy', 'no-referrer');
  if (url.pathname === '/config.json' && site.config !== undefined) {
    const config = typeof site.config === 'string' ? site.config : JSON.stringify(site.config);
    response.writeHead(200, { 'content-type': 'application/json' }).end(config);
    return;
  }
  const path = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  try {
    const body = await readFile(join(DIST, path));
    response
      .writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
      .end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function api(id, request, response, begun) {
  const problem = /^problem-(\d+)$/.exec(id)?.[1] ?? (id === 'missing' ? '404' : undefined);
  if (problem !== undefined) {
    sendProblem(response, Number(problem));
  } else if (id === 'down') {
    request.socket.destroy();
  } else if (id === 'silent') {
    request.socket.on('error', () => {});
  } else if (id === 'garbled') {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"status":"FAILED","runs":{}}');
  } else if (id === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  } else {
    if (id === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
    }
    const timeline = timelineOf(id, begun);
    if (timeline === null) {
      sendProblem(response, 404);
    } else {
      sendTimeline(request, response, timeline);
    }
  }
}

function timelineOf(id, begun) {
  const size = /^large-(\d+)$/.exec(id)?.[1];
  if (size !== undefined) {
    // Made once: what is measured is the page, not this.
    const made = largeOnes.get(size) ?? fixtures.large(Number(size));
    largeOnes.set(size, made);
    return made;
  }
  if (id === 'running') {
    return fixtures.running(12_000 + Date.now() - begun, begun - 12_000);
  }
  if (id.startsWith('held-')) {
    const first = firstAsked.get(id) ?? Date.now();
    firstAsked.set(id, first);
    const elapsed = 36_000 + Date.now() - first;
    return fixtures.running(
      ended.has(id) ? Math.max(elapsed, 40_100) : Math.min(elapsed, 39_000),
      first - 36_000,
      40_000,
    );
  }
  const early = /^joining-(\d+)-/.exec(id)?.[1];
  if (early !== undefined) {
    // Two more runs begin, some 2 s and 8 s after the first question: so many milliseconds earlier.
    const before = 26_500 + Number(early);
    const first = firstAsked.get(id) ?? Date.now();
    firstAsked.set(id, first);
    return fixtures.running(before + Date.now() - first, first - before, 40_000);
  }
  if (id === 'frozen') {
    return fixtures.running(16_400);
  }
  const known = {
    'exec-7': fixtures.failed,
    failed: fixtures.failed,
    slow: fixtures.succeeded,
    empty: fixtures.bracketOnly,
  };
  const make = Object.hasOwn(known, id) ? known[id] : fixtures[id];
  return typeof make === 'function' && make.length === 0 ? make() : null;
}

function sendTimeline(request, response, timeline) {
  const { asOf, ...stored } = timeline;
  const etag = `"${createHash('sha256').update(JSON.stringify(stored)).digest('hex').slice(0, 20)}"`;
  const headers = { etag, 'x-request-id': 'mock-1', 'cache-control': 'no-store' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
  } else {
    response
      .writeHead(200, { ...headers, 'content-type': 'application/json' })
      .end(JSON.stringify(timeline));
  }
}

function sendProblem(response, status) {
  const [title, detail, hints = []] = PROBLEMS[status] ?? ['Problem', null];
  response
    .writeHead(status, { 'content-type': 'application/problem+json', 'x-request-id': 'b7c1-4f' })
    .end(
      JSON.stringify({
        type: `https://orion-trail.invalid/problems/${status}`,
        title,
        status,
        detail,
      }),
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock(Number(process.argv[2] ?? 8090));
  console.log(`${mock.origin}/?account=acct-42&execution=failed`);
}
