import type { Run, Status } from '../api/types.ts';
import { barsOf } from '../core/bars.ts';
import { count, formatDuration } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import type { Row } from '../core/rows.ts';
import { expectedWords, flagWords, runSentence, STATUS_WORDS } from '../core/words.ts';
import { makeIcon, setIcon, statusClass, statusIcon } from '../view/icons.ts';
import { BarView } from './bar-view.ts';
import { ROW_HEIGHT, type Frame } from './frame.ts';
import { made } from './made.ts';

const GRAVEST: readonly Status[] = ['FAILED', 'STALLED', 'LOST', 'UNKNOWN', 'RUNNING'];
const HEADER_ROWS = 1;

/** One row's elements, kept and shown again for other rows as the page scrolls. */
export class RowView {
  readonly element = made('div', 'row');
  readonly #label = made('div', 'cell label');
  readonly #icon = makeIcon();
  readonly #status = made('span', 'visually-hidden');
  readonly #name = made('span', 'name');
  readonly #badges = made('span', 'badges');
  readonly #duration = made('div', 'cell duration');
  readonly #track = made('div', 'cell track');
  readonly #sentence = made('span', 'visually-hidden');
  readonly #wait = made('div', 'wait');
  readonly #usual = made('div', 'usual');
  readonly #bars: BarView[] = [];
  #row: Row | null = null;
  #journey: Journey | null = null;

  constructor() {
    this.element.setAttribute('role', 'row');
    this.#label.setAttribute('role', 'rowheader');
    this.#duration.setAttribute('role', 'gridcell');
    this.#track.setAttribute('role', 'gridcell');
    this.#label.append(this.#icon, this.#status, this.#name, this.#badges);
    this.#track.append(this.#sentence, this.#usual, this.#wait);
    this.element.append(this.#label, this.#duration, this.#track);
  }

  show(place: number, frame: Frame): void {
    const row = frame.rows.rows[place] as Row;
    if (row !== this.#row || frame.journey !== this.#journey) {
      this.#row = row;
      this.#journey = frame.journey;
      this.#showLabel(row, frame.journey);
    }
    this.element.hidden = false;
    this.element.id = `row-${place}`;
    this.element.dataset['row'] = String(place);
    this.element.setAttribute('aria-rowindex', String(place + 1 + HEADER_ROWS));
    this.element.style.transform = `translateY(${place * ROW_HEIGHT}px)`;
    this.element.classList.toggle('active', place === frame.active);
    const selected = row.runs.length > 0 && frame.rows.rowOf.get(frame.selected) === place;
    this.element.setAttribute('aria-selected', selected ? 'true' : 'false');
    this.#showTrack(row, frame);
  }

  hide(): void {
    this.element.hidden = true;
    this.element.removeAttribute('id');
    this.#row = null;
  }

  #showLabel(row: Row, journey: Journey): void {
    const runs = journey.timeline.runs;
    const status = row.kind === 'expected' ? null : gravest(row, runs);
    this.element.className = `row row-${row.kind} ${status === null ? '' : statusClass(status)}`;
    setIcon(this.#icon, row.kind === 'expected' ? 'expected' : statusIcon(status ?? 'UNKNOWN'));
    this.#status.textContent = status === null ? 'Expected' : STATUS_WORDS[status];
    this.#name.textContent = rowName(row, runs);
    this.#name.title = this.#name.textContent;
    this.#label.style.setProperty('--depth', String(row.kind === 'run' ? row.depth : 0));
    this.#badges.replaceChildren(...badges(row, runs));
  }

  #showTrack(row: Row, frame: Frame): void {
    const runs = frame.journey.timeline.runs;
    const bars = barsOf(runs, row.runs, frame.scale, frame.whole, frame.mostBars);
    bars.forEach((bar, place) => this.#bar(place).show(bar, row, frame));
    for (let place = bars.length; place < this.#bars.length; place++) {
      this.#bars[place]?.hide();
    }
    const run = row.kind === 'run' ? (runs[row.runs[0]] as Run) : null;
    this.#duration.textContent = durationText(row, runs, frame.present);
    this.#showWait(run, frame);
    this.#showUsual(run, frame);
    this.#sentence.textContent = trackSentence(row, runs, frame.present);
  }

  #showWait(run: Run | null, frame: Frame): void {
    const wait = run?.critical === true ? (run.waitNanos ?? 0) : 0;
    if (run === null || wait <= 0 || frame.hidden.has('waits')) {
      this.#wait.hidden = true;
      return;
    }
    place(this.#wait, run.startOffsetNanos - wait, run.startOffsetNanos, frame);
  }

  /** Seen where it says something: on slow runs, and on the row one is at. */
  #showUsual(run: Run | null, frame: Frame): void {
    if (run?.baseline == null || frame.hidden.has('usual')) {
      this.#usual.hidden = true;
      return;
    }
    const start = run.startOffsetNanos;
    this.#usual.classList.toggle('telling', run.flags.includes('SLOW'));
    place(this.#usual, start + run.baseline.p50Nanos, start + run.baseline.p95Nanos, frame);
  }

  #bar(place: number): BarView {
    let bar = this.#bars[place];
    if (bar === undefined) {
      bar = new BarView();
      this.#bars.push(bar);
      this.#track.append(bar.element);
    }
    return bar;
  }
}

