import type { Status } from '../api/types.ts';
import type { Zone } from './clock.ts';
import { parseQuery } from './ids.ts';
import { lookFields, parseLook, PLAIN_LOOK, type Look } from './look.ts';
import type { Grouping } from './rows.ts';
import type { Span } from './scale.ts';

/** Parts of the drawing that can be switched off. */
export type Part = 'gaps' | 'waits' | 'usual' | 'expected';

/** All that a link says: two people who open it see the same. */
export interface ViewState extends Look {
  readonly account: string;
  readonly execution: string;
  readonly grouping: Grouping;
  /** Null shows the whole execution and goes on doing so while it grows. */
  readonly span: Span | null;
  /** The selected run's key. */
  readonly run: string | null;
  /** Null leaves it to the reader's own preference. */
  readonly zone: Zone | null;
  readonly text: string;
  readonly statuses: readonly Status[];
  readonly criticalOnly: boolean;
  readonly hidden: readonly Part[];
}

export const EMPTY_VIEW: ViewState = {
  account: '',
  execution: '',
  grouping: 'runs',
  span: null,
  run: null,
  zone: null,
  text: '',
  statuses: [],
  criticalOnly: false,
  hidden: [],
  ...PLAIN_LOOK,
};

export const STATUSES: readonly Status[] = [
  'FAILED',
  'STALLED',
  'LOST',
  'RUNNING',
  'SUCCEEDED',
  'UNKNOWN',
];
export const GROUPINGS: readonly Grouping[] = ['runs', 'lanes', 'steps', 'tree'];
export const PARTS: readonly Part[] = ['gaps', 'waits', 'usual', 'expected'];
const ZONES: readonly Zone[] = ['utc', 'local'];

/** Reads a query string; what is not understood counts as absent, so any link opens something. */
export function parseView(search: string): ViewState {
  const query = parseQuery(search);
  return {
    account: (query.get('account') ?? query.get('accountId') ?? '').trim(),
    execution: (query.get('execution') ?? query.get('executionId') ?? '').trim(),
    grouping: one(GROUPINGS, query.get('by')) ?? 'runs',
    span: parseSpan(query.get('from'), query.get('to')),
    run: query.get('run') ?? null,
    zone: one(ZONES, query.get('tz')) ?? null,
    text: query.get('q') ?? '',
    statuses: several(STATUSES, query.get('status')),
    criticalOnly: query.get('path') === 'critical',
    hidden: several(PARTS, query.get('hide')),
    ...parseLook(query),
  };
}

/** The query string of a view, beginning with `?`, or empty; what is usual is left out. */
export function formatView(view: ViewState): string {
  const fields: (readonly [string, string | null])[] = [
    ['account', view.account],
    ['execution', view.execution],
    ['by', view.grouping === 'runs' ? null : view.grouping],
    ['from', view.span === null ? null : String(view.span.from)],
    ['to', view.span === null ? null : String(view.span.to)],
    ['run', view.run],
    ['tz', view.zone],
    ['q', view.text],
    ['status', view.statuses.join(',')],
    ['path', view.criticalOnly ? 'critical' : null],
    ['hide', view.hidden.join(',')],
    ...lookFields(view),
  ];
  const query = fields
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${encode(value ?? '')}`)
    .join('&');
  return query === '' ? '' : `?${query}`;
}

/** Whether both name the same execution. */
export function sameExecution(a: ViewState, b: ViewState): boolean {
  return a.account === b.account && a.execution === b.execution;
}

function parseSpan(from: string | undefined, to: string | undefined): Span | null {
  const span = { from: Number(from ?? NaN), to: Number(to ?? NaN) };
  return span.from >= 0 && span.to > span.from && span.to < Infinity ? span : null;
}

function one<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((item) => item === text);
}

/** In the given order, each once. */
function several<T extends string>(known: readonly T[], text: string | undefined): readonly T[] {
  const named = new Set((text ?? '').split(','));
  return known.filter((item) => named.has(item));
}

/** Half a surrogate pair has no percent-encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('%2C', ',');
}
