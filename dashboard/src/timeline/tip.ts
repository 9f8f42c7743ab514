import type { Run } from '../api/types.ts';
import { count, formatDuration, formatOffset } from '../core/format.ts';
import { plus } from '../core/time.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { statusClass } from '../view/icons.ts';
import type { Frame } from './frame.ts';

const AWAY = 14;

/** What the pointer is on, in words; the details panel says more and is there for the keyboard. */
export class Tip {
  readonly element = document.createElement('div');
  readonly #title = document.createElement('strong');
  readonly #lines = document.createElement('span');

  constructor() {
    this.element.className = 'tip';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
    this.element.append(this.#title, this.#lines);
  }

  show(bar: HTMLElement, x: number, y: number, frame: Frame): void {
    const run = frame.journey.timeline.runs[Number(bar.dataset['run'])] as Run;
    const several = Number(bar.dataset['runs']);
    this.element.className = `tip ${statusClass(run.status)}`;
    this.#title.textContent = several > 1 ? count(several, 'run') : run.step;
    this.#lines.textContent =
      several > 1
        ? `From ${formatOffset(run.startOffsetNanos)}; click to look closer`
        : words(run, frame);
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const left = x + AWAY + width > innerWidth ? x - AWAY - width : x + AWAY;
    const top = y + AWAY + height > innerHeight ? y - AWAY - height : y + AWAY;
    this.element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}

function words(run: Run, frame: Frame): string {
  const open = run.durationNanos === null;
  const duration = run.durationNanos ?? Math.max(0, frame.present - run.startOffsetNanos);
  const start = frame.journey.startedAt;
  const clock = start === null ? '' : ` · ${frame.clock.time(plus(start, run.startOffsetNanos))}`;
  return [
    `${STATUS_WORDS[run.status]}${run.attempt > 1 ? `, try ${run.attempt}` : ''}`,
    `${open ? 'open for ' : ''}${formatDuration(duration)}`,
    `${formatOffset(run.startOffsetNanos)}${clock}`,
    ...(run.error?.code == null ? [] : [run.error.code]),
  ].join('\n');
}
