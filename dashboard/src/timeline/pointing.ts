import type { Axis } from './axis.ts';
import type { Frame } from './frame.ts';
import type { Stage } from './stage.ts';
import { Tip } from './tip.ts';

/** What follows the mouse: the line, the time at it, and the words about the bar under it. */
export class Pointing {
  readonly #tip = new Tip();
  readonly #axis: Axis;
  readonly #stage: Stage;
  readonly #frame: () => Frame | null;

  constructor(axis: Axis, stage: Stage, frame: () => Frame | null) {
    this.#axis = axis;
    this.#stage = stage;
    this.#frame = frame;
  }

  get tip(): HTMLElement {
    return this.#tip.element;
  }

  on(grid: HTMLElement, track: HTMLElement): void {
    grid.addEventListener('pointermove', (event) => this.#pointed(event, track));
    grid.addEventListener('pointerleave', () => this.#unpointed());
  }

  #pointed(event: PointerEvent, track: HTMLElement): void {
    const frame = this.#frame();
    if (frame === null || event.pointerType === 'touch') {
      return;
    }
    const x = event.clientX - track.getBoundingClientRect().left;
    const inside = x >= 0 && x <= frame.scale.width;
    this.#axis.point(inside ? x : null, frame);
    this.#stage.point(inside ? x : null);
    const bar = (event.target as HTMLElement).closest<HTMLElement>('.bar');
    if (bar === null) {
      this.#tip.hide();
    } else {
      this.#tip.show(bar, event.clientX, event.clientY, frame);
    }
  }

  #unpointed(): void {
    this.#tip.hide();
    this.#stage.point(null);
    const frame = this.#frame();
    if (frame !== null) {
      this.#axis.point(null, frame);
    }
  }
}
