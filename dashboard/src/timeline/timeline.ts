import type { Clock } from '../core/clock.ts';
import type { Compared } from '../core/comparison.ts';
import { idleTimeOf, turn, type IdleTime } from '../core/idle.ts';
import { endOf, wholeOf, type Journey } from '../core/journey.ts';
import { bracketsOf, type Bracket } from '../core/parallel.ts';
import type { Rows } from '../core/rows.ts';
import { between, scaleOf, within, type Span } from '../core/scale.ts';
import type { ViewState } from '../core/url.ts';
import { bendOf, panDrawn, revealDrawn, zoomDrawn } from '../core/warp.ts';
import { Axis } from './axis.ts';
import { clicked, pressed, type ControlHost } from './controls.ts';
import { Folds } from './folds.ts';
import { INSET, ROW_HEIGHT, type Frame } from './frame.ts';
import type { GestureHost } from './gestures.ts';
import type { Hands } from './hands.ts';
import { RowPool } from './row-pool.ts';
import { scaffold, type Scaffold } from './scaffold.ts';
import { Stage } from './stage.ts';

export interface TimelineInput {
  readonly journey: Journey;
  readonly rows: Rows;
  readonly view: ViewState;
  readonly clock: Clock;
  readonly compared: Compared | null;
  /** Nanoseconds since the API answered. */
  readonly sinceAsOf: number;
}

export interface TimelineHost {
  /** The run's index. */
  select(run: number): void;
  /** Null shows the whole execution. */
  look(span: Span | null): void;
  /** Enter was pressed on the selected row. */
  openDetails(): void;
  /** Which idle stretches are the other way round than usual. */
  turn(turned: readonly number[]): void;
}

const OVERSCAN = 6;
/** Bars of all rows in view together; with it the page stays below 1 500 nodes. */
const MOST_BARS = 150;
const ZOOM_STEP = 0.5;
const NO_SPAN: Span = { from: 0, to: 1 };

/**
 * The timeline's grid. Its rows are a small pool of elements that follow the scroll, so its cost
 * depends on the window's height and not on the number of runs. Focus stays on the grid itself
 * (`aria-activedescendant`), so scrolling and live changes never lose it.
 */
export class Timeline {
  readonly element: HTMLElement;
  readonly #parts: Scaffold;
  readonly #axis = new Axis();
  readonly #stage = new Stage();
  readonly #folds: Folds;
  readonly #pool: RowPool;
  readonly #host: TimelineHost;
  #input: TimelineInput | null = null;
  #frame: Frame | null = null;
  #active = -1;
  #shownSelection: string | null = null;
  #queued = false;
  #hands: Hands | null = null;
  #idle: { journey: Journey; view: ViewState; idle: IdleTime } | null = null;
  #brackets: { rows: Rows; brackets: ReadonlyMap<number, Bracket> } | null = null;

  constructor(host: TimelineHost) {
    this.#host = host;
    this.#parts = scaffold(this.#axis.element);
    this.element = this.#parts.scroller;
    this.#folds = new Folds((gap) => {
      if (this.#input !== null) {
        host.turn(turn(this.#input.view.turned, gap));
      }
    });
    this.#axis.element.append(this.#folds.buttons);
    this.#stage.element.prepend(this.#folds.bands);
    this.#parts.body.append(this.#stage.element);
    this.#pool = new RowPool(this.#parts.body);
    this.#listen();
  }

