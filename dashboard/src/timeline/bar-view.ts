import type { Run } from '../api/types.ts';
import type { Bar } from '../core/bars.ts';
import { grouped } from '../core/format.ts';
import type { Row } from '../core/rows.ts';
import { makeIcon, setIcon, statusClass, statusIcon } from '../view/icons.ts';
import type { Frame } from './frame.ts';

const ICON_ROOM = 18;
const TEXT_ROOM = 46;
/** How far a bar is drawn beyond the track's edges, so that its own ends stay out of sight. */
const BEYOND = 8;

/** One bar's element, kept and shown again for other runs. */
export class BarView {
  readonly element = document.createElement('div');
  readonly #icon = makeIcon();
  readonly #text = document.createElement('span');

  constructor() {
    // Its row says in words what it shows.
    this.element.setAttribute('aria-hidden', 'true');
    this.element.append(this.#icon, this.#text);
  }

  show(bar: Bar, row: Row, frame: Frame): void {
    const run = frame.journey.timeline.runs[bar.run] as Run;
    const left = Math.max(-BEYOND, bar.x);
    const right = Math.min(frame.scale.width + BEYOND, bar.x + bar.width);
    const width = Math.max(0, right - left);
    this.element.className = classes(bar, run, frame);
    this.element.dataset['run'] = String(bar.run);
    this.element.dataset['runs'] = String(bar.runs);
    this.element.style.transform = `translateX(${left.toFixed(1)}px)`;
    this.element.style.width = `${width.toFixed(1)}px`;
    this.element.hidden = false;
    const together = row.kind !== 'run';
    const withIcon = width >= ICON_ROOM && (together || bar.status !== 'SUCCEEDED');
    this.#icon.classList.toggle('gone', !withIcon);
    if (withIcon) {
      setIcon(this.#icon, statusIcon(bar.status));
    }
    this.#text.textContent = together && width >= TEXT_ROOM ? label(bar, run, row) : '';
  }

  hide(): void {
    this.element.hidden = true;
  }
}

function classes(bar: Bar, run: Run, frame: Frame): string {
  const names = ['bar', statusClass(bar.status)];
  if (bar.runs > 1) {
    names.push('several');
  } else {
    if (run.durationNanos === null) {
      names.push('open');
    }
    if (run.durationNanos === 0) {
      names.push('point');
    } else if (run.flags.includes('START_MISSING')) {
      names.push('no-start');
    }
    if (bar.run === frame.selected) {
      names.push('selected');
    }
  }
  return names.join(' ');
}

function label(bar: Bar, run: Run, row: Row): string {
  if (bar.runs > 1) {
    return `${grouped(bar.runs)} runs`;
  }
  if (row.kind === 'step') {
    return run.attempt > 1 ? `try ${run.attempt}` : '';
  }
  return run.attempt > 1 ? `${run.step} · try ${run.attempt}` : run.step;
}
