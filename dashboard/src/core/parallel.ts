import type { Run } from '../api/types.ts';
import type { Row } from './rows.ts';

/** Rows next to each other whose runs waited for the same and then ran side by side. */
export interface Bracket {
  readonly first: number;
  readonly size: number;
}

/** By the rows' places; a row belongs to one bracket at most, a bracket has two rows or more. */
export function bracketsOf(
  rows: readonly Row[],
  runs: readonly Run[],
): ReadonlyMap<number, Bracket> {
  const found = new Map<number, Bracket>();
  let first = 0;
  while (first < rows.length) {
    const key = sharedKey(rows[first], runs);
    let end = first + 1;
    let overlap = endOf(rows[first], runs);
    while (key !== null && end < rows.length && sharedKey(rows[end], runs) === key) {
      const start = runOf(rows[end], runs)?.startOffsetNanos ?? Infinity;
      if (start >= overlap) {
        break;
      }
      overlap = Math.min(overlap, endOf(rows[end], runs));
      end++;
    }
    if (end - first > 1) {
      const bracket = { first, size: end - first };
      for (let place = first; place < end; place++) {
        found.set(place, bracket);
      }
    }
    first = end;
  }
  return found;
}

function runOf(row: Row | undefined, runs: readonly Run[]): Run | undefined {
  return row?.kind === 'run' ? runs[row.runs[0]] : undefined;
}

/** What it waited for; null where nothing is named, for then nothing says they belong together. */
function sharedKey(row: Row | undefined, runs: readonly Run[]): string | null {
  const run = runOf(row, runs);
  return run === undefined || run.dependencies.length === 0
    ? null
    : [...run.dependencies].sort((a, b) => a - b).join(' ');
}

function endOf(row: Row | undefined, runs: readonly Run[]): number {
  const run = runOf(row, runs);
  return run === undefined ? -1 : run.startOffsetNanos + (run.durationNanos ?? Infinity);
}
