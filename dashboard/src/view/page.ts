import { html, nothing, render, type TemplateResult } from 'lit-html';
import { Clock, type Zone } from '../core/clock.ts';
import { formatDuration } from '../core/format.ts';
import { nextProblem, runKey, type Journey } from '../core/journey.ts';
import { rowsOf, type Rows } from '../core/rows.ts';
import type { Door } from '../pages/door.ts';
import { namesExecution, zoneOf, type AppState, type Loaded } from '../core/state.ts';
import type { ViewState } from '../core/url.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { forgetLookUps, loadPreferences, recentLookUps, savePreferences } from '../storage.ts';
import { Timeline } from '../timeline/timeline.ts';
import type { Actions } from './actions.ts';
import { header } from './header.ts';
import { helpSheet } from './help.ts';
import { LookUpForm } from './lookup.ts';
import { panel } from './panel.ts';
import { listenForKeys } from './shortcuts.ts';
import { failurePage, skeleton, startPage, troubleBanner } from './states.ts';
import { toolbar } from './toolbar.ts';
import { verdict } from './verdict.ts';

/** Draws the whole page from the state, and turns what the reader does into actions. */
export class Page {
  readonly #root: HTMLElement;
  readonly #actions: Actions;
  readonly #door: Door;
  readonly #form: LookUpForm;
  readonly #timeline: Timeline;
  readonly #clocks = new Map<Zone, Clock>();
  readonly #announcer = document.createElement('div');
  #keysOn = loadPreferences().keys;
  #state: AppState | null = null;
  #now = 0;
  #arriving = false;
  #rows: { journey: Journey; view: ViewState; rows: Rows } | null = null;

