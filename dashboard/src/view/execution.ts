import { html, nothing, type TemplateResult } from 'lit-html';
import type { Failure } from '../api/answer.ts';
import type { Clock } from '../core/clock.ts';
import { formatDuration } from '../core/format.ts';
import { loadWords, readsWords } from '../core/filter.ts';
import { nextProblem, runKey, type Journey } from '../core/journey.ts';
import type { Command } from '../core/keys.ts';
import { MODES } from '../core/look.ts';
import { rowsOf, type Rows } from '../core/rows.ts';
import type { AppState, Loaded } from '../core/state.ts';
import type { ViewState } from '../core/url.ts';
import { STATUS_WORDS } from '../core/words.ts';
import type { Compared } from '../core/comparison.ts';
import type { Tools } from '../more/tools.ts';
import type { Views } from '../more/views.ts';
import { Timeline } from '../timeline/timeline.ts';
import type { Actions } from './actions.ts';
import { Lazy, withStyles } from './lazy.ts';
import { isOpen } from './menu.ts';
import { toolbar, type Zooming } from './toolbar.ts';
import { verdict } from './verdict.ts';

export interface ExecutionInput {
  readonly state: AppState;
  readonly loaded: Loaded;
  readonly clock: Clock;
  /** On the page's monotonic clock, in milliseconds. */
  readonly now: number;
}

/** What an execution's view may ask of the page around it. */
export interface PageHost {
  again(): void;
  announce(text: string): void;
  /** As {@link announce}, and to be seen for a moment. */
  tell(text: string): void;
  /** Null until that code is loaded. */
  messages(): typeof import('./messages.ts') | null;
}

