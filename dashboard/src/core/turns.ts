/** How many rows of a list are shown at once; more would make the page slow to read and to draw. */
export const ROWS_A_TURN = 50;

/** The API's own limit of a page. */
const MOST_A_CALL = 500;
/** A list may answer with pages that hold nothing; after so many calls the reader decides. */
const MOST_CALLS = 12;

/** A part of a list as the API answers it. */
export interface Slice<T> {
  readonly rows: readonly T[];
  /** Leads on; null at the end. */
  readonly next: string | null;
}

/** Where a turn begins: after `skip` more rows behind the cursor. */
export interface Start {
  readonly cursor: string | null;
  readonly skip: number;
}

export interface Turn<T> extends Slice<T> {
  /** Whether the search was given up before the turn was full or the list at its end. */
  readonly unfinished: boolean;
}

/**
 * Collects one screenful, skipping what lies before it: an address names a turn by its number, as
 * cursors are too long for links and know but one question. Null as soon as `ask` answers null.
 */
export async function collectTurn<T>(
  start: Start,
  ask: (cursor: string | null, limit: number) => Promise<Slice<T> | null>,
): Promise<Turn<T> | null> {
  let { cursor, skip } = start;
  const rows: T[] = [];
  for (let call = 0; call < MOST_CALLS; call++) {
    const limit = Math.min(MOST_A_CALL, skip > 0 ? skip : ROWS_A_TURN - rows.length);
    const slice = await ask(cursor, limit);
    if (slice === null) {
      return null;
    }
    const kept = slice.rows.slice(Math.min(skip, slice.rows.length));
    skip -= slice.rows.length - kept.length;
    rows.push(...kept);
    cursor = slice.next;
    if (cursor === null || rows.length >= ROWS_A_TURN) {
      return { rows, next: cursor, unfinished: false };
    }
  }
  return { rows, next: cursor, unfinished: true };
}
