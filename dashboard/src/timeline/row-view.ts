import type { Run, Status } from '../api/types.ts';
import { barsOf } from '../core/bars.ts';
import type { StepDifference } from '../api/comparison.ts';
import { count, formatDelta, formatDuration, times } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import { rowName } from '../core/row-words.ts';
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
  readonly #ghost = made('div', 'ghost');
  readonly #delta = made('span', 'delta');
  readonly #bars: BarView[] = [];
  #row: Row | null = null;
  #journey: Journey | null = null;

  constructor() {
    this.element.setAttribute('role', 'row');
    this.#label.setAttribute('role', 'rowheader');
    this.#duration.setAttribute('role', 'gridcell');
    this.#track.setAttribute('role', 'gridcell');
    this.#label.append(this.#icon, this.#status, this.#name, this.#badges);
    this.#track.append(this.#sentence, this.#usual, this.#wait, this.#ghost);
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
    this.#showBracket(place, frame);
    const faint = row.runs.length > 0 && row.runs.every((run) => frame.rows.faint.has(run));
    this.element.classList.toggle('faint', faint);
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
    const ghost = row.kind === 'expected' || row.kind === 'missing';
    const status = ghost ? null : gravest(row, runs);
    this.element.className = `row row-${row.kind} ${status === null ? '' : statusClass(status)}`;
    setIcon(this.#icon, ghost ? 'expected' : statusIcon(status ?? 'UNKNOWN'));
    this.#status.textContent = status === null ? 'Expected' : STATUS_WORDS[status];
    this.#name.textContent = rowName(row, runs);
    this.#name.title = this.#name.textContent;
    this.#label.style.setProperty('--depth', String(row.kind === 'run' ? row.depth : 0));
    this.#badges.replaceChildren(...badges(row, journey));
  }

  /** A bracket along rows that ran side by side; its first row says how many they are. */
  #showBracket(place: number, frame: Frame): void {
    const bracket = frame.brackets.get(place);
    const edge =
      bracket === undefined
        ? ''
        : place === bracket.first
          ? 'first'
          : place === bracket.first + bracket.size - 1
            ? 'last'
            : 'middle';
    this.#label.dataset['bracket'] = edge;
    this.#label.title = bracket === undefined ? '' : `${bracket.size} in parallel`;
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
    this.#showGhost(row, frame);
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

  /** The same step in the execution compared with, and by how much it differs. */
  #showGhost(row: Row, frame: Frame): void {
    const difference = differenceOf(row, frame);
    const other = difference?.other ?? null;
    if (other === null) {
      this.#ghost.hidden = true;
    } else {
      const start = other.startOffsetNanos;
      place(this.#ghost, start, start + (other.durationNanos ?? 0), frame);
    }
    const delta = difference?.deltaNanos ?? null;
    if (frame.compared !== null && delta !== null) {
      this.#delta.textContent = formatDelta(delta);
      this.#delta.classList.toggle('slower', difference?.changes.includes('SLOWER') === true);
      this.#delta.classList.toggle('faster', difference?.changes.includes('FASTER') === true);
      this.#duration.prepend(this.#delta);
    }
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

function differenceOf(row: Row, frame: Frame): StepDifference | null {
  switch (row.kind) {
    case 'missing':
      return row.difference;
    case 'run':
      return frame.compared?.byRun.get(row.runs[0]) ?? null;
    case 'step':
      return row.sibling === 0 ? (frame.compared?.byStep.get(row.step) ?? null) : null;
    default:
      return null;
  }
}

function badges(row: Row, journey: Journey): HTMLElement[] {
  if (row.kind === 'expected') {
    const { state, blockedBy } = row.expected;
    const words = expectedWords(state);
    const by = blockedBy.length > 0 ? ` by ${blockedBy.join(', ')}` : '';
    return [badge(words.short + by, words.long, 'quiet')];
  }
  if (row.kind === 'missing') {
    return [badge('only in the other', 'This execution never came to it', 'quiet')];
  }
  if (row.kind !== 'run') {
    return row.runs.length > 1 ? [badge(count(row.runs.length, 'run'), '', 'quiet')] : [];
  }
  const run = journey.timeline.runs[row.runs[0]] as Run;
  const found: HTMLElement[] = [];
  if (run.attempt > 1) {
    found.push(badge(`try ${run.attempt}`, 'Not its first attempt', 'try'));
  }
  if (run.recovered === true) {
    found.push(badge('made good', 'A later try of this step succeeded', 'quiet'));
  }
  if (run.status === 'STALLED') {
    const silent = formatDuration(Math.max(0, journey.asOfOffset - run.startOffsetNanos));
    found.push(badge(`no end for ${silent}`, 'Started, and silent for too long', 'slow'));
  }
  for (const flag of run.flags) {
    const words = flagWords(flag);
    found.push(
      badge(slowness(run, flag) ?? words.short, words.long, flag === 'SLOW' ? 'slow' : 'quiet'),
    );
  }
  return found;
}

/** `4.2× p95` */
function slowness(run: Run, flag: string): string | null {
  const p95 = run.baseline?.p95Nanos ?? 0;
  return flag === 'SLOW' && p95 > 0 && run.durationNanos !== null
    ? `${times(run.durationNanos, p95)} p95`
    : null;
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
  if (row.kind === 'missing') {
    return 'Only in the execution compared with.';
  }
  return row.kind === 'run'
    ? runSentence(runs[row.runs[0]] as Run, present)
    : `${count(row.runs.length, 'run')}, ${durationText(row, runs, present)} in all`;
}
