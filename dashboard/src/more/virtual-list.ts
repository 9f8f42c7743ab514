import { made } from '../timeline/made.ts';

const OVERSCAN = 6;
const MOST_ROWS = 80;

/**
 * A list of any length whose rows are a small pool of elements that follow the scroll. Row n always
 * lies in the same slot, so scrolling by one row fills one slot anew.
 */
export class VirtualList {
  /** Scrolls. */
  readonly element = made('div', 'list');
  /** As wide as the rows; may hold a head above them. */
  readonly sheet = made('div', 'list-sheet');
  readonly body = made('div', 'list-body');
  readonly #height: number;
  readonly #make: () => HTMLElement;
  readonly #fill: (row: HTMLElement, place: number) => void;
  readonly #rows: HTMLElement[] = [];
  #count = 0;
  #queued = false;
  /** Called when the last row comes into view. */
  onEnd: () => void = () => {};

  constructor(
    rowHeight: number,
    make: () => HTMLElement,
    fill: (row: HTMLElement, place: number) => void,
  ) {
    this.#height = rowHeight;
    this.#make = make;
    this.#fill = fill;
    this.sheet.append(this.body);
    this.element.append(this.sheet);
    this.element.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    new ResizeObserver(() => this.#drawSoon()).observe(this.element);
  }

  /** Draws what is in view of `count` rows. */
  show(count: number): void {
    this.#count = count;
    this.body.style.height = `${count * this.#height}px`;
    this.#draw();
  }

  /** Scrolls as little as needed. */
  reveal(place: number): void {
    const top = place * this.#height;
    const room = this.#room();
    const { element } = this;
    if (top < element.scrollTop) {
      element.scrollTop = top;
    } else if (top + this.#height > element.scrollTop + room) {
      element.scrollTop = top + this.#height - room;
    }
    this.#draw();
  }

  /** How many rows fit into view. */
  get page(): number {
    return Math.max(1, Math.floor(this.#room() / this.#height) - 1);
  }

  #room(): number {
    return Math.max(this.#height, this.element.clientHeight - this.body.offsetTop);
  }

  #drawSoon(): void {
    if (!this.#queued) {
      this.#queued = true;
      requestAnimationFrame(() => {
        this.#queued = false;
        this.#draw();
      });
    }
  }

  #draw(): void {
    const top = this.element.scrollTop / this.#height;
    const seen = this.element.clientHeight / this.#height;
    const first = Math.max(0, Math.floor(top) - OVERSCAN);
    const end = Math.min(this.#count, Math.ceil(top + seen) + OVERSCAN, first + MOST_ROWS);
    while (this.#rows.length < end - first) {
      const row = this.#make();
      this.#rows.push(row);
      this.body.append(row);
    }
    const size = this.#rows.length;
    const used = new Set<number>();
    for (let place = first; place < end; place++) {
      const row = this.#rows[place % size] as HTMLElement;
      used.add(place % size);
      row.hidden = false;
      row.style.transform = `translateY(${place * this.#height}px)`;
      this.#fill(row, place);
    }
    this.#rows.forEach((row, slot) => {
      if (!used.has(slot)) {
        row.hidden = true;
        row.removeAttribute('id');
      }
    });
    if (end === this.#count) {
      this.onEnd();
    }
  }
}
