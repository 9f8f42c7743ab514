import type { Answered } from '../api/client.ts';
import type { Asking } from '../api/across.ts';
import { formatPlace, type Place } from '../core/places.ts';
import { collectTurn, ROWS_A_TURN, type Slice, type Start, type Turn } from '../core/turns.ts';

/** Where the turns of lists begin, as far as they were looked at: going on costs one call. */
export class Cursors {
  readonly #known = new Map<string, string>();

  /**
   * Collects the place's turn; what of the answer is more than rows and cursor, `ask` has to keep
   * for itself.
   */
  async turn<T>(
    place: Place,
    ask: (cursor: string | null, limit: number) => Asking<Slice<T>>,
  ): Asking<Turn<T>> {
    let failed: Extract<Answered<never>, { kind: 'failure' }> | null = null;
    const turn = await collectTurn<T>(this.#start(place), async (cursor, limit) => {
      const answer = await ask(cursor, limit);
      if (answer?.kind === 'failure') {
        failed = answer;
      }
      return answer?.kind === 'value' ? answer.value : null;
    });
    if (turn === null) {
      return failed;
    }
    if (turn.next !== null) {
      this.#known.set(keyOf({ ...place, turn: place.turn + 1 }), turn.next);
    }
    return { kind: 'value', value: turn };
  }

  #start(place: Place): Start {
    const cursor = this.#known.get(keyOf(place));
    return cursor === undefined || place.turn === 1
      ? { cursor: null, skip: (place.turn - 1) * ROWS_A_TURN }
      : { cursor, skip: 0 };
  }
}

function keyOf(place: Place): string {
  return formatPlace({ ...place, zone: null });
}
