import type { Sort, SortKey } from './places.ts';

/** `30 minutes`, `hour`, `7 days`: completes "the last …". */
export function windowWords(window: string): string {
  const [, number, unit] = /^([0-9]+)([mhd])$/.exec(window) ?? [];
  const word = { m: 'minute', h: 'hour', d: 'day' }[unit ?? ''] ?? '';
  return number === '1' ? word : `${number ?? ''} ${word}s`;
}

/** What a click on a column's head sorts by: a second click turns it round. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  const first: Sort = key === 'step' ? key : `-${key}`;
  const second: Sort = key === 'step' ? `-${key}` : key;
  return sort === first ? second : first;
}

/** The key without its direction. */
export function sortKey(sort: Sort): SortKey {
  return sort.replace('-', '') as SortKey;
}
