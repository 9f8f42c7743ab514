import { formatOffset } from '../core/format.ts';
import { endOf } from '../core/journey.ts';
import { tickLabel, ticksBeside, type Ticks } from '../core/ticks.ts';
import { plus } from '../core/time.ts';
import type { Frame } from './frame.ts';

/** Room that one mark's words need, in pixels. */
const MARK_ROOM = 104;
/** Width of a letter there, a little more than it is. */
const LETTER = 7.5;

/** The time axis: round marks, from the start and by the clock, and where the pointer is. */
export class Axis {
  readonly element = document.createElement('div');
  readonly #marks: HTMLElement[] = [];
  readonly #pointer = document.createElement('div');

  constructor() {
    this.element.className = 'marks';
    this.#pointer.className = 'pointer-time';
    this.#pointer.hidden = true;
    this.element.append(this.#pointer);
  }

  static ticks(frame: Frame): Ticks {
    const { span, width } = frame.scale;
    return ticksBeside(span, frame.idle.warp, Math.max(2, Math.floor(width / MARK_ROOM)));
  }

  show(frame: Frame, ticks: Ticks): void {
    const { span, width } = frame.scale;
    let taken = -Infinity;
    ticks.at.forEach((at, place) => {
      const mark = this.#mark(place);
      const x = frame.scale.x(at);
      mark.hidden = false;
      mark.style.transform = `translateX(${x.toFixed(1)}px)`;
      const [offset, clock] = mark.children as unknown as [HTMLElement, HTMLElement];
      offset.textContent = tickLabel(at, ticks.step, span.to);
      const start = frame.journey.startedAt;
      clock.textContent =
        start === null ? '' : frame.clock.tick(plus(start, at), ticks.step, span.to - span.from);
      const room = Math.max(offset.textContent.length, clock.textContent.length) * LETTER;
      const fits = x + room <= width && x >= taken;
      mark.classList.toggle('cut-off', !fits);
      taken = fits ? x + room : taken;
    });
    for (let place = ticks.at.length; place < this.#marks.length; place++) {
      (this.#marks[place] as HTMLElement).hidden = true;
    }
  }

  /** `x` in pixels of the track; null hides it. */
  point(x: number | null, frame: Frame): void {
    this.#pointer.hidden = x === null;
    if (x === null) {
      return;
    }
    const at = Math.max(0, frame.scale.at(x));
    const start = frame.journey.startedAt;
    const clock = start === null ? '' : ` · ${frame.clock.time(plus(start, at))}`;
    this.#pointer.textContent = formatOffset(at) + clock + inProgress(at, frame);
    const room = this.#pointer.offsetWidth / 2;
    const middle = Math.min(Math.max(x, room), frame.scale.width - room);
    this.#pointer.style.transform = `translateX(${(middle - room).toFixed(1)}px)`;
  }

  #mark(place: number): HTMLElement {
    let mark = this.#marks[place];
    if (mark === undefined) {
      mark = document.createElement('div');
      mark.className = 'mark';
      mark.append(document.createElement('span'), document.createElement('small'));
      this.#marks.push(mark);
      this.element.append(mark);
    }
    return mark;
  }
}

function inProgress(at: number, frame: Frame): string {
  const { runs } = frame.journey.timeline;
  let number = 0;
  for (const run of runs) {
    if (run.startOffsetNanos > at) {
      break;
    }
    if (!run.container && endOf(run, frame.whole) > at) {
      number++;
    }
  }
  return number > 1 ? ` · ${number} in parallel` : '';
}
