import type { Ids } from '../core/ids.ts';
import type { Failure } from './answer.ts';
import { ask, askText as askWhole, type Answered } from './client.ts';

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
export async function askJson<T>(
  question: string,
  decode: (answer: unknown) => T,
  signal: AbortSignal,
): Promise<Asked<T>> {
  return asked(await ask(question, decode, signal), signal);
}

/** As {@link askJson}, for answers that are shown or kept as they come. */
export async function askText<T>(
  question: string,
  signal: AbortSignal,
  read: (body: string, response: Response) => T,
): Promise<Asked<T>> {
  return asked(await askWhole(question, read, signal), signal);
}

function asked<T>(answer: Answered<T> | null, signal: AbortSignal): Asked<T> {
  if (answer?.kind === 'value') {
    return { kind: 'ready', value: answer.value };
  }
  // Nobody waits any more for the answer to a question that was taken back.
  const detail = String(signal.reason);
  const takenBack: Failure = {
    kind: 'unreachable',
    detail,
    httpStatus: null,
    requestId: null,
    hints: [],
  };
  return { kind: 'failed', failure: answer?.failure ?? takenBack };
}
