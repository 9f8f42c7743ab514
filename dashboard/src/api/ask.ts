import type { Ids } from '../core/ids.ts';
import type { Failure } from './answer.ts';
import { LONGEST_ANSWER_MS, parseJson, refusalOf } from './client.ts';
import { MalformedAnswer } from './decode.ts';
import { apiFetch } from './transport.ts';

/** What came of a question besides that for the timeline. */
export type Asked<T> =
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The address of a question below `/v1`, for any legal value. */
export function questionOf(path: string, query: Readonly<Record<string, string | null>>): string {
  const fields = Object.entries(query)
    .filter((field): field is [string, string] => field[1] !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `/v1/${path}?${fields.join('&')}`;
}

export function idsOf({ account, execution }: Ids): Readonly<Record<string, string>> {
  return { accountId: account, executionId: execution };
}

/** Asks for JSON and reads it with `decode`. Never rejects; aborting yields a failure too. */
export function askJson<T>(
  question: string,
  decode: (answer: unknown) => T,
  signal: AbortSignal,
): Promise<Asked<T>> {
  return askText(question, signal, (body) => decode(parseJson(body)));
}

/** As {@link askJson}, for answers that are shown or kept as they come. */
export async function askText<T>(
  question: string,
  signal: AbortSignal,
  read: (body: string, response: Response) => T,
): Promise<Asked<T>> {
  const timeout = AbortSignal.timeout(LONGEST_ANSWER_MS);
  try {
    const response = await apiFetch(question, {
      cache: 'no-store',
      signal: AbortSignal.any([signal, timeout]),
    });
    const body = await response.text();
    if (!response.ok) {
      return { kind: 'failed', failure: refusalOf(response, body) };
    }
    return { kind: 'ready', value: read(body, response) };
  } catch (error) {
    const malformed = error instanceof MalformedAnswer;
    const kind = malformed ? 'malformed' : timeout.aborted ? 'timeout' : 'unreachable';
    const detail = malformed ? error.message : String(error);
    return {
      kind: 'failed',
      failure: { kind, detail, httpStatus: null, requestId: null, hints: [] },
    };
  }
}
