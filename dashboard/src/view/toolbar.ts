import { html, nothing, type TemplateResult } from 'lit-html';
import type { Status } from '../api/types.ts';
import { count, grouped } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import type { Mode } from '../core/look.ts';
import type { Grouping, Rows } from '../core/rows.ts';
import { PARTS, STATUSES, type Part, type ViewState } from '../core/url.ts';
import { STATUS_MEANINGS, STATUS_WORDS } from '../core/words.ts';
import type { Actions } from './actions.ts';
import { icon, statusClass, statusIcon } from './icons.ts';
import { menu } from './menu.ts';

export interface Zooming {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

const MODE_WORDS: readonly (readonly [Mode, string, string])[] = [
  ['timeline', 'Timeline', 't'],
  ['table', 'Table', 'l'],
  ['graph', 'Graph', 'g'],
  ['events', 'Events', 'e'],
  ['json', 'JSON', 'r'],
];

const GROUPING_WORDS: readonly (readonly [Grouping, string, string])[] = [
  ['runs', 'Runs', 'A row for each run'],
  ['lanes', 'Lanes', 'A row for each lane: what ran side by side'],
  ['steps', 'Steps', 'A row for each step, all its tries in it'],
  ['tree', 'Tree', 'Each run under what it waited for'],
];

const PART_WORDS: Readonly<Record<Part, string>> = {
  gaps: 'Unaccounted time',
  waits: 'Waiting on the critical path',
  usual: 'Usual duration (p50 to p95)',
  expected: 'Expected steps that did not come',
};

export interface ToolbarInput {
  readonly journey: Journey;
  readonly view: ViewState;
  readonly rows: Rows;
  /** Whether idle time is folded. */
  readonly folds: boolean;
  redraw(): void;
}

export function toolbar(input: ToolbarInput, actions: Actions, zooming: Zooming): TemplateResult {
  const { journey, view, rows } = input;
  const zooms = view.mode === 'timeline' || view.mode === 'graph';
  return html`<div class="toolbar" role="group" aria-label="View">
    <div class="views" role="group" aria-label="Ways to look at it">
      ${MODE_WORDS.map(
        ([mode, word, key]) =>
          html`<button
            type="button"
            title="${word} (${key})"
            aria-pressed=${view.mode === mode ? 'true' : 'false'}
            @click=${() => actions.view({ mode })}
          >
            ${word}
          </button>`,
      )}
    </div>
    ${
      view.mode === 'json' || view.mode === 'events'
        ? nothing
        : html`<div class="chips" role="group" aria-label="Status">
            ${STATUSES.filter((status) => journey.counts.has(status)).map((status) =>
              statusChip(status, journey.counts.get(status) ?? 0, view, actions),
            )}
            ${journey.links.path.length > 1 ? pathChip(view, actions) : nothing}
          </div>`
    }
    ${view.mode === 'json' ? nothing : filter(input, rows, actions)}
    <div class="toolbar-end">
      ${view.mode === 'timeline' ? rowsBy(view, actions) : nothing}
      ${view.mode === 'timeline' ? shown(input, actions) : nothing}
      ${zooms ? zoomButtons(view, zooming) : nothing}
    </div>
  </div>`;
}

function rowsBy(view: ViewState, actions: Actions): TemplateResult {
  return html`<div class="segmented" role="group" aria-label="Rows">
    ${GROUPING_WORDS.map(
      ([grouping, word, says]) =>
        html`<button
          type="button"
          title=${says}
          aria-pressed=${view.grouping === grouping ? 'true' : 'false'}
          @click=${() => actions.view({ grouping })}
        >
          ${word}
        </button>`,
    )}
  </div>`;
}

function filter({ journey, view }: ToolbarInput, rows: Rows, actions: Actions): unknown {
  const all = journey.timeline.runs.length;
  const isFiltered = rows.shownRuns !== all;
  return html`<div class="filter">
      ${icon('search')}
      <input
        id="filter"
        type="search"
        aria-label="Filter by step, error code, service, host or attribute"
        title="Words, key=value, -without, duration>=500ms"
        placeholder="Filter"
        autocomplete="off"
        spellcheck="false"
        .value=${view.text}
        @input=${(event: InputEvent) =>
          actions.view({ text: (event.currentTarget as HTMLInputElement).value })}
      />
    </div>
    ${
      isFiltered
        ? html`<button
            type="button"
            class="quiet"
            title="What the filter leaves out: hidden or dimmed (h)"
            aria-pressed=${view.dim ? 'true' : 'false'}
            @click=${() => actions.view({ dim: !view.dim })}
          >
            ${view.dim ? 'Dimmed' : 'Hidden'}
          </button>`
        : nothing
    }
    <span class="match-count" role="status">
      ${isFiltered ? `${grouped(rows.shownRuns)} of ${count(all, 'run')}` : nothing}
    </span>`;
}

function statusChip(
  status: Status,
  number: number,
  view: ViewState,
  actions: Actions,
): TemplateResult {
  const on = view.statuses.includes(status);
  return html`<button
    type="button"
    class="chip ${statusClass(status)}"
    aria-pressed=${on ? 'true' : 'false'}
    title="${STATUS_WORDS[status]}: ${STATUS_MEANINGS[status]}"
    @click=${() => actions.view({ statuses: STATUSES.filter((other) => (other === status ? !on : view.statuses.includes(other))) })}
  >
    ${icon(statusIcon(status))}<span>${STATUS_WORDS[status]}</span><b>${grouped(number)}</b>
  </button>`;
}

function pathChip(view: ViewState, actions: Actions): TemplateResult {
  return html`<button
    type="button"
    class="chip"
    aria-pressed=${view.criticalOnly ? 'true' : 'false'}
    title="Only the runs that decided how long it took"
    @click=${() => actions.view({ criticalOnly: !view.criticalOnly })}
  >
    ${icon('path')}<span>Critical</span>
  </button>`;
}

function shown({ view, folds, redraw }: ToolbarInput, actions: Actions): TemplateResult {
  const option = (look: string, words: string, on: boolean, set: (on: boolean) => void) =>
    html`<label>
      <input
        type="checkbox"
        .checked=${on}
        @change=${(event: Event) => set((event.currentTarget as HTMLInputElement).checked)}
      />
      <span class="swatch swatch-${look}" aria-hidden="true"></span>${words}
    </label>`;
  return menu(
    'show',
    'Show',
    redraw,
    () =>
      html`${PARTS.map((part) =>
        option(part, PART_WORDS[part], !view.hidden.includes(part), (on) =>
          actions.view({
            hidden: PARTS.filter((other) => (other === part ? !on : view.hidden.includes(other))),
          }),
        ),
      )}
      ${option('idle', 'Idle time in full', !folds, (on) =>
        actions.view({ idle: on ? 'show' : 'fold', turned: [] }),
      )}`,
  );
}

function zoomButtons(view: ViewState, zooming: Zooming): TemplateResult {
  const all = view.span === null && view.mode === 'timeline';
  const button = (name: string, says: string, key: string, act: () => void, off: boolean) =>
    html`<button
      type="button"
      class="icon-button"
      title="${says} (${key})"
      aria-label=${says}
      ?disabled=${off}
      @click=${act}
    >
      ${icon(name)}
    </button>`;
  return html`<div class="zoom" role="group" aria-label="Zoom">
    ${button('minus', 'Zoom out', '-', () => zooming.zoomOut(), all)}
    ${button('plus', 'Zoom in', '+', () => zooming.zoomIn(), false)}
    <button
      type="button"
      title="Show the whole execution (0)"
      ?disabled=${all}
      @click=${() => zooming.fit()}
    >
      Fit
    </button>
  </div>`;
}
