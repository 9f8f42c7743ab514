import { windowNanos, type Place } from '../core/places.ts';
import { DAY, MINUTE } from '../core/time.ts';
import type {
  BlastRadius,
  Completeness,
  ExecutionList,
  FailureList,
  StepMap,
  Steps,
  StepSeries,
} from './across-types.ts';
import {
  decodeBlastRadius,
  decodeCompleteness,
  decodeExecutions,
  decodeFailures,
  decodeStepMap,
  decodeSteps,
  decodeStepSeries,
} from './across-decode.ts';
import { ask, type Answered } from './client.ts';
import type { Transport } from './transport.ts';

const LONGEST_WINDOW = 31 * DAY;

/** An answer, or null where the question was taken back. */
export type Asking<T> = Promise<Answered<T> | null>;

/** Where a page of a list begins, and how long it may be. */
export interface Paging {
  readonly cursor: string | null;
  readonly limit: number;
}

export function askExecutions(
  account: string,
  paging: Paging,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<ExecutionList> {
  const query = queryOf({ accountId: account, ...pagingOf(paging) });
  return ask(`/v1/executions?${query}`, decodeExecutions, signal, fetching);
}

/** Failed runs of the place's window until `now` (milliseconds since 1970), step and code. */
export function askFailures(
  place: Pick<Place, 'window' | 'step' | 'code'>,
  now: number,
  paging: Paging,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<FailureList> {
  const query = queryOf({
    // The window until now, which the API takes by its ends; a cursor carries it along.
    ...(paging.cursor === null ? { from: windowStart(place.window, now) } : {}),
    step: place.step,
    errorCode: place.code,
    ...pagingOf(paging),
  });
  return ask(`/v1/failures?${query}`, decodeFailures, signal, fetching);
}

export function askSteps(window: string, signal: AbortSignal, fetching?: Transport): Asking<Steps> {
  return ask(`/v1/steps?${queryOf({ window })}`, decodeSteps, signal, fetching);
}

export function askStepSeries(
  step: string,
  window: string,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<StepSeries> {
  return ask(`/v1/step?${queryOf({ step, window })}`, decodeStepSeries, signal, fetching);
}

export function askStepMap(
  window: string,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<StepMap> {
  return ask(`/v1/map?${queryOf({ window })}`, decodeStepMap, signal, fetching);
}

export function askBlastRadius(
  step: string,
  code: string,
  window: string,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<BlastRadius> {
  const query = queryOf({ step, errorCode: code, window });
  return ask(`/v1/blast-radius?${query}`, decodeBlastRadius, signal, fetching);
}

export function askCompleteness(
  window: string,
  signal: AbortSignal,
  fetching?: Transport,
): Asking<Completeness> {
  return ask(`/v1/completeness?${queryOf({ window })}`, decodeCompleteness, signal, fetching);
}

/**
 * The longest window starts a minute late: the API's now is a little later than this, and a window
 * longer than it allows would be refused.
 */
function windowStart(window: string, now: number): string {
  const length = windowNanos(window);
  const late = length === LONGEST_WINDOW ? MINUTE : 0;
  return new Date(now - (length - late) / 1e6).toISOString();
}

function pagingOf({ cursor, limit }: Paging): Readonly<Record<string, string>> {
  return { limit: String(limit), cursor: cursor ?? '' };
}

/** A query string of the fields that hold anything. */
function queryOf(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}
