import type { Frame } from './frame.ts';
import { RowView } from './row-view.ts';

/**
 * As many row elements as fit into view. Row n always lies in the same slot, so scrolling by one
 * row fills one slot anew and leaves the others as they are.
 */
export class RowPool {
  readonly #rows: RowView[] = [];
  readonly #parent: HTMLElement;

  constructor(parent: HTMLElement) {
    this.#parent = parent;
  }

  /** Shows the rows from `first` to before `end`. */
  show(frame: Frame, first: number, end: number): void {
    while (this.#rows.length < end - first) {
      const row = new RowView();
      this.#rows.push(row);
      this.#parent.append(row.element);
    }
    const size = this.#rows.length;
    const used = new Set<number>();
    for (let place = first; place < end; place++) {
      used.add(place % size);
      this.#rows[place % size]?.show(place, frame);
    }
    this.#rows.forEach((row, slot) => {
      if (!used.has(slot)) {
        row.hide();
      }
    });
  }
}
