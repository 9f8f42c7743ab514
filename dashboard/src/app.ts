import { askTimeline } from './api/client.ts';
import { accountComplaint, executionComplaint, type Ids } from './core/ids.ts';
import { nextPoll } from './core/poll.ts';
import { formatPlace, placeOf } from './core/places.ts';
import {
  mustSignIn,
  namesExecution,
  reduce,
  START,
  type Action,
  type AppState,
  type Load,
} from './core/state.ts';
import { EMPTY_VIEW, formatView, parseView, sameExecution, type ViewState } from './core/url.ts';
import { STATUS_WORDS } from './core/words.ts';
import { Entrance } from './entrance.ts';
import { Door } from './pages/door.ts';
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
  readonly #door: Door;
  #state: AppState = START;
  #question: AbortController | null = null;
  #pollTimer = 0;
  #addressTimer = 0;
  #drawing = false;

  constructor(root: HTMLElement) {
    this.#door = new Door({
      redraw: () => this.#draw(),
      go: (address) => this.#go(address),
      announce: (text) => this.#page.announce(text),
      signIn: () => this.#signIn(),
    });
    this.#page = new Page(
      root,
      {
        lookUp: (ids) => this.#lookUp(ids),
        view: (change) => this.#changeView(change),
        dispatch: (action) => this.#dispatch(action),
        retry: () => this.#askOrSignIn(),
        signIn: (prompt) => this.#signIn(prompt),
        signOut: () => this.#signOut(),
      },
      this.#door,
    );
  }

  async start(): Promise<void> {
    const { theme, zone } = loadPreferences();
    this.#state = { ...START, theme, zone };
    addEventListener('popstate', () => this.#open(location.search));
    followLinks((address) => this.#go(address));
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
    this.#open('');
    this.#entrance.signOut();
    this.#page.forget();
  }

  /** Opens an address as its link would, without loading the page again. */
  #go(address: string): void {
    this.#flushAddress();
    if (address !== location.search) {
      history.pushState(null, '', address || location.pathname);
      scrollTo(0, 0);
    }
    this.#open(address, true);
    this.#draw();
    this.#page.arrive();
  }

  /** Keys and gestures of one execution's view mean nothing where none is shown. */
  #changeView(change: Partial<ViewState>): void {
    if (this.#door.place === null) {
      this.#dispatch({ type: 'viewed', change });
    }
  }

  #lookUp(ids: Ids): void {
    if (ids.execution === '') {
      this.#go(formatPlace(placeOf('account', { account: ids.account })));
      return;
    }
    const view: ViewState = { ...parseView(''), ...ids, zone: this.#state.view.zone };
    const address = formatView(view);
    this.#flushAddress();
    if (address !== location.search) {
      history.pushState(null, '', address);
    }
    this.#door.open(address, true);
    this.#dispatch({ type: 'navigated', view });
    this.#askOrSignIn();
  }

  /** Shows what the address says; asks only where it names another execution. */
  #open(search: string, again = false): void {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = 0;
    this.#door.open(search, again);
    const place = this.#door.place;
    const view =
      place === null
        ? parseView(search)
        : { ...EMPTY_VIEW, account: place.account, zone: place.zone };
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
      const { view } = this.#state;
      const address = this.#door.address(view.zone) ?? formatView(view);
      history.replaceState(null, '', address || location.pathname);
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

/** Links within the site open without loading it again; those for a new tab are the browser's. */
function followLinks(go: (address: string) => void): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="?"], a[href="./"]');
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link !== null && plain && event.button === 0 && !event.defaultPrevented) {
      event.preventDefault();
      go(link.search);
    }
  });
}
