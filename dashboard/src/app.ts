import { askTimeline } from './api/client.ts';
import { accountComplaint, executionComplaint, type Ids } from './core/ids.ts';
import { nextPoll } from './core/poll.ts';
import {
  mustSignIn,
  namesExecution,
  reduce,
  START,
  type Action,
  type AppState,
  type Load,
} from './core/state.ts';
import { formatView, parseView, sameExecution, type ViewState } from './core/url.ts';
import { STATUS_WORDS } from './core/words.ts';
import { Entrance } from './entrance.ts';
import { forgetLookUps, loadPreferences, rememberLookUp, savePreferences } from './storage.ts';
import { Page } from './view/page.ts';

const SLOW_MS = 3_000;
/** Browsers refuse addresses that change too often. */
const ADDRESS_MS = 150;
const TICK_MS = 500;

/** Runs the page: holds the state, asks the API, keeps the address and the drawing in step. */
export class App {
  readonly #page: Page;
  readonly #entrance = new Entrance((signIn) => this.#dispatch({ type: 'signed', signIn }));
  #state: AppState = START;
  #question: AbortController | null = null;
  #pollTimer = 0;
  #addressTimer = 0;
  #drawing = false;

  constructor(root: HTMLElement) {
    this.#page = new Page(root, {
      lookUp: (ids) => this.#lookUp(ids),
      view: (change) => this.#dispatch({ type: 'viewed', change }),
      dispatch: (action) => this.#dispatch(action),
      retry: () => this.#askOrSignIn(),
      signIn: (prompt) => this.#signIn(prompt),
      signOut: () => this.#signOut(),
    });
  }

  async start(): Promise<void> {
    const { theme, zone } = loadPreferences();
    this.#state = { ...START, theme, zone };
    addEventListener('popstate', () => this.#open(location.search));
    addEventListener('online', () => this.#schedulePoll(0));
    document.addEventListener('visibilitychange', () => this.#schedulePoll(0));
    setInterval(() => this.#tick(), TICK_MS);
    await this.#entrance.open();
    this.#open(location.search);
  }

  /** The reader asks: who has to sign in again for it is sent there at once. */
  #askOrSignIn(): void {
    if (mustSignIn(this.#state)) {
      this.#signIn();
    } else {
      this.#ask();
    }
  }

  #signIn(prompt?: 'login'): void {
    this.#flushAddress();
    this.#entrance.signIn(prompt);
  }

  #signOut(): void {
    this.#question?.abort();
    clearTimeout(this.#pollTimer);
    forgetLookUps();
    history.replaceState(null, '', location.pathname);
    this.#dispatch({ type: 'navigated', view: parseView('') });
    this.#entrance.signOut();
  }

  #lookUp(ids: Ids): void {
    const view: ViewState = { ...parseView(''), ...ids, zone: this.#state.view.zone };
    const address = formatView(view);
    this.#flushAddress();
    if (address !== location.search) {
      history.pushState(null, '', address);
    }
    this.#dispatch({ type: 'navigated', view });
    this.#askOrSignIn();
  }

  /** Shows what the address says; asks only where it names another execution. */
  #open(search: string): void {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = 0;
    const view = parseView(search);
    const same = sameExecution(view, this.#state.view) && this.#state.load.kind !== 'none';
    this.#dispatch({ type: 'navigated', view });
    if (!same) {
      this.#question?.abort();
      clearTimeout(this.#pollTimer);
      if (isAskable(view)) {
        this.#ask();
      }
    }
  }

  async #ask(): Promise<void> {
    const { view, load, signIn } = this.#state;
    if (!isAskable(view) || isFile(load) || signIn.kind === 'failed') {
      return;
    }
    this.#question?.abort();
    clearTimeout(this.#pollTimer);
    const question = new AbortController();
    this.#question = question;
    this.#dispatch({ type: 'requested' });
    const slow = setTimeout(() => this.#dispatch({ type: 'delayed' }), SLOW_MS);
    const answer = await askTimeline(
      { account: view.account, execution: view.execution },
      load.kind === 'loaded' ? load.etag : null,
      question.signal,
    );
    clearTimeout(slow);
    if (answer === null || question.signal.aborted) {
      return;
    }
    this.#question = null;
    if (answer.kind === 'timeline') {
      rememberLookUp({ account: view.account, execution: view.execution });
    }
    this.#dispatch({ type: 'answered', answer, at: performance.now() });
    this.#schedulePoll();
  }

  #schedulePoll(atLeast?: number): void {
    clearTimeout(this.#pollTimer);
    const load = this.#state.load;
    if (load.kind !== 'loaded' || isFile(load) || this.#question !== null) {
      return;
    }
    const delay = nextPoll({
      status: load.journey.timeline.status,
      paused: this.#state.paused,
      hidden: document.visibilityState === 'hidden',
      failures: load.failures,
      sinceEnded: load.endedAt === null ? null : performance.now() - load.endedAt,
    });
    if (delay !== null) {
      this.#pollTimer = setTimeout(() => this.#ask(), atLeast ?? delay);
    }
  }

  #dispatch(action: Action): void {
    const before = this.#state;
    const after = reduce(before, action);
    if (after === before) {
      return;
    }
    this.#state = after;
    if (before.theme !== after.theme || before.zone !== after.zone) {
      savePreferences({ ...loadPreferences(), theme: after.theme, zone: after.zone });
    }
    if (action.type === 'opened') {
      this.#question?.abort();
      clearTimeout(this.#pollTimer);
    }
    if (action.type === 'paused') {
      this.#schedulePoll(0);
    }
    if (action.type !== 'navigated' && before.view !== after.view) {
      this.#addressSoon();
    }
    this.#announce(before, after);
    this.#draw();
  }

  #addressSoon(): void {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => this.#flushAddress(), ADDRESS_MS);
  }

  #flushAddress(): void {
    if (this.#addressTimer !== 0) {
      clearTimeout(this.#addressTimer);
      this.#addressTimer = 0;
      history.replaceState(null, '', formatView(this.#state.view) || location.pathname);
    }
  }

  #announce(before: AppState, after: AppState): void {
    if (after.load.kind === 'loaded') {
      const { status, verdict } = after.load.journey.timeline;
      const known = before.load.kind === 'loaded' ? before.load.journey.timeline.status : null;
      if (status !== known) {
        this.#page.announce(`${STATUS_WORDS[status]}. ${verdict ?? ''}`);
      }
    }
  }

  /** Time passes: open runs grow, "updated 3 s ago" counts. */
  #tick(): void {
    const load = this.#state.load;
    if (load.kind === 'loaded' && document.visibilityState !== 'hidden') {
      const status = isFile(load) ? null : load.journey.timeline.status;
      if (status === 'RUNNING' || status === 'STALLED' || load.trouble !== null) {
        this.#draw();
      }
    }
  }

  #draw(): void {
    if (!this.#drawing) {
      this.#drawing = true;
      requestAnimationFrame(() => {
        this.#drawing = false;
        this.#page.show(this.#state, performance.now());
      });
    }
  }
}

/** Of a file nothing more is to come, whatever its status says. */
function isFile(load: Load): boolean {
  return load.kind === 'loaded' && load.file !== null;
}

function isAskable(view: ViewState): boolean {
  return (
    namesExecution(view) &&
    accountComplaint(view.account) === null &&
    executionComplaint(view.execution) === null
  );
}