  show(input: TimelineInput): void {
    const before = this.#input?.rows;
    if (before !== undefined && before !== input.rows) {
      const key = before.rows[this.#active]?.key;
      this.#active = input.rows.rows.findIndex((row) => row.key === key);
    }
    this.#input = input;
    this.#draw();
    const selection = `${input.view.run ?? ''} ${input.view.grouping}`;
    if (selection !== this.#shownSelection) {
      this.#shownSelection = selection;
      this.#revealSelected();
    }
  }

  /** Colours changed. */
  recolour(): void {
    this.#hands?.overview.forget();
    this.#drawSoon();
  }

  /** Whether any idle time is folded. */
  get folds(): boolean {
    return (this.#frame?.idle.folded.length ?? 0) > 0;
  }

  focus(): void {
    this.#parts.grid.focus({ preventScroll: true });
  }

  zoomIn(): void {
    this.#zoomBy(ZOOM_STEP);
  }

  zoomOut(): void {
    this.#zoomBy(1 / ZOOM_STEP);
  }

  fit(): void {
    this.#host.look(null);
  }

  zoomToRun(index: number): void {
    const run = this.#frame?.journey.timeline.runs[index];
    if (run !== undefined && this.#frame !== null) {
      const end = endOf(run, this.#frame.whole);
      const air = Math.max(50, (end - run.startOffsetNanos) * 0.5);
      this.#look(between(run.startOffsetNanos - air, end + air, this.#frame.whole));
    }
  }

  #listen(): void {
    const { scroller, grid, body, axisTrack } = this.#parts;
    const controls: ControlHost = {
      frame: () => this.#frame,
      page: () => Math.max(1, Math.floor(this.#room() / ROW_HEIGHT) - 1),
      activate: (row) => this.#activate(row),
      select: (run) => this.#select(run),
      look: (span) => this.#look(span),
      pan: (share) => this.#pan(share),
      openDetails: () => this.#host.openDetails(),
    };
    scroller.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    body.addEventListener('click', (event) => clicked(event, controls, axisTrack));
    body.addEventListener('dblclick', (event) => this.#doubleClicked(event));
    grid.addEventListener('keydown', (event) => pressed(event, controls));
    const resized = new ResizeObserver(() => this.#drawSoon());
    resized.observe(scroller);
    resized.observe(axisTrack);
  }

  /** What a mouse or fingers can do, and the overview: not needed for the first sight. */
  async grow(): Promise<void> {
    const { Hands } = await import('./hands.ts');
    const gestures: GestureHost = {
      scale: () => this.#frame?.scale ?? scaleOf(NO_SPAN, 1),
      whole: () => this.#frame?.whole ?? NO_SPAN,
      look: (span) => this.#look(span),
      zoom: (factor, anchor) => this.#zoom(factor, anchor),
      pan: (share) => this.#pan(share),
    };
    this.#hands ??= new Hands(this.#parts, this.#axis, this.#stage, gestures, () => this.#frame);
    this.#drawSoon();
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
    const input = this.#input;
    if (input === null) {
      return;
    }
    const { scroller, grid, body, rowsHead, nothing } = this.#parts;
    const rows = input.rows.rows.length;
    body.style.height = `${rows * ROW_HEIGHT}px`;
    rowsHead.textContent = input.view.grouping === 'lanes' ? 'Lane' : 'Step';
    grid.setAttribute('aria-rowcount', String(rows + 1));
    nothing.hidden = rows > 0;
    nothing.textContent =
      input.journey.timeline.runs.length === 0
        ? 'No step has begun yet.'
        : 'No run fits the filter.';
    const top = Math.max(0, scroller.scrollTop) / ROW_HEIGHT;
    const first = Math.max(0, Math.floor(top) - OVERSCAN);
    const end = Math.min(rows, Math.ceil(top + this.#room() / ROW_HEIGHT) + OVERSCAN);
    const frame = this.#frameOf(input, Math.max(1, end - first));
    this.#frame = frame;
    const ticks = Axis.ticks(frame);
    this.#parts.scroller.classList.toggle('comparing', input.compared !== null);
    this.#axis.show(frame, ticks);
    this.#folds.show(frame);
    this.#hands?.overview.show(frame);
    this.#stage.show(frame, ticks, first, end);
    this.#pool.show(frame, first, end);
    if (this.#active >= first && this.#active < end) {
      grid.setAttribute('aria-activedescendant', `row-${this.#active}`);
    } else {
      grid.removeAttribute('aria-activedescendant');
    }
  }

  #frameOf(input: TimelineInput, rowsInView: number): Frame {
    const { journey, view, rows, compared } = input;
    const whole = withOther(wholeOf(journey, input.sinceAsOf), compared);
    const span = view.span === null ? whole : within(view.span, whole);
    const idle = this.#idleOf(journey, view);
    const width = this.#parts.axisTrack.clientWidth;
    return {
      journey,
      rows,
      scale: scaleOf(span, width, INSET, bendOf(idle.warp)),
      whole,
      present: journey.asOfOffset + input.sinceAsOf,
      clock: input.clock,
      selected: view.run === null ? -1 : (journey.indexOf.get(view.run) ?? -1),
      active: this.#active,
      hidden: new Set(view.hidden),
      idle,
      compared,
      brackets: this.#bracketsOf(journey, rows),
      mostBars: Math.max(4, Math.floor(MOST_BARS / rowsInView)),
    };
  }

  #idleOf(journey: Journey, view: ViewState): IdleTime {
    const known = this.#idle;
    if (
      known?.journey === journey &&
      known.view.idle === view.idle &&
      known.view.turned === view.turned
    ) {
      return known.idle;
    }
    this.#idle = { journey, view, idle: idleTimeOf(journey, view) };
    return this.#idle.idle;
  }

  #bracketsOf(journey: Journey, rows: Rows): ReadonlyMap<number, Bracket> {
    if (this.#brackets?.rows !== rows) {
      this.#brackets = { rows, brackets: bracketsOf(rows.rows, journey.timeline.runs) };
    }
    return this.#brackets.brackets;
  }

  #look(span: Span): void {
    const whole = this.#frame?.whole;
    if (whole !== undefined) {
      const all = span.from <= whole.from && span.to >= whole.to;
      this.#host.look(all ? null : span);
    }
  }

  /** About the selected run where it is in view, else about the middle. */
  #zoomBy(factor: number): void {
    if (this.#frame !== null) {
      const { scale, journey, selected } = this.#frame;
      const { from, to } = scale.span;
      const at = journey.timeline.runs[selected]?.startOffsetNanos ?? -1;
      const { warp } = this.#frame.idle;
      const middle = warp.real((warp.shown(from) + warp.shown(to)) / 2);
      this.#zoom(factor, at >= from && at <= to ? at : middle);
    }
  }

  #zoom(factor: number, anchor: number): void {
    if (this.#frame !== null) {
      const { scale, whole, idle } = this.#frame;
      this.#look(zoomDrawn(idle.warp, scale.span, whole, factor, anchor));
    }
  }

  #pan(share: number): void {
    if (this.#frame !== null) {
      const { scale, whole, idle } = this.#frame;
      this.#look(panDrawn(idle.warp, scale.span, whole, share));
    }
  }

  #revealSelected(): void {
    const frame = this.#frame;
    const run = frame?.journey.timeline.runs[frame.selected];
    const row = frame?.rows.rowOf.get(frame.selected);
    if (frame === null || run === undefined || row === undefined) {
      return;
    }
    this.#activate(row);
    const { scale, whole } = frame;
    const end = endOf(run, whole);
    const span = revealDrawn(frame.idle.warp, scale.span, whole, run.startOffsetNanos, end);
    if (span !== scale.span) {
      this.#look(span);
    }
  }

