import type { Zone } from './clock.ts';
import { parseQuery } from './ids.ts';
import { DAY, HOUR, MINUTE, nanosBetween, type Moment } from './time.ts';

/** The views across executions. */
export type PageName = 'account' | 'failures' | 'steps' | 'map' | 'blast' | 'status';

export type SortKey = 'step' | 'runs' | 'failures' | 'p50' | 'p95';

/** What a table is sorted by; `-` before the key begins with the largest. */
export type Sort = SortKey | `-${SortKey}`;

/** All that the address of such a view says: two people who open it ask the same. */
export interface Place {
  readonly page: PageName;
  readonly account: string;
  /** Empty for every step. */
  readonly step: string;
  /** Empty for every code; of a blast radius, for failures without one. */
  readonly code: string;
  /** How far back from now, as the API writes it: `30m`, `24h`, `7d`. */
  readonly window: string;
  readonly sort: Sort;
  /** Which screenful of a list, the first is 1. */
  readonly turn: number;
  /** Null leaves it to the reader's own preference. */
  readonly zone: Zone | null;
}

export const PAGES: readonly PageName[] = [
  'account',
  'failures',
  'steps',
  'map',
  'blast',
  'status',
];
export const SORT_KEYS: readonly SortKey[] = ['step', 'runs', 'failures', 'p50', 'p95'];
/** The windows that pages offer; an address may name any that the API takes. */
export const WINDOWS: readonly string[] = ['1h', '6h', '24h', '7d', '31d'];

const LEAST_SURPRISING: Readonly<Record<PageName, string>> = {
  account: '24h',
  failures: '24h',
  steps: '6h',
  map: '24h',
  blast: '24h',
  status: '1h',
};
const USUAL_SORT: Sort = '-failures';
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };
const WINDOW = /^([1-9][0-9]{0,5})([mhd])$/;
const MOST_TURNS = 200;

/** The page as it opens where nothing else is said. */
export function placeOf(page: PageName, more: Partial<Place> = {}): Place {
  return {
    page,
    account: '',
    step: '',
    code: '',
    window: LEAST_SURPRISING[page],
    sort: USUAL_SORT,
    turn: 1,
    zone: null,
    ...more,
  };
}

/**
 * Reads a query string; null where it speaks of one execution or of nothing. An account alone means
 * its executions. What is not understood counts as absent.
 */
export function parsePlace(search: string): Place | null {
  const query = parseQuery(search);
  const text = (...names: readonly string[]): string =>
    (names.map((name) => query.get(name)).find((value) => value !== undefined) ?? '').trim();
  const account = text('account', 'accountId');
  const named = PAGES.find((page) => page === query.get('page'));
  const alone = account !== '' && text('execution', 'executionId') === '' ? 'account' : undefined;
  const page = named ?? alone;
  if (page === undefined) {
    return null;
  }
  const turn = Number(query.get('turn'));
  return placeOf(page, {
    account: page === 'account' ? account : '',
    step: page === 'account' || page === 'status' ? '' : text('step'),
    code: page === 'failures' || page === 'blast' ? text('code', 'errorCode') : '',
    ...(page !== 'account' && WINDOW.test(query.get('window') ?? '')
      ? { window: query.get('window') ?? '' }
      : {}),
    sort: page === 'steps' ? (parseSort(query.get('sort')) ?? USUAL_SORT) : USUAL_SORT,
    turn: Number.isInteger(turn) && turn >= 1 && turn <= MOST_TURNS && isPaged(page) ? turn : 1,
    zone: query.get('tz') === 'utc' ? 'utc' : query.get('tz') === 'local' ? 'local' : null,
  });
}

/** The query string of a place, beginning with `?`; what is usual is left out. */
export function formatPlace(place: Place): string {
  const fields: (readonly [string, string])[] = [
    ['page', place.page],
    ['account', place.account],
    ['step', place.step],
    ['code', place.code],
    ['window', place.window === LEAST_SURPRISING[place.page] ? '' : place.window],
    ['sort', place.sort === USUAL_SORT ? '' : place.sort],
    ['turn', place.turn === 1 ? '' : String(place.turn)],
    ['tz', place.zone ?? ''],
  ];
  const query = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
  return `?${query}`;
}

/** Nanoseconds of a window; NaN where the text is none. */
export function windowNanos(window: string): number {
  const [, number, unit] = WINDOW.exec(window) ?? [];
  return Number(number ?? NaN) * (UNITS[unit ?? ''] ?? NaN);
}

/** The shortest offered window that reaches back to the moment, or the longest there is. */
export function windowSince(moment: Moment, now: Moment): string {
  const age = nanosBetween(moment, now);
  return WINDOWS.find((window) => windowNanos(window) > age) ?? (WINDOWS.at(-1) as string);
}

function parseSort(text: string | undefined): Sort | undefined {
  return SORT_KEYS.flatMap((key): Sort[] => [key, `-${key}`]).find((sort) => sort === text);
}

function isPaged(page: PageName): boolean {
  return page === 'account' || page === 'failures' || page === 'steps' || page === 'status';
}

/** Half a surrogate pair has no percent-encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