  constructor(root: HTMLElement, actions: Actions, door: Door) {
    this.#root = root;
    this.#actions = actions;
    this.#door = door;
    this.#form = new LookUpForm(actions.lookUp, () => this.#again());
    this.#timeline = new Timeline({
      select: (run) => this.#select(run),
      look: (span) => actions.view({ span }),
      openDetails: () => document.querySelector<HTMLElement>('.panel')?.focus(),
    });
    this.#announcer.className = 'visually-hidden';
    this.#announcer.setAttribute('role', 'status');
    document.body.append(this.#announcer);
    this.#listenForKeys();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
      this.#timeline.recolour(),
    );
  }

  /** `now` is on the page's monotonic clock, in milliseconds. */
  show(state: AppState, now: number): void {
    const before = this.#state;
    this.#state = state;
    this.#now = now;
    if (before?.theme !== state.theme) {
      this.#applyTheme(state);
    }
    document.title =
      this.#door.place === null ? titleOf(state) : `${this.#door.title} · Orion Trail`;
    render(this.#template(state), this.#root);
    if (state.load.kind === 'loaded') {
      this.#timeline.show({
        journey: state.load.journey,
        rows: this.#rowsOf(state.load.journey, state.view),
        view: state.view,
        clock: this.#clock(state),
        sinceAsOf: this.#sinceAsOf(state.load),
      });
    }
    if (this.#arriving && this.#focusTitle()) {
      this.#arriving = false;
    }
    if (state.help && before?.help !== true) {
      document.querySelector<HTMLDialogElement>('dialog.help')?.showModal();
    }
    if (before === null && !namesExecution(state.view) && this.#door.place === null) {
      this.#form.focus();
    }
  }

  /** The next time that it is drawn, the focus begins at the top of what has been opened. */
  arrive(): void {
    this.#arriving = true;
  }

  /** Says it to those who listen to the page. */
  announce(text: string): void {
    this.#announcer.textContent = text;
  }

  /** The link that was followed may be gone; whoever uses the keyboard goes on from the title. */
  #focusTitle(): boolean {
    const title = this.#root.querySelector<HTMLElement>('main h1[tabindex]');
    if (title !== null && !document.activeElement?.closest('main, .look-up')) {
      title.focus({ preventScroll: true });
    }
    return title !== null || this.#door.place === null;
  }

  #again(): void {
    if (this.#state !== null) {
      this.show(this.#state, performance.now());
    }
  }

  #template(state: AppState): TemplateResult {
    const across = this.#door.place !== null;
    const onStart = state.load.kind === 'none' && !across;
    return html`
      ${header(
        state,
        onStart ? null : this.#form.template(state.view, false),
        {
          switchZone: () => this.#switchZone(),
          theme: (theme) => this.#actions.dispatch({ type: 'themed', theme }),
          help: () => this.#help(true),
        },
        this.#door.menu(),
      )}
      <main class=${across ? 'across-main' : state.load.kind}>
        ${across ? this.#door.template({ clock: this.#clock(state) }) : this.#main(state)}
      </main>
      ${
        state.help
          ? helpSheet(
              this.#keysOn,
              (on) => this.#setKeys(on),
              () => this.#help(false),
            )
          : nothing
      }
    `;
  }

  #main(state: AppState): TemplateResult {
    switch (state.load.kind) {
      case 'none':
        return startPage(
          this.#form.template(state.view, true),
          recentLookUps(),
          this.#actions.lookUp,
          () => {
            forgetLookUps();
            this.#again();
          },
          state.view.account === '' ? this.#door.home({ clock: this.#clock(state) }) : nothing,
        );
      case 'loading':
        return skeleton(state.load.slow);
      case 'failed':
        return failurePage(state.load.failure, state.view, this.#actions.retry);
      case 'loaded':
        return this.#journey(state, state.load);
    }
  }

  #journey(state: AppState, loaded: Loaded): TemplateResult {
    const { journey } = loaded;
    const clock = this.#clock(state);
    const present = journey.asOfOffset + this.#sinceAsOf(loaded);
    const age = this.#now - loaded.confirmedAt;
    const index = this.#selected();
    const since = formatDuration(Math.round(age / 1000) * 1e9);
    return html`
      ${
        loaded.trouble === null
          ? nothing
          : troubleBanner(loaded.trouble, since, this.#actions.retry)
      }
      ${verdict({ loaded, clock, paused: state.paused, present, age }, this.#actions, () =>
        this.#toProblem(1),
      )}
      <div class="workspace ${index >= 0 ? 'with-panel' : ''}">
        <section class="timeline" aria-label="Timeline">
          ${toolbar(
            journey,
            state.view,
            this.#rowsOf(journey, state.view),
            this.#actions,
            this.#timeline,
          )}
          ${this.#timeline.element}
        </section>
        ${
          index >= 0
            ? panel(
                { journey, index, clock, present },
                (run) => this.#select(run),
                () => this.#close(),
              )
            : nothing
        }
      </div>
    `;
  }

  /** Made anew only when something they follow from has changed. */
  #rowsOf(journey: Journey, view: ViewState): Rows {
    const known = this.#rows;
    if (
      known !== null &&
      known.journey === journey &&
      known.view.grouping === view.grouping &&
      known.view.text === view.text &&
      known.view.statuses === view.statuses &&
      known.view.criticalOnly === view.criticalOnly &&
      known.view.hidden === view.hidden
    ) {
      return known.rows;
    }
    const rows = rowsOf(journey, view.grouping, {
      text: view.text,
      statuses: new Set(view.statuses),
      criticalOnly: view.criticalOnly,
      expected: !view.hidden.includes('expected'),
    });
    this.#rows = { journey, view, rows };
    return rows;
  }

  #clock(state: AppState): Clock {
    const zone = zoneOf(state);
    const clock = this.#clocks.get(zone) ?? new Clock(zone);
    this.#clocks.set(zone, clock);
    return clock;
  }

  #sinceAsOf(loaded: Loaded): number {
    return Math.max(0, this.#now - loaded.receivedAt) * 1e6;
  }

  #loaded(): Loaded | null {
    return this.#state?.load.kind === 'loaded' ? this.#state.load : null;
  }

  #selected(): number {
    const run = this.#state?.view.run ?? null;
    return run === null ? -1 : (this.#loaded()?.journey.indexOf.get(run) ?? -1);
  }

  #select(index: number): void {
    const run = this.#loaded()?.journey.timeline.runs[index];
    this.#actions.view({ run: run === undefined ? null : runKey(run) });
  }

  #toProblem(direction: 1 | -1): void {
    const journey = this.#loaded()?.journey;
    if (journey === undefined) {
      return;
    }
    const index = nextProblem(journey, this.#selected(), direction);
    const run = journey.timeline.runs[index];
    if (run === undefined) {
      this.announce('Nothing failed.');
      return;
    }
    const { problems } = journey;
    const place = `${problems.indexOf(index) + 1} of ${problems.length}`;
    this.announce(`${place}: ${run.step}, ${STATUS_WORDS[run.status]}`);
    this.#select(index);
    this.#timeline.focus();
  }

  #toRun(direction: 1 | -1): void {
    const runs = this.#loaded()?.journey.timeline.runs.length ?? 0;
    if (runs > 0) {
      this.#select(Math.min(runs - 1, Math.max(0, this.#selected() + direction)));
    }
  }

  #close(): void {
    if (this.#state?.help === true) {
      this.#help(false);
    } else if (this.#selected() >= 0) {
      this.#actions.view({ run: null });
      this.#timeline.focus();
    }
  }

  #help(help: boolean): void {
    this.#actions.dispatch({ type: 'helped', help });
  }

  #setKeys(on: boolean): void {
    this.#keysOn = on;
    savePreferences({ ...loadPreferences(), keys: on });
  }

  #switchZone(): void {
    if (this.#state !== null) {
      const zone = zoneOf(this.#state) === 'utc' ? 'local' : 'utc';
      this.#actions.dispatch({ type: 'zoned', zone });
    }
  }

  #applyTheme({ theme }: AppState): void {
    if (theme === 'auto') {
      delete document.documentElement.dataset['theme'];
    } else {
      document.documentElement.dataset['theme'] = theme;
    }
    this.#timeline.recolour();
  }

  #listenForKeys(): void {
    const timeline = this.#timeline;
    listenForKeys(
      {
        lookUp: () => this.#form.focus(),
        nextProblem: () => this.#toProblem(1),
        previousProblem: () => this.#toProblem(-1),
        nextRun: () => this.#toRun(1),
        previousRun: () => this.#toRun(-1),
        zoomIn: () => timeline.zoomIn(),
        zoomOut: () => timeline.zoomOut(),
        fit: () => timeline.fit(),
        zoomToRun: () => timeline.zoomToRun(this.#selected()),
        groupRuns: () => this.#actions.view({ grouping: 'runs' }),
        groupLanes: () => this.#actions.view({ grouping: 'lanes' }),
        groupSteps: () => this.#actions.view({ grouping: 'steps' }),
        criticalOnly: () =>
          this.#actions.view({ criticalOnly: this.#state?.view.criticalOnly !== true }),
        filter: () => document.querySelector<HTMLInputElement>('#filter')?.focus(),
        zone: () => this.#switchZone(),
        close: () => this.#close(),
        help: () => this.#help(this.#state?.help !== true),
      },
      () => this.#keysOn && this.#state?.help !== true,
    );
  }
}

function titleOf(state: AppState): string {
  if (state.load.kind === 'loaded') {
    const { status, executionId } = state.load.journey.timeline;
    return `${STATUS_WORDS[status]} · ${executionId} · Orion Trail`;
  }
  return namesExecution(state.view) ? `${state.view.execution} · Orion Trail` : 'Orion Trail';
}
