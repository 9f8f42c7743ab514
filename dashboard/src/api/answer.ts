import type { Timeline } from './types.ts';

/** What came of one question to the API. */
export type Answer =
  | {
      readonly kind: 'timeline';
      readonly timeline: Timeline;
      readonly unreadableRuns: number;
      readonly etag: string | null;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failure'; readonly failure: Failure };

export type FailureKind =
  | 'bad-request'
  | 'unauthorised'
  | 'sign-in'
  | 'misconfigured'
  | 'forbidden'
  | 'not-found'
  | 'expired'
  | 'throttled'
  | 'server'
  | 'unreachable'
  | 'timeout'
  | 'malformed'
  /** A file that was opened is no timeline. */
  | 'file';

export interface Failure {
  readonly kind: FailureKind;
  /** What the API (or the browser) says of it; null where it says nothing. */
  readonly detail: string | null;
  readonly httpStatus: number | null;
  readonly requestId: string | null;
  /** The API's own advice; empty where it gives none. */
  readonly hints: readonly string[];
}
