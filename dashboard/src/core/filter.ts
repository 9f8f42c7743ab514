import type { Run, Status } from '../api/types.ts';

/** Which runs are wanted. An empty filter wants all. */
export interface RunFilter {
  /**
   * Words that all must fit: `text` anywhere, `key=value`, `duration>=500ms`; with `-` before one,
   * it must not. Words with spaces stand in double quotes.
   */
  readonly text: string;
  readonly statuses: ReadonlySet<Status>;
  readonly criticalOnly: boolean;
}

export type Test = (run: Run) => boolean;

let wordTests: ((text: string, present: number) => readonly Test[]) | null = null;

/** Most links carry no words, so how they are read is loaded apart. Until then all runs fit. */
export async function loadWords(): Promise<void> {
  wordTests ??= (await import('./filter-words.ts')).wordTests;
}

export function readsWords(): boolean {
  return wordTests !== null;
}

export function isUnfiltered(filter: RunFilter): boolean {
  return filter.text.trim() === '' && filter.statuses.size === 0 && !filter.criticalOnly;
}

/** `present` is now, in nanoseconds from the start: open runs have lasted until then. */
export function matcher(filter: RunFilter, present = 0): Test {
  const tests = wordTests?.(filter.text, present) ?? [];
  return (run) =>
    (filter.statuses.size === 0 || filter.statuses.has(run.status)) &&
    (!filter.criticalOnly || run.critical) &&
    tests.every((test) => test(run));
}
