import type { Answer, Failure } from '../api/answer.ts';
import type { Zone } from './clock.ts';
import { journeyOf, type Journey } from './journey.ts';
import { EMPTY_VIEW, formatView, sameExecution, type ViewState } from './url.ts';

/** Everything the page shows follows from this. Immutable; {@link reduce} makes the next one. */
export interface AppState {
  readonly view: ViewState;
  readonly load: Load;
  readonly paused: boolean;
  readonly theme: Theme;
  /** The zone to use where the link names none. */
  readonly zone: Zone;
  readonly help: boolean;
  readonly signIn: SignIn;
}

/** Who is asking, as far as this installation wants to know. */
export type SignIn =
  /** Nobody has to sign in. */
  | { readonly kind: 'off' }
  | { readonly kind: 'out' }
  /** On the way to the issuer. */
  | { readonly kind: 'leaving' }
  | { readonly kind: 'in'; readonly name: string }
  /** Was signed in; what is shown stays. */
  | { readonly kind: 'over'; readonly name: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Theme = 'auto' | 'light' | 'dark';

export type Load =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly slow: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | Loaded;

export interface Loaded {
  readonly kind: 'loaded';
  readonly journey: Journey;
  readonly etag: string | null;
  /** When this journey was answered, on the page's monotonic clock in milliseconds. */
  readonly receivedAt: number;
  /** When the API last confirmed it. */
  readonly confirmedAt: number;
  /** When a watched execution was first seen to be over. */
  readonly endedAt: number | null;
  /** Why the latest question had no answer; what is shown may be old. */
  readonly trouble: Failure | null;
  readonly failures: number;
  /** The name of the file that it was read from; null where the API answered it. */
  readonly file: string | null;
}

export type Action =
  | { readonly type: 'navigated'; readonly view: ViewState }
  | { readonly type: 'viewed'; readonly change: Partial<ViewState> }
  | { readonly type: 'requested' }
  | { readonly type: 'delayed' }
  | { readonly type: 'answered'; readonly answer: Answer; readonly at: number }
  | {
      readonly type: 'opened';
      readonly journey: Journey;
      readonly file: string;
      readonly at: number;
    }
  | { readonly type: 'paused'; readonly paused: boolean }
  | { readonly type: 'themed'; readonly theme: Theme }
  | { readonly type: 'zoned'; readonly zone: Zone }
  | { readonly type: 'helped'; readonly help: boolean }
  | { readonly type: 'signed'; readonly signIn: SignIn };

export const START: AppState = {
  view: EMPTY_VIEW,
  load: { kind: 'none' },
  paused: false,
  theme: 'auto',
  zone: 'utc',
  help: false,
  signIn: { kind: 'off' },
};

export function reduce(state: AppState, action: Action): AppState {
  switch (action.type) {
    case 'navigated':
      return navigated(state, action.view);
    case 'viewed':
      return viewed(state, action.change);
    case 'requested':
      return state.load.kind === 'loaded'
        ? state
        : { ...state, load: { kind: 'loading', slow: false } };
    case 'delayed':
      return state.load.kind === 'loading'
        ? { ...state, load: { kind: 'loading', slow: true } }
        : state;
    case 'answered':
      return { ...state, load: answered(state, action.answer, action.at) };
    case 'opened':
      return opened(state, action);
    case 'paused':
      return { ...state, paused: action.paused };
    case 'themed':
      return { ...state, theme: action.theme };
    case 'zoned':
      return { ...state, zone: action.zone, view: { ...state.view, zone: action.zone } };
    case 'helped':
      return { ...state, help: action.help };
    case 'signed':
      return { ...state, signIn: action.signIn };
  }
}

/** Whether nothing can be asked before the reader signs in (again). */
export function mustSignIn({ signIn, load }: AppState): boolean {
  if (signIn.kind === 'in') {
    return load.kind === 'failed' && load.failure.kind === 'unauthorised';
  }
  return signIn.kind === 'over' || signIn.kind === 'failed';
}

/** The zone in force: the link's before the reader's own. */
export function zoneOf(state: AppState): Zone {
  return state.view.zone ?? state.zone;
}

/** Whether the page names an execution to show. */
export function namesExecution(view: ViewState): boolean {
  return view.account !== '' && view.execution !== '';
}

function navigated(state: AppState, view: ViewState): AppState {
  const fromApi = state.load.kind !== 'loaded' || state.load.file === null;
  if (sameExecution(state.view, view) && namesExecution(view) && fromApi) {
    return { ...state, view };
  }
  return { ...state, view, load: { kind: 'none' }, paused: false, help: false };
}

function opened(state: AppState, action: Action & { readonly type: 'opened' }): AppState {
  const { accountId, executionId } = action.journey.timeline;
  return {
    ...state,
    view: { ...EMPTY_VIEW, zone: state.view.zone, account: accountId, execution: executionId },
    load: {
      kind: 'loaded',
      journey: action.journey,
      etag: null,
      receivedAt: action.at,
      confirmedAt: action.at,
      endedAt: null,
      trouble: null,
      failures: 0,
      file: action.file,
    },
    help: false,
  };
}

function viewed(state: AppState, change: Partial<ViewState>): AppState {
  const view = { ...state.view, ...change };
  return formatView(view) === formatView(state.view) ? state : { ...state, view };
}

function answered({ load, signIn }: AppState, answer: Answer, at: number): Load {
  switch (answer.kind) {
    case 'timeline': {
      const journey = journeyOf(answer.timeline, answer.unreadableRuns);
      const before = load.kind === 'loaded' ? load : null;
      return {
        kind: 'loaded',
        journey,
        etag: answer.etag,
        receivedAt: at,
        confirmedAt: at,
        endedAt: endedAt(before, journey, at),
        trouble: null,
        failures: 0,
        file: null,
      };
    }
    case 'unchanged':
      return load.kind === 'loaded'
        ? { ...load, confirmedAt: at, trouble: null, failures: 0 }
        : load;
    case 'failure':
      return load.kind === 'loaded' && answer.failure.kind !== 'file'
        ? {
            ...load,
            // That the sign-in is over is said by itself.
            trouble: signIn.kind === 'over' ? null : answer.failure,
            failures: load.failures + 1,
          }
        : { kind: 'failed', failure: answer.failure };
  }
}

function endedAt(before: Loaded | null, journey: Journey, at: number): number | null {
  if (isLive(journey)) {
    return null;
  }
  return before !== null && isLive(before.journey) ? at : (before?.endedAt ?? null);
}

/** Whether more is to be expected of it. */
export function isLive(journey: Journey): boolean {
  return journey.timeline.status === 'RUNNING' || journey.timeline.status === 'STALLED';
}
