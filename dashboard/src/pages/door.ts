import { html, type TemplateResult } from 'lit-html';
import type { Clock } from '../core/clock.ts';
import { PAGE_WORDS } from '../core/page-words.ts';
import { formatPlace, parsePlace, placeOf, type PageName, type Place } from '../core/places.ts';
import { Lazy, withStyles } from '../view/lazy.ts';
import { plainFailure } from '../view/states.ts';
import type { Pages } from './pages.ts';

/** What views are drawn with. */
export interface Frame {
  readonly clock: Clock;
}

/** What views may do. */
export interface Ways {
  /** Draws the page again, soon. */
  redraw(): void;
  /** Opens an address (a query string) as if its link had been followed. */
  go(address: string): void;
  /** Says it to those who listen to the page. */
  announce(text: string): void;
  /** Leaves to sign in, and comes back to where the page is. */
  signIn(): void;
}

const MENU: readonly PageName[] = ['failures', 'steps', 'map', 'status'];

/**
 * The way to the views across executions, whose code is loaded when the first of them is opened:
 * who looks one execution up does not wait for it.
 */
export class Door {
  readonly #ways: Ways;
  #place: Place | null = null;
  readonly #code: Lazy<typeof import('./pages.ts')>;
  #pages: Pages | null = null;

  constructor(ways: Ways) {
    this.#ways = ways;
    this.#code = new Lazy(
      () => withStyles(import('./pages.ts')),
      () => ways.redraw(),
    );
  }

  /** What the address names, or null where it is not one of these views. */
  get place(): Place | null {
    return this.#place;
  }

  /** `again` asks the API anew where the answer is at hand. */
  open(search: string, again: boolean): void {
    this.#place = parsePlace(search);
    this.#pages?.open(this.#place, again);
  }

  /** The address of the view with its times in another zone; its links keep to that from now on. */
  address(zone: Place['zone']): string | null {
    this.#place = this.#place === null ? null : { ...this.#place, zone };
    return this.#place === null ? null : formatPlace(this.#place);
  }

  /** What has been asked for is the reader's; whoever comes next asks anew. */
  forget(): void {
    this.#pages = null;
  }

  get title(): string {
    return this.#pages?.title ?? (this.#place === null ? '' : PAGE_WORDS[this.#place.page]);
  }

  template(frame: Frame): TemplateResult {
    const pages = this.#enter();
    if (pages !== null && this.#place !== null) {
      return pages.template(this.#place, frame);
    }
    return this.#code.failed ? plainFailure(null, () => location.reload(), 'Reload') : waiting();
  }

  /** What the start page shows beside the look-up. */
  home(frame: Frame): TemplateResult {
    const pages = this.#enter();
    return pages?.home(frame) ?? html`<div class="home-failures" aria-busy="true"></div>`;
  }

  menu(): TemplateResult {
    return html`<nav class="menu-bar" aria-label="Across executions">
      ${MENU.map(
        (page) =>
          html`<a
            href=${formatPlace(placeOf(page))}
            aria-current=${this.#place?.page === page ? 'page' : 'false'}
            >${PAGE_WORDS[page]}</a
          >`,
      )}
    </nav>`;
  }

  #enter(): Pages | null {
    const code = this.#code.get();
    if (this.#pages === null && code !== null) {
      this.#pages = new code.Pages(this.#ways);
      this.#pages.open(this.#place, false);
    }
    return this.#pages;
  }
}

function waiting(): TemplateResult {
  return html`<section class="skeleton" aria-busy="true" aria-label="Loading">
    <h1 class="visually-hidden">Loading</h1>
    <div class="bone timeline-bone"></div>
  </section>`;
}
