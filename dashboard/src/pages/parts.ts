import { html, nothing, type TemplateResult } from 'lit-html';
import { formatDuration } from '../core/format.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, WINDOWS, type Place } from '../core/places.ts';
import { parseMoment, type Moment } from '../core/time.ts';
import { EMPTY_VIEW, formatView } from '../core/url.ts';
import { icon } from '../view/icons.ts';
import type { Frame } from './door.ts';

export interface Head {
  /** What kind of thing the title names. */
  readonly kicker: string;
  readonly title: unknown;
  readonly more?: unknown;
  readonly tools?: unknown;
}

/** The top of every view: what is seen, of when, and what can be chosen. */
export function pageHead({ kicker, title, more, tools }: Head): TemplateResult {
  return html`<header class="page-head">
    <div class="page-title">
      <p class="kicker">${kicker}</p>
      <h1 tabindex="-1">${title}</h1>
      ${more ?? nothing}
    </div>
    <div class="page-tools">${tools ?? nothing}</div>
  </header>`;
}

/** As-of time and a button to ask again. */
export function freshness(
  load: { readonly at: number; readonly isAsking: boolean },
  refresh: () => void,
  { clock }: Frame,
): TemplateResult {
  const at = load.at === 0 ? null : parseMoment(new Date(load.at).toISOString());
  return html`<button
    type="button"
    class="refresh"
    title="Ask again"
    aria-busy=${load.isAsking ? 'true' : 'false'}
    @click=${refresh}
  >
    ${icon('again')}<span
      >${at === null ? 'Refresh' : html`<span class="visually-hidden">Refresh, </span>as of ${clock.time(at).slice(0, 8)}`}</span
    >
  </button>`;
}

/** The windows on offer as links; one that only the address names stands among them. */
export function windowPicker(place: Place, windows = WINDOWS): TemplateResult {
  const offered = windows.includes(place.window) ? windows : [...windows, place.window];
  return html`<nav class="segmented windows" aria-label="Time window">
    ${offered.map(
      (window) =>
        html`<a
          href=${formatPlace({ ...place, window, turn: 1 })}
          title="The last ${windowWords(window)}"
          aria-current=${window === place.window ? 'true' : 'false'}
          >${window}</a
        >`,
    )}
  </nav>`;
}

/** Leads through a long list; nothing where it has one turn only. */
export function pager(
  place: Place,
  rows: number,
  perTurn: number,
  more: boolean,
  words: readonly [string, string] = ['Newer', 'Older'],
): TemplateResult | typeof nothing {
  if (place.turn === 1 && !more) {
    return nothing;
  }
  const first = (place.turn - 1) * perTurn + 1;
  const to = (turn: number): string => formatPlace({ ...place, turn });
  return html`<nav class="pager" aria-label="Parts of the list">
    ${
      place.turn === 1
        ? html`<span></span>`
        : html`<a class="button" rel="prev" href=${to(place.turn - 1)}
            >${icon('back')}${words[0]}</a
          >`
    }
    <span class="pager-place">${rows === 0 ? nothing : `${first}–${first + rows - 1}`}</span>
    ${
      more
        ? html`<a class="button" rel="next" href=${to(place.turn + 1)}
            >${words[1]}${icon('next')}</a
          >`
        : html`<span></span>`
    }
  </nav>`;
}

/** Where there is nothing to list: why that may be, and what to do. */
export function emptyNote(title: string, says: unknown): TemplateResult {
  return html`<section class="empty-note">
    ${icon('search')}
    <h2>${title}</h2>
    <p>${says}</p>
  </section>`;
}

/** A time as two lines: the time of day, and the date in small. */
export function whenCell(text: string | null, { clock }: Frame): TemplateResult | string {
  const at = parseMoment(text);
  if (at === null || text === null) {
    return '–';
  }
  return html`<time datetime=${text} title=${text}
    >${clock.time(at).slice(0, 8)} <small>${shortDate(at, clock)}</small></time
  >`;
}

/** Without the year where it is this one. */
function shortDate(at: Moment, clock: Frame['clock']): string {
  const year = ` ${new Date().getFullYear()}`;
  const date = clock.date(at);
  return date.endsWith(year) ? date.slice(0, -year.length) : date;
}

export function durationCell(nanos: number | null): string {
  return nanos === null ? '–' : formatDuration(nanos);
}

/** The address of one execution, at one of its runs where the run is known. */
export function executionAddress(
  account: string,
  execution: string,
  step: string | null = null,
  runId: string | null = null,
): string {
  const run = step === null || runId === null ? null : `${step}#${runId}`;
  return formatView({ ...EMPTY_VIEW, account, execution, run });
}

/** Grey rows in the place of a table that is to come. */
export function tableShape(): TemplateResult {
  return html`<div class="card table-bone">
    ${[0, 1, 2, 3, 4, 5].map((row) => html`<div class="bone-row table-bone-${row}"></div>`)}
  </div>`;
}