/** One execution: verdict, the ways to look at it, details of the selected run. */
export class ExecutionView {
  readonly #actions: Actions;
  readonly #page: PageHost;
  readonly #timeline: Timeline;
  readonly #tools: Lazy<Tools>;
  readonly #views: Lazy<Views>;
  #input: ExecutionInput | null = null;
  /** What the app was told and has not shown yet: the next key may come within the same frame. */
  #told: Partial<ViewState> = {};
  #compared: Compared | null = null;
  #rows: {
    journey: Journey;
    view: ViewState;
    compared: Compared | null;
    reads: boolean;
    rows: Rows;
  } | null = null;
  #preloading = false;

  constructor(actions: Actions, page: PageHost) {
    this.#actions = {
      ...actions,
      view: (change) => {
        this.#told = { ...this.#told, ...change };
        actions.view(change);
      },
    };
    this.#page = page;
    this.#timeline = new Timeline({
      select: (run) => this.#select(run),
      look: (span) => this.#actions.view({ span }),
      openDetails: () => document.querySelector<HTMLElement>('.panel')?.focus(),
      turn: (turned) => this.#actions.view({ turned }),
    });
    const again = (): void => page.again();
    this.#tools = new Lazy(async () => {
      const [{ Tools }] = await Promise.all([withStyles(import('../more/tools.ts')), loadWords()]);
      return new Tools({
        actions: this.#actions,
        again,
        announce: (text) => page.tell(text),
        select: (run) => this.#select(run),
        input: () => this.#input,
        rows: () => this.#currentRows(),
      });
    }, again);
    this.#views = new Lazy(async () => {
      const { Views } = await withStyles(import('../more/views.ts'));
      return new Views({ select: (run) => this.#select(run), actions: this.#actions, again });
    }, again);
  }

  template(input: ExecutionInput): TemplateResult {
    this.#input = input;
    this.#told = {};
    const { state, loaded, clock, now } = input;
    const { journey } = loaded;
    const present = this.#present(input);
    const index = this.#selected();
    const tools = this.#wantsTools(state.view) ? this.#tools.get() : null;
    this.#compared = tools?.compared(journey, state.view) ?? null;
    const age = now - loaded.confirmedAt;
    const redraw = (): void => this.#page.again();
    const rows = this.#currentRows();
    return html`
      ${loaded.trouble === null ? nothing : this.#trouble(loaded.trouble, age)}
      ${verdict(
        { loaded, clock, paused: state.paused, present, age, tools, redraw },
        this.#actions,
        () => this.#toProblem(1),
      )}
      ${tools?.comparison() ?? nothing} ${this.#unloaded()}
      <div
        class="workspace ${index >= 0 ? 'with-panel' : ''}"
        ?inert=${['compare', 'take', 'errors'].some(isOpen)}
      >
        <section class="timeline" aria-label="Execution">
          ${toolbar(
            {
              journey,
              view: state.view,
              rows,
              redraw,
              showMenu: () => tools?.showMenu(this.#folds(state.view)) ?? nothing,
            },
            this.#actions,
            this.#zooming(),
          )}
          ${this.#body(state.view)}
        </section>
        ${index >= 0 ? this.#panel(tools, index, present, clock) : nothing}
      </div>
    `;
  }

  /** To be called when what {@link template} made is on the page. */
  shown(): void {
    const input = this.#input;
    if (input === null) {
      return;
    }
    const { state, loaded, clock, now } = input;
    const common = {
      journey: loaded.journey,
      rows: this.#currentRows(),
      view: state.view,
      clock,
      compared: this.#compared,
    };
    if (state.view.mode === 'timeline') {
      this.#timeline.show({
        ...common,
        sinceAsOf: Math.max(0, now - loaded.receivedAt) * 1e6,
      });
    } else {
      this.#views.get()?.show({
        ...common,
        present: this.#present(input),
        selected: this.#selected(),
        isFile: loaded.file !== null,
      });
    }
    this.#preload();
    if (this.#tools.there && this.#views.there) {
      document.documentElement.dataset['whole'] = 'true';
    }
  }

  /** Drops what has been asked for besides the timeline. */
  forget(): void {
    if (this.#tools.there) {
      this.#tools.get()?.forget();
    }
  }

  recolour(): void {
    this.#timeline.recolour();
  }

  /** What keys do here. */
  readonly commands: Readonly<Partial<Record<Command, () => void>>> = {
    nextProblem: () => this.#toProblem(1),
    previousProblem: () => this.#toProblem(-1),
    nextRun: () => this.#toRun(1),
    previousRun: () => this.#toRun(-1),
    zoomIn: () => this.#zooming().zoomIn(),
    zoomOut: () => this.#zooming().zoomOut(),
    fit: () => this.#zooming().fit(),
    zoomToRun: () => this.#timeline.zoomToRun(this.#selected()),
    groupRuns: () => this.#actions.view({ grouping: 'runs', mode: 'timeline' }),
    groupLanes: () => this.#actions.view({ grouping: 'lanes', mode: 'timeline' }),
    groupSteps: () => this.#actions.view({ grouping: 'steps', mode: 'timeline' }),
    groupTree: () => this.#actions.view({ grouping: 'tree', mode: 'timeline' }),
    viewTimeline: () => this.#actions.view({ mode: 'timeline' }),
    viewTable: () => this.#actions.view({ mode: 'table' }),
    viewGraph: () => this.#actions.view({ mode: 'graph' }),
    viewEvents: () => this.#actions.view({ mode: 'events' }),
    viewJson: () => this.#actions.view({ mode: 'json' }),
    criticalOnly: () => this.#change((view) => ({ criticalOnly: !view.criticalOnly })),
    dim: () => this.#change((view) => ({ dim: !view.dim })),
    idle: () => this.#change((view) => ({ idle: this.#folds(view) ? 'show' : 'fold', turned: [] })),
    compare: () => this.#tools.get()?.compareWithLastGood(),
    copyNote: () => void this.#tools.get()?.copyNote(),
    filter: () => document.querySelector<HTMLInputElement>('#filter')?.focus(),
  };

  /** Closes the details; false where there is nothing to close. */
  close(): boolean {
    if (this.#selected() < 0) {
      return false;
    }
    this.#actions.view({ run: null });
    this.#timeline.focus();
    return true;
  }

  #body(view: ViewState): unknown {
    if (view.mode === 'timeline') {
      return this.#timeline.element;
    }
    const views = this.#views.get();
    return views === null ? html`<p class="nothing">Loading…</p>` : views.element(view.mode);
  }

  #panel(tools: Tools | null, index: number, present: number, clock: Clock): unknown {
    const journey = this.#input?.loaded.journey;
    return tools === null || journey === undefined
      ? html`<aside class="panel" aria-label="Details of the run"></aside>`
      : tools.panel({ journey, index, clock, present }, () => this.close());
  }

  #trouble(failure: Failure, age: number): TemplateResult {
    const ago = formatDuration(Math.round(age / 1000) * 1e9);
    const { retry } = this.#actions;
    const known = this.#page.messages()?.troubleBanner(failure, ago, retry);
    if (known !== undefined) {
      return known;
    }
    // A connection that is gone takes along the code that has words for every failure.
    const what = failure.kind === 'unreachable' ? 'The API cannot be reached' : 'Not refreshed';
    return html`<div class="banner">
      <span>${what}. This is as of ${ago} ago.</span>
      <button type="button" @click=${retry}>Try again</button>
    </div>`;
  }

  /** The page's further code could not be had. */
  #unloaded(): TemplateResult | typeof nothing {
    return this.#tools.failed || this.#views.failed
      ? html`<div class="banner">
          <span>A part of this page could not be loaded</span>
          <button
            type="button"
            @click=${() => {
              this.#tools.retry();
              this.#views.retry();
            }}
          >
            Try again
          </button>
        </div>`
      : nothing;
  }

  /** What is beyond the first sight is loaded when that stands, or at once where the link asks. */
  #wantsTools(view: ViewState): boolean {
    return this.#preloading || view.run !== null || view.other !== null;
  }

  #preload(): void {
    if (!this.#preloading) {
      this.#preloading = true;
      const load = (): void => {
        void this.#timeline.grow();
        this.#tools.get();
        this.#views.get();
      };
      // Not in the frame that shows the verdict, and not while the browser has better to do.
      requestAnimationFrame(() => requestIdleCallback(load, { timeout: 2_000 }));
    }
  }

  #zooming(): Zooming {
    const views = this.#input?.state.view.mode === 'graph' ? this.#views.get() : null;
    return views ?? this.#timeline;
  }

  #folds(view: ViewState): boolean {
    return view.idle === 'fold' || (view.idle === 'auto' && this.#timeline.folds);
  }

  #change(change: (view: ViewState) => Partial<ViewState>): void {
    if (this.#input !== null) {
      this.#actions.view(change({ ...this.#input.state.view, ...this.#told }));
    }
  }

  #present({ loaded, now }: ExecutionInput): number {
    return loaded.file === null
      ? loaded.journey.asOfOffset + Math.max(0, now - loaded.receivedAt) * 1e6
      : loaded.journey.asOfOffset;
  }

  /** Made anew only when something they follow from has changed. */
  #currentRows(): Rows {
    const input = this.#input as ExecutionInput;
    const { journey } = input.loaded;
    const { view } = input.state;
    const known = this.#rows;
    const same =
      known?.journey === journey &&
      known.compared === this.#compared &&
      known.reads === readsWords() &&
      (['mode', 'grouping', 'text', 'statuses', 'criticalOnly', 'hidden', 'dim'] as const).every(
        (name) => known.view[name] === view[name],
      );
    if (known !== null && same) {
      return known.rows;
    }
    const timeline = view.mode === 'timeline';
    const rows = rowsOf(
      journey,
      timeline ? view.grouping : 'runs',
      {
        text: view.text,
        statuses: new Set(view.statuses),
        criticalOnly: view.criticalOnly,
        expected: timeline && !view.hidden.includes('expected'),
        dim: view.dim,
      },
      timeline ? this.#compared?.missing : [],
    );
    this.#rows = { journey, view, compared: this.#compared, reads: readsWords(), rows };
    return rows;
  }

  #selected(): number {
    const { run = this.#input?.state.view.run ?? null } = this.#told;
    return run === null ? -1 : (this.#input?.loaded.journey.indexOf.get(run) ?? -1);
  }

  #select(index: number): void {
    const run = this.#input?.loaded.journey.timeline.runs[index];
    this.#actions.view({ run: run === undefined ? null : runKey(run) });
  }

  #toProblem(direction: 1 | -1): void {
    const journey = this.#input?.loaded.journey;
    if (journey === undefined) {
      return;
    }
    const index = nextProblem(journey, this.#selected(), direction);
    const run = journey.timeline.runs[index];
    if (run === undefined) {
      this.#page.announce('Nothing failed.');
      return;
    }
    const { problems } = journey;
    const place = `${problems.indexOf(index) + 1} of ${problems.length}`;
    this.#page.announce(`${place}: ${run.step}, ${STATUS_WORDS[run.status]}`);
    this.#select(index);
    if (this.#input?.state.view.mode === MODES[0]) {
      this.#timeline.focus();
    }
  }

  #toRun(direction: 1 | -1): void {
    const runs = this.#input?.loaded.journey.timeline.runs.length ?? 0;
    if (runs > 0) {
      this.#select(Math.min(runs - 1, Math.max(0, this.#selected() + direction)));
    }
  }
}
