import { html, nothing, type TemplateResult } from 'lit-html';
import { askFailures } from '../api/across.ts';
import type { FailureList } from '../api/across-types.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf } from '../core/places.ts';
import { icon } from '../view/icons.ts';
import type { Frame } from './door.ts';
import { failureTable } from './failure-rows.ts';
import { payloadNote } from './failures-page.ts';
import { Load } from './load.ts';
import type { Tools } from './pages.ts';
import { freshness, tableShape } from './parts.ts';

const MOST = 6;
const PLACE = placeOf('failures');

/** The latest failures, for the start page. */
export class Home {
  readonly #load: Load<FailureList>;

  constructor(tools: Tools) {
    this.#load = new Load(tools, (signal) =>
      askFailures(PLACE, Date.now(), { cursor: null, limit: MOST }, signal),
    );
  }

  template(frame: Frame): TemplateResult {
    return html`<section class="home-failures" aria-label="Latest failures">
      <header>
        <h2>Latest failures</h2>
        ${freshness(this.#load, () => void this.#load.ask(), frame)}
      </header>
      ${this.#load.template(tableShape(), (list) => shown(list, frame))}
    </section>`;
  }
}

function shown(list: FailureList, frame: Frame): TemplateResult {
  const failures = list.failures.slice(0, MOST);
  if (failures.length === 0) {
    return html`<p class="home-none">
      ${icon('succeeded')}Nothing failed within the last ${windowWords(PLACE.window)}.
    </p>`;
  }
  return html`${payloadNote(list.payload)}
  ${failureTable(failures, PLACE.window, frame, 'The latest failed runs of all accounts')}
  ${
    list.nextCursor === null
      ? nothing
      : html`<p class="home-more">
          <a href=${formatPlace(PLACE)}>All failures of the last ${windowWords(PLACE.window)}</a>
        </p>`
  }`;
}
