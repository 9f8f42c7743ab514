import { askStepSeries } from '../api/across.ts';
import type { StepSeries } from '../api/across-types.ts';
import { windowNanos } from '../core/places.ts';
import { seriesOf, type Series } from '../core/series.ts';
import { HOUR, MINUTE, parseMoment } from '../core/time.ts';

/** More at once would only queue in the browser, before what the reader asks for next. */
const MOST_AT_ONCE = 4;
/** The API keeps buckets of 5 minutes for windows up to this, of an hour beyond. */
const LONGEST_FINE = 6 * HOUR;

/** Asks for the series of the steps in view, a few at a time; a small chart may also stay away. */
export class SeriesStore {
  readonly #window: string;
  readonly #redraw: () => void;
  #known = new Map<string, Series | null>();
  #waiting: string[] = [];
  #asking = 0;

  constructor(window: string, redraw: () => void) {
    this.#window = window;
    this.#redraw = redraw;
  }

  /** Null while it is not known. */
  of(step: string): Series | null {
    return this.#known.get(step) ?? null;
  }

  want(steps: readonly string[]): void {
    for (const step of steps) {
      if (!this.#known.has(step)) {
        this.#known.set(step, null);
        this.#waiting.push(step);
      }
    }
    this.#next();
  }

  /** What is known may be old: {@link want} asks again. */
  forget(): void {
    this.#known = new Map();
    this.#waiting = [];
  }

  #next(): void {
    while (this.#asking < MOST_AT_ONCE && this.#waiting.length > 0) {
      const step = this.#waiting.shift() as string;
      this.#asking++;
      void this.#ask(step, this.#known);
    }
  }

  async #ask(step: string, known: Map<string, Series | null>): Promise<void> {
    const answer = await askStepSeries(step, this.#window, new AbortController().signal);
    this.#asking--;
    if (answer?.kind === 'value') {
      known.set(step, seriesIn(answer.value, this.#window));
      this.#redraw();
    }
    this.#next();
  }
}

/** The answer on the grid of its window; null where it does not say which that is. */
export function seriesIn(answer: StepSeries, window: string): Series | null {
  const from = parseMoment(answer.from);
  const to = parseMoment(answer.to);
  const usual = windowNanos(window) <= LONGEST_FINE ? 5 * MINUTE : HOUR;
  return from === null || to === null ? null : seriesOf(answer.buckets, from, to, usual);
}
