import type { Ids } from '../core/ids.ts';
import type { Answer, Failure, FailureKind } from './answer.ts';
import { decodeProblem, decodeTimeline, MalformedAnswer } from './decode.ts';
import { apiFetch, type Transport } from './transport.ts';

type FailedAnswer = { readonly kind: 'failure'; readonly failure: Failure };

/** How long one question may take, in milliseconds. The API's own limit is shorter. */
export const LONGEST_ANSWER_MS = 30_000;

const KINDS: ReadonlyMap<number, FailureKind> = new Map([
  [400, 'bad-request'],
  [401, 'unauthorised'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'expired'],
  [422, 'bad-request'],
  [429, 'throttled'],
]);

/**
 * Asks for one timeline. Never rejects: whatever goes wrong is an answer too, except that aborting
 * `signal` yields null. `etag` is that of the timeline already at hand.
 */
export function askTimeline(
  ids: Ids,
  etag: string | null,
  signal: AbortSignal,
  fetching: Transport = apiFetch,
  longest = LONGEST_ANSWER_MS,
): Promise<Answer | null> {
  const query = `accountId=${encodeURIComponent(ids.account)}&executionId=${encodeURIComponent(ids.execution)}`;
  return exchange(
    `/v1/timeline?${query}`,
    etag === null ? {} : { 'If-None-Match': etag },
    (response) => (response.status === 304 ? { kind: 'unchanged' } : readTimeline(response)),
    signal,
    fetching,
    longest,
  );
}

/** What any other question came to. */
export type Answered<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** Asks for JSON; as {@link askTimeline}, it never rejects, and null says that it was aborted. */
export function ask<T>(
  path: string,
  decode: (body: unknown) => T,
  signal: AbortSignal,
  fetching: Transport = apiFetch,
  longest = LONGEST_ANSWER_MS,
): Promise<Answered<T> | null> {
  return askText(path, (body) => decode(parseJson(body)), signal, fetching, longest);
}

/** As {@link ask}, for answers that are shown or kept as they come. */
export function askText<T>(
  path: string,
  read: (body: string, response: Response) => T,
  signal: AbortSignal,
  fetching: Transport = apiFetch,
  longest = LONGEST_ANSWER_MS,
): Promise<Answered<T> | null> {
  const readValue = async (response: Response): Promise<Answered<T>> =>
    readBody(response, (body) => ({ kind: 'value', value: read(body, response) }));
  return exchange(path, {}, readValue, signal, fetching, longest);
}

async function exchange<T>(
  path: string,
  headers: Readonly<Record<string, string>>,
  read: (response: Response) => T | Promise<T>,
  signal: AbortSignal,
  fetching: Transport,
  longest: number,
): Promise<T | FailedAnswer | null> {
  const timeout = AbortSignal.timeout(longest);
  try {
    const response = await fetching(path, {
      headers,
      // The page keeps the last answer itself; the browser's cache would answer 304 with the body.
      cache: 'no-store',
      signal: AbortSignal.any([signal, timeout]),
    });
    return await read(response);
  } catch (error) {
    if (signal.aborted) {
      return null;
    }
    return failure(timeout.aborted ? 'timeout' : 'unreachable', String(error), null, null);
  }
}

function readTimeline(response: Response): Promise<Answer> {
  return readBody<Answer>(response, (body) => {
    const { timeline, unreadableRuns } = decodeTimeline(parseJson(body));
    return { kind: 'timeline', timeline, unreadableRuns, etag: response.headers.get('etag') };
  });
}

async function readBody<T>(
  response: Response,
  read: (body: string) => T,
): Promise<T | FailedAnswer> {
  const requestId = response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid');
  const body = await response.text();
  if (!response.ok) {
    return { kind: 'failure', failure: refusalOf(response, body) };
  }
  try {
    return read(body);
  } catch (error) {
    if (error instanceof MalformedAnswer) {
      return failure('malformed', error.message, response.status, requestId);
    }
    throw error;
  }
}

/** What an answer that is no success says of itself. */
function refusalOf(response: Response, body: string): Failure {
  const problem = decodeProblem(parseJson(body));
  const named = response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid');
  return {
    kind: KINDS.get(response.status) ?? (response.status >= 500 ? 'server' : 'malformed'),
    detail: problem.detail ?? problem.title,
    httpStatus: response.status,
    requestId: problem.requestId ?? named,
    hints: problem.hints,
  };
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(
  kind: Failure['kind'],
  detail: string | null,
  httpStatus: number | null,
  requestId: string | null,
  hints: readonly string[] = [],
): FailedAnswer {
  return { kind: 'failure', failure: { kind, detail, httpStatus, requestId, hints } };
}
