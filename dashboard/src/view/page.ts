import { html, nothing, render, type TemplateResult } from 'lit-html';
import { Clock, type Zone } from '../core/clock.ts';
import type { Command } from '../core/keys.ts';
import { namesExecution, zoneOf, type AppState } from '../core/state.ts';
import type { Door } from '../pages/door.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { forgetLookUps, loadPreferences, recentLookUps, savePreferences } from '../storage.ts';
import type { Actions } from './actions.ts';
import { ExecutionView } from './execution.ts';
import { header } from './header.ts';
import { Lazy, withStyles } from './lazy.ts';
import { LookUpForm } from './lookup.ts';
import { listenForKeys } from './shortcuts.ts';
import { failurePage, signInBanner, skeleton, startPage } from './states.ts';

const TOLD_MS = 4_000;

/** Draws the whole page from the state, and turns what the reader does into actions. */
export class Page {
  readonly #root: HTMLElement;
  readonly #actions: Actions;
  readonly #door: Door;
  readonly #form: LookUpForm;
  readonly #execution: ExecutionView;
  readonly #help: Lazy<typeof import('./help.ts')>;
  readonly #clocks = new Map<Zone, Clock>();
  readonly #announcer = document.createElement('div');
  #keysOn = loadPreferences().keys;
  #state: AppState | null = null;
  #now = 0;
  #telling = 0;
  #arriving = false;

  constructor(root: HTMLElement, actions: Actions, door: Door) {
    this.#root = root;
    this.#actions = actions;
    this.#door = door;
    this.#form = new LookUpForm(actions.lookUp, () => this.#again());
    this.#execution = new ExecutionView(actions, {
      again: () => this.#again(),
      announce: (text) => this.announce(text),
      tell: (text) => this.tell(text),
    });
    this.#help = new Lazy(
      () => withStyles(import('./help.ts')),
      () => this.#again(),
    );
    this.#announcer.className = 'visually-hidden';
    this.#announcer.setAttribute('role', 'status');
    document.body.append(this.#announcer);
    this.#listenForKeys();
    requestIdleCallback(
      () => void this.#files().then(({ dropOn }) => dropOn(actions, (text) => this.tell(text))),
    );
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
      this.#execution.recolour(),
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
      this.#execution.shown();
    }
    if (this.#arriving && this.#focusTitle()) {
      this.#arriving = false;
    }
    const help = document.querySelector<HTMLDialogElement>('dialog.help');
    if (help?.open === false) {
      help.showModal();
    }
    if (before === null && !namesExecution(state.view) && this.#door.place === null) {
      this.#form.focus();
    }
  }

  /** The next time that it is drawn, the focus begins at the top of what has been opened. */
  arrive(): void {
    this.#arriving = true;
  }

  /** Nothing that the API answered to one reader is there for the next. */
  forget(): void {
    this.#door.forget();
    this.#execution.forget();
  }

  /** Says it to those who listen to the page. */
  announce(text: string): void {
    this.#announcer.textContent = text;
  }

  /** The same, to be seen for a moment too. */
  tell(text: string): void {
    this.announce(text);
    this.#announcer.className = 'toast';
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => (this.#announcer.className = 'visually-hidden'), TOLD_MS);
  }

  #files(): Promise<typeof import('./open-file.ts')> {
    return import('./open-file.ts');
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
          help: () => this.#showHelp(true),
          signIn: () => this.#actions.signIn(),
          signOut: () => this.#actions.signOut(),
        },
        this.#door.menu(),
      )}
      <main class=${across ? 'across-main' : state.load.kind}>
        ${signInBanner(state, () => this.#actions.signIn())}
        ${
          across && state.signIn.kind !== 'failed'
            ? this.#door.template({ clock: this.#clock(state) })
            : this.#main(state)
        }
      </main>
      ${
        state.help
          ? (this.#help.get()?.helpSheet(
              this.#keysOn,
              (on) => this.#setKeys(on),
              () => this.#showHelp(false),
            ) ?? nothing)
          : nothing
      }
    `;
  }

  #main(state: AppState): TemplateResult {
    const { load, signIn, view } = state;
    if (signIn.kind === 'failed' && load.kind !== 'loaded') {
      return failurePage(signIn.failure, view, this.#actions.retry, null);
    }
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
        return failurePage(
          state.load.failure,
          state.view,
          this.#actions.retry,
          signIn.kind === 'in' ? () => this.#actions.signIn('login') : null,
        );
      case 'loaded':
        return this.#execution.template({
          state,
          loaded: state.load,
          clock: this.#clock(state),
          now: this.#now,
        });
    }
  }

  #clock(state: AppState): Clock {
    const zone = zoneOf(state);
    const clock = this.#clocks.get(zone) ?? new Clock(zone);
    this.#clocks.set(zone, clock);
    return clock;
  }

  #showHelp(help: boolean): void {
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
    this.#execution.recolour();
  }

  #listenForKeys(): void {
    const own: Readonly<Partial<Record<Command, () => void>>> = {
      lookUp: () => this.#form.focus(),
      zone: () => this.#switchZone(),
      openFile: () =>
        void this.#files().then(({ openFile }) =>
          openFile(this.#actions, (text) => this.tell(text)),
        ),
      help: () => this.#showHelp(this.#state?.help !== true),
      close: () => {
        if (this.#state?.help === true) {
          this.#showHelp(false);
        } else {
          this.#execution.close();
        }
      },
    };
    listenForKeys(
      (command) => {
        const isLoaded = this.#state?.load.kind === 'loaded';
        (own[command] ?? (isLoaded ? this.#execution.commands[command] : undefined))?.();
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