  /** Known here at once: the next key may come before the page has drawn what it was told. */
  #select(run: number): void {
    if (this.#frame !== null) {
      this.#frame = { ...this.#frame, selected: run };
    }
    this.#host.select(run);
  }

  #activate(row: number): void {
    this.#active = row;
    this.#scrollTo(row);
    this.#draw();
  }

  #scrollTo(row: number): void {
    const { scroller } = this.#parts;
    const room = this.#room();
    const top = row * ROW_HEIGHT;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + ROW_HEIGHT > scroller.scrollTop + room) {
      const far = top - scroller.scrollTop > room * 2;
      scroller.scrollTop = far ? top - room / 2 : top + ROW_HEIGHT - room;
    }
    if (document.documentElement.scrollHeight > innerHeight) {
      scroller.scrollIntoView({ block: 'nearest' });
    }
  }

  /** The height that rows have to themselves. */
  #room(): number {
    const { scroller, overviewRow, axisRow } = this.#parts;
    return Math.max(0, scroller.clientHeight - overviewRow.offsetHeight - axisRow.offsetHeight);
  }

  #doubleClicked(event: MouseEvent): void {
    const bar = (event.target as HTMLElement).closest<HTMLElement>('.bar');
    if (bar !== null && Number(bar.dataset['runs']) === 1) {
      this.zoomToRun(Number(bar.dataset['run']));
    }
  }
}

/** What the other execution did beyond this one's end is there to see too. */
function withOther(whole: Span, compared: Compared | null): Span {
  let to = whole.to;
  for (const { other } of compared?.comparison.steps ?? []) {
    to = Math.max(to, (other?.startOffsetNanos ?? 0) + (other?.durationNanos ?? 0));
  }
  return to === whole.to ? whole : { from: whole.from, to };
}
