import type { Ids } from '../core/ids.ts';
import type { Answer, Failure, FailureKind } from './answer.ts';
import { decodeProblem, decodeTimeline, MalformedAnswer } from './decode.ts';
import { apiFetch, type Transport } from './transport.ts';

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
export async function askTimeline(
  ids: Ids,
  etag: string | null,
  signal: AbortSignal,
  fetching: Transport = apiFetch,
  longest = LONGEST_ANSWER_MS,
): Promise<Answer | null> {
  const query = `accountId=${encodeURIComponent(ids.account)}&executionId=${encodeURIComponent(ids.execution)}`;
  const timeout = AbortSignal.timeout(longest);
  try {
    const response = await fetching(`/v1/timeline?${query}`, {
      headers: etag === null ? {} : { 'If-None-Match': etag },
      // The page keeps the last answer itself; the browser's cache would answer 304 with the body.
      cache: 'no-store',
      signal: AbortSignal.any([signal, timeout]),
    });
    return response.status === 304 ? { kind: 'unchanged' } : await readAnswer(response);
  } catch (error) {
    if (signal.aborted) {
      return null;
    }
    return failure(timeout.aborted ? 'timeout' : 'unreachable', String(error), null, null);
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const requestId = response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid');
  const body = await response.text();
  if (!response.ok) {
    return { kind: 'failure', failure: refusalOf(response, body) };
  }
  try {
    const { timeline, unreadableRuns } = decodeTimeline(parseJson(body));
    return { kind: 'timeline', timeline, unreadableRuns, etag: response.headers.get('etag') };
  } catch (error) {
    if (error instanceof MalformedAnswer) {
      return failure('malformed', error.message, response.status, requestId);
    }
    throw error;
  }
}

/** What an answer that is no success says of itself. */
export function refusalOf(response: Response, body: string): Failure {
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
): Answer {
  return { kind: 'failure', failure: { kind, detail, httpStatus, requestId, hints: [] } };
}
