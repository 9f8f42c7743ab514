import type { Clock } from '../core/clock.ts';
import { endOf, wholeOf, type Journey } from '../core/journey.ts';
import type { Rows } from '../core/rows.ts';
import { between, reveal, scaleOf, within, zoom, type Span } from '../core/scale.ts';
import type { ViewState } from '../core/url.ts';
import { Axis } from './axis.ts';
import { clicked, pressed, type ControlHost } from './controls.ts';
import { ROW_HEIGHT, type Frame } from './frame.ts';
import { brushOn, dragOn, wheelOn, type GestureHost } from './gestures.ts';
import { Overview } from './overview.ts';
import { RowPool } from './row-pool.ts';
import { scaffold, type Scaffold } from './scaffold.ts';
import { Stage } from './stage.ts';
import { Tip } from './tip.ts';

export interface TimelineInput {
  readonly journey: Journey;
  readonly rows: Rows;
  readonly view: ViewState;
  readonly clock: Clock;
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
}

const INSET = 8;
const OVERSCAN = 6;
/** Bars of all rows in view together; with it the page stays below 1 500 nodes. */
const MOST_BARS = 220;
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
  readonly #overview = new Overview(INSET);
  readonly #tip = new Tip();
  readonly #pool: RowPool;
  readonly #host: TimelineHost;
  #input: TimelineInput | null = null;
  #frame: Frame | null = null;
  #active = -1;
  #shownSelection: string | null = null;
  #queued = false;

  constructor(host: TimelineHost) {
    this.#host = host;
    this.#parts = scaffold(this.#overview.element, this.#axis.element);
    this.element = this.#parts.scroller;
    this.element.append(this.#tip.element);
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
    this.#overview.forget();
    this.#drawSoon();
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
    const gestures: GestureHost = {
      scale: () => this.#frame?.scale ?? scaleOf(NO_SPAN, 1),
      whole: () => this.#frame?.whole ?? NO_SPAN,
      look: (span) => this.#look(span),
    };
    const controls: ControlHost = {
      frame: () => this.#frame,
      page: () => Math.max(1, Math.floor(this.#room() / ROW_HEIGHT) - 1),
      activate: (row) => this.#activate(row),
      select: (run) => this.#select(run),
      look: (span) => this.#look(span),
      openDetails: () => this.#host.openDetails(),
    };
    scroller.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    wheelOn(scroller, axisTrack, gestures);
    dragOn(body, axisTrack, gestures);
    brushOn(axisTrack, gestures, gestures.scale, null);
    brushOn(this.#overview.element, gestures, () => this.#overview.scale, this.#overview.window);
    body.addEventListener('click', (event) => clicked(event, controls, axisTrack));
    body.addEventListener('dblclick', (event) => this.#doubleClicked(event));
    grid.addEventListener('keydown', (event) => pressed(event, controls));
    grid.addEventListener('pointermove', (event) => this.#pointed(event));
    grid.addEventListener('pointerleave', () => this.#unpointed());
    const resized = new ResizeObserver(() => this.#drawSoon());
    resized.observe(scroller);
    resized.observe(axisTrack);
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
    this.#axis.show(frame, ticks);
    this.#overview.show(frame);
    this.#stage.show(frame, ticks, first, end);
    this.#pool.show(frame, first, end);
    if (this.#active >= first && this.#active < end) {
      grid.setAttribute('aria-activedescendant', `row-${this.#active}`);
    } else {
      grid.removeAttribute('aria-activedescendant');
    }
  }

  #frameOf(input: TimelineInput, rowsInView: number): Frame {
    const { journey, view } = input;
    const whole = wholeOf(journey, input.sinceAsOf);
    const span = view.span === null ? whole : within(view.span, whole);
    return {
      journey,
      rows: input.rows,
      scale: scaleOf(span, this.#parts.axisTrack.clientWidth, INSET),
      whole,
      present: journey.asOfOffset + input.sinceAsOf,
      clock: input.clock,
      selected: view.run === null ? -1 : (journey.indexOf.get(view.run) ?? -1),
      active: this.#active,
      hidden: new Set(view.hidden),
      mostBars: Math.max(4, Math.floor(MOST_BARS / rowsInView)),
    };
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
      const { scale, whole, journey, selected } = this.#frame;
      const { from, to } = scale.span;
      const at = journey.timeline.runs[selected]?.startOffsetNanos ?? -1;
      this.#look(zoom(scale.span, whole, factor, at >= from && at <= to ? at : (from + to) / 2));
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
    const span = reveal(scale.span, whole, run.startOffsetNanos, endOf(run, whole));
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

  #pointed(event: PointerEvent): void {
    const frame = this.#frame;
    if (frame === null || event.pointerType === 'touch') {
      return;
    }
    const x = event.clientX - this.#parts.axisTrack.getBoundingClientRect().left;
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
    if (this.#frame !== null) {
      this.#axis.point(null, this.#frame);
    }
  }
}
