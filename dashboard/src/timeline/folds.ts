import type { Gap } from '../api/types.ts';
import { formatDuration } from '../core/format.ts';
import type { Frame } from './frame.ts';
import { made } from './made.ts';

/** Width that the words need, in pixels; a narrower fold has a sign only. */
const WORDS_ROOM = 84;
const LEAST_BUTTON = 20;

/**
 * Idle stretches that are folded: a torn band behind the rows, and on the axis a button that says
 * how long it is and unfolds it. Stretches that were unfolded by hand have a button to fold again.
 */
export class Folds {
  readonly buttons = made('div', 'folds');
  readonly bands = made('div', 'fold-bands');
  readonly #turn: (gap: number) => void;
  readonly #pool: { readonly button: HTMLButtonElement; readonly band: HTMLElement }[] = [];

  constructor(turn: (gap: number) => void) {
    this.#turn = turn;
  }

  show(frame: Frame): void {
    const folded = new Set(frame.idle.folded);
    const anyFolded = folded.size > 0 || frame.idle.turned;
    const foldable = anyFolded ? frame.idle.gaps : [];
    let used = 0;
    for (const gap of foldable) {
      const left = Math.max(0, frame.scale.x(gap.startOffsetNanos));
      const end = frame.scale.x(gap.startOffsetNanos + gap.durationNanos);
      const right = Math.min(frame.scale.width, end);
      if (right - left >= LEAST_BUTTON) {
        this.#place(used++, gap, left, right - left, folded.has(gap));
      }
    }
    this.#pool.slice(used).forEach(({ button, band }) => {
      button.hidden = true;
      band.hidden = true;
    });
  }

  #place(place: number, gap: Gap, left: number, width: number, folded: boolean): void {
    const { button, band } = this.#elements(place);
    const length = formatDuration(gap.durationNanos);
    const says = `${length} idle; ${folded ? 'show it as long as it was' : 'fold it'}`;
    button.hidden = false;
    button.dataset['gap'] = String(gap.startOffsetNanos);
    button.textContent = width >= WORDS_ROOM ? `${length} idle` : folded ? '⋯' : '›‹';
    button.title = says;
    button.setAttribute('aria-label', says);
    button.style.transform = `translateX(${left.toFixed(1)}px)`;
    button.style.width = `${width.toFixed(1)}px`;
    band.hidden = !folded;
    band.style.transform = button.style.transform;
    band.style.width = button.style.width;
  }

  #elements(place: number): { readonly button: HTMLButtonElement; readonly band: HTMLElement } {
    let pair = this.#pool[place];
    if (pair === undefined) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'fold';
      button.addEventListener('pointerdown', (event) => event.stopPropagation());
      button.addEventListener('click', () => this.#turn(Number(button.dataset['gap'])));
      pair = { button, band: made('div', 'fold-band') };
      this.#pool.push(pair);
      this.buttons.append(button);
      this.bands.append(pair.band);
    }
    return pair;
  }
}