function place(element: HTMLElement, from: number, to: number, frame: Frame): void {
  const left = Math.max(-1, frame.scale.x(from));
  const right = Math.min(frame.scale.width + 1, frame.scale.x(to));
  element.hidden = right - left < 1;
  element.style.transform = `translateX(${left.toFixed(1)}px)`;
  element.style.width = `${Math.max(0, right - left).toFixed(1)}px`;
}

function gravest(row: Row, runs: readonly Run[]): Status {
  if (row.runs.length === 1) {
    return runs[row.runs[0] as number]?.status ?? 'UNKNOWN';
  }
  const found = new Set(row.runs.map((index) => runs[index]?.status));
  return GRAVEST.find((status) => found.has(status)) ?? 'SUCCEEDED';
}

function rowName(row: Row, runs: readonly Run[]): string {
  switch (row.kind) {
    case 'run':
      return runs[row.runs[0]]?.step ?? '';
    case 'lane':
      return `Lane ${row.lane + 1}`;
    case 'step':
      return row.step;
    case 'expected':
      return row.expected.step;
  }
}

function badges(row: Row, runs: readonly Run[]): HTMLElement[] {
  if (row.kind === 'expected') {
    const words = expectedWords(row.expected.state);
    return [badge(words.short, words.long, 'quiet')];
  }
  if (row.kind !== 'run') {
    return row.runs.length > 1 ? [badge(count(row.runs.length, 'run'), '', 'quiet')] : [];
  }
  const run = runs[row.runs[0]] as Run;
  const found: HTMLElement[] = [];
  if (run.attempt > 1) {
    found.push(badge(`try ${run.attempt}`, 'Not its first attempt', 'try'));
  }
  if (run.recovered === true) {
    found.push(badge('made good', 'A later try of this step succeeded', 'quiet'));
  }
  for (const flag of run.flags) {
    const words = flagWords(flag);
    found.push(badge(words.short, words.long, flag === 'SLOW' ? 'slow' : 'quiet'));
  }
  return found;
}

function badge(text: string, title: string, look: string): HTMLElement {
  const element = made('span', `badge badge-${look}`, text);
  element.title = title;
  return element;
}

function durationText(row: Row, runs: readonly Run[], present: number): string {
  if (row.runs.length === 0) {
    return '';
  }
  if (row.kind === 'run' && isPoint(runs[row.runs[0]])) {
    return '–';
  }
  let sum = 0;
  for (const index of row.runs) {
    const run = runs[index] as Run;
    sum += run.durationNanos ?? Math.max(0, present - run.startOffsetNanos);
  }
  const open = row.runs.some((index) => runs[index]?.durationNanos === null);
  return open ? `${formatDuration(sum)} …` : formatDuration(sum);
}

/** Its end came without a start or a duration: how long it took is not known. */
function isPoint(run: Run | undefined): boolean {
  return run?.durationNanos === 0 && run.flags.includes('START_MISSING');
}

function trackSentence(row: Row, runs: readonly Run[], present: number): string {
  if (row.kind === 'expected') {
    return expectedWords(row.expected.state).long;
  }
  return row.kind === 'run'
    ? runSentence(runs[row.runs[0]] as Run, present)
    : `${count(row.runs.length, 'run')}, ${durationText(row, runs, present)} in all`;
}
