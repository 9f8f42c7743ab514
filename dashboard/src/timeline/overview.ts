import type { Status } from '../api/types.ts';
import { barsOf } from '../core/bars.ts';
import { concurrencyOf } from '../core/concurrency.ts';
import { count } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import { rowsOf } from '../core/rows.ts';
import { scaleOf, type Scale, type Span } from '../core/scale.ts';
import { bendOf } from '../core/warp.ts';
import type { Frame } from './frame.ts';

const LANES_HEIGHT = 34;
const LOAD_TOP = 38;
const LOAD_HEIGHT = 18;
const HEIGHT = 58;
const MOST_LANE_HEIGHT = 7;
const NOTHING_LEFT_OUT = {
  text: '',
  statuses: new Set<Status>(),
  criticalOnly: false,
  expected: false,
};

/** The whole execution in small: its lanes, how many runs at once, and which part is seen. */
export class Overview {
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  /** Marks what is seen; drag it. */
  readonly window = document.createElement('div');
  #drawn = '';
  #journey: Journey | null = null;
  #lanes: readonly (readonly number[])[] = [];
  #scale: Scale = scaleOf({ from: 0, to: 1 }, 1);

  readonly #inset: number;

  constructor(inset: number) {
    this.#inset = inset;
    this.element.className = 'overview-track';
    this.#canvas.setAttribute('role', 'img');
    this.#canvas.setAttribute('aria-label', 'Overview'); // until it is drawn
    this.window.className = 'overview-window';
    this.element.append(this.#canvas, this.window);
  }

  /** Of the overview: the whole execution over its width. */
  get scale(): Scale {
    return this.#scale;
  }

  show(frame: Frame): void {
    const width = frame.scale.width;
    this.#scale = scaleOf(frame.whole, width, this.#inset, bendOf(frame.idle.warp));
    if (frame.journey !== this.#journey) {
      this.#journey = frame.journey;
      this.#lanes = rowsOf(frame.journey, 'lanes', NOTHING_LEFT_OUT).rows.map((row) => row.runs);
      this.#canvas.setAttribute('aria-label', describe(frame.journey));
      this.#drawn = '';
    }
    // Growth by less than half a pixel is not worth a drawing.
    const growth = Math.round((frame.whole.to / frame.journey.knownEnd) * width * 2);
    const folds = frame.idle.folded.map((gap) => gap.startOffsetNanos);
    const drawing = `${width} ${devicePixelRatio} ${growth} ${folds}`;
    if (drawing !== this.#drawn && width > 0) {
      this.#drawn = drawing;
      this.#draw(frame, width);
    }
    this.#showWindow(frame.scale.span, frame.whole);
  }

  /** The theme changed: colours are read anew. */
  forget(): void {
    this.#drawn = '';
  }

  #showWindow(span: Span, whole: Span): void {
    this.window.hidden = span.from <= whole.from && span.to >= whole.to;
    const left = this.#scale.x(span.from);
    this.window.style.transform = `translateX(${left.toFixed(1)}px)`;
    this.window.style.width = `${Math.max(2, this.#scale.x(span.to) - left).toFixed(1)}px`;
  }

  #draw(frame: Frame, width: number): void {
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(HEIGHT * ratio);
    const context = this.#canvas.getContext('2d');
    if (context === null) {
      return;
    }
    context.scale(ratio, ratio);
    const style = getComputedStyle(this.element);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`);
    this.#drawLanes(context, frame, colour);
    this.#drawLoad(context, frame, colour);
  }

  /** Failures last and never thinner than two pixels, so that they are seen in any crowd. */
  #drawLanes(
    context: CanvasRenderingContext2D,
    frame: Frame,
    colour: (name: string) => string,
  ): void {
    const runs = frame.journey.timeline.runs;
    const pitch = Math.min(MOST_LANE_HEIGHT, LANES_HEIGHT / Math.max(1, this.#lanes.length));
    const thickness = Math.max(1, pitch - (pitch > 3 ? 1.5 : 0));
    const grave: (() => void)[] = [];
    this.#lanes.forEach((members, lane) => {
      for (const bar of barsOf(runs, members, this.#scale, frame.whole, Infinity)) {
        const failed = bar.status === 'FAILED';
        const height = failed ? Math.max(2, thickness) : thickness;
        const paint = (): void => {
          context.fillStyle = colour(bar.status.toLowerCase());
          context.fillRect(bar.x, lane * pitch, Math.max(failed ? 2 : 1, bar.width - 0.5), height);
        };
        if (failed) {
          grave.push(paint);
        } else {
          paint();
        }
      }
    });
    grave.forEach((paint) => paint());
  }

  #drawLoad(
    context: CanvasRenderingContext2D,
    frame: Frame,
    colour: (name: string) => string,
  ): void {
    const { times, counts, most } = concurrencyOf(frame.journey.timeline.runs, frame.whole);
    const bottom = LOAD_TOP + LOAD_HEIGHT;
    const y = (number: number): number => bottom - (number / Math.max(1, most)) * LOAD_HEIGHT;
    context.beginPath();
    context.moveTo(this.#scale.x(0), bottom);
    times.forEach((time, place) => {
      const x = this.#scale.x(time);
      context.lineTo(x, y(counts[place - 1] ?? 0));
      context.lineTo(x, y(counts[place] ?? 0));
    });
    context.lineTo(this.#scale.x(frame.whole.to), bottom);
    context.closePath();
    context.fillStyle = colour('load');
    context.fill();
  }
}

function describe(journey: Journey): string {
  const { runs, laneCount } = journey.timeline;
  const failed = journey.counts.get('FAILED') ?? 0;
  return `Overview: ${count(runs.length, 'run')}, at most ${laneCount} at once, ${failed} failed`;
}
