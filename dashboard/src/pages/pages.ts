import { html, nothing, type TemplateResult } from 'lit-html';
import { formatPlace, placeOf, type PageName, type Place } from '../core/places.ts';
import { Cursors } from './cursors.ts';
import type { Frame, Ways } from './door.ts';
import { accountPage } from './account-page.ts';
import { blastPage } from './blast-page.ts';
import { failuresPage } from './failures-page.ts';
import { Home } from './home.ts';
import { mapPage } from './map-page.ts';
import { stepPage } from './step-page.ts';
import { statusPage } from './status-page.ts';
import { stepsPage } from './steps-page.ts';
import styles from './pages.css?url';

export const STYLES = styles;

/** A view with what it has asked for. */
export interface Shown {
  title(place: Place): string;
  /** `place` may differ from the one it was made for in what needs no new answer. */
  template(place: Place, frame: Frame): TemplateResult;
  /** Asks again for what is shown. */
  refresh(): void;
}

/** What a view is made with. */
export interface Tools extends Ways {
  readonly cursors: Cursors;
}

const MAKERS: Readonly<Record<PageName, (place: Place, tools: Tools) => Shown>> = {
  account: accountPage,
  failures: failuresPage,
  steps: (place, tools) => (place.step === '' ? stepsPage(place, tools) : stepPage(place, tools)),
  map: mapPage,
  blast: blastPage,
  status: statusPage,
};

/** Going back shows what was there at once. */
const MOST_KEPT = 12;

/** The views across executions: makes them, keeps the latest, draws the one that is open. */
export class Pages {
  readonly #tools: Tools;
  readonly #kept = new Map<string, Shown>();
  #place: Place | null = null;
  #shown: Shown | null = null;
  #home: Home | null = null;

  constructor(ways: Ways) {
    this.#tools = { ...ways, cursors: new Cursors() };
  }

  get title(): string {
    return this.#place === null ? '' : (this.#shown?.title(this.#place) ?? '');
  }

  open(place: Place | null, again: boolean): void {
    const before = this.#place;
    this.#place = place;
    if (place === null) {
      this.#shown = null;
      return;
    }
    const key = keyOf(place);
    const known = this.#kept.get(key);
    // Another order of the same table is no reason to ask; its own link followed once more is.
    const same = before !== null && formatPlace(before) === formatPlace(place);
    if (known !== undefined && again && (same || known !== this.#shown)) {
      known.refresh();
    }
    this.#shown = known ?? MAKERS[place.page](place, this.#tools);
    this.#kept.delete(key);
    this.#kept.set(key, this.#shown);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) {
      this.#kept.delete(oldest);
    }
  }

  template(place: Place, frame: Frame): TemplateResult {
    return html`<div class="across across-${place.page}">
      ${this.#shown?.template(place, frame) ?? nothing}
    </div>`;
  }

  home(frame: Frame): TemplateResult {
    this.#home ??= new Home(this.#tools);
    return this.#home.template(frame);
  }
}

/** What has to be asked anew when it changes. */
function keyOf(place: Place): string {
  const free = { sort: placeOf(place.page).sort, zone: null };
  // These have all of their rows at once.
  const whole = place.page === 'steps' || place.page === 'status';
  return formatPlace({ ...place, ...free, turn: whole ? 1 : place.turn });
}
