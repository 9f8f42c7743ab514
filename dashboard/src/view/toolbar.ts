import { html, nothing, type TemplateResult } from 'lit-html';
import type { Status } from '../api/types.ts';
import { count, grouped } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import type { Grouping, Rows } from '../core/rows.ts';
import { PARTS, STATUSES, type Part, type ViewState } from '../core/url.ts';
import { STATUS_MEANINGS, STATUS_WORDS } from '../core/words.ts';
import type { Actions } from './actions.ts';
import { icon, statusClass, statusIcon } from './icons.ts';

export interface Zooming {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

const GROUPING_WORDS: readonly (readonly [Grouping, string, string])[] = [
  ['runs', 'Runs', 'A row for each run'],
  ['lanes', 'Lanes', 'A row for each lane: what ran side by side'],
  ['steps', 'Steps', 'A row for each step, all its tries in it'],
];

const PART_WORDS: Readonly<Record<Part, string>> = {
  gaps: 'Unaccounted time',
  waits: 'Waiting on the critical path',
  usual: 'Usual duration (p50 to p95)',
  expected: 'Expected steps that did not come',
};

export function toolbar(
  journey: Journey,
  view: ViewState,
  rows: Rows,
  actions: Actions,
  zooming: Zooming,
): TemplateResult {
  return html`<div class="toolbar" role="group" aria-label="Timeline view">
    <div class="segmented" role="group" aria-label="Rows">
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
    </div>
    <div class="chips" role="group" aria-label="Status">
      ${STATUSES.filter((status) => journey.counts.has(status)).map((status) =>
        statusChip(status, journey.counts.get(status) ?? 0, view, actions),
      )}
    </div>
    ${journey.links.path.length > 1 ? pathChip(view, actions) : nothing}
    <div class="filter">
      ${icon('search')}
      <input
        id="filter"
        type="search"
        aria-label="Filter by step, error code, service, host or attribute"
        placeholder="Filter"
        autocomplete="off"
        spellcheck="false"
        .value=${view.text}
        @input=${(event: InputEvent) =>
          actions.view({ text: (event.currentTarget as HTMLInputElement).value })}
      />
    </div>
    <span class="match-count" role="status">
      ${
        rows.shownRuns === journey.timeline.runs.length
          ? nothing
          : `${grouped(rows.shownRuns)} of ${count(journey.timeline.runs.length, 'run')}`
      }
    </span>
    ${parts(view, actions)} ${zoomButtons(view, zooming)}
  </div>`;
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
    ${icon('path')}<span>Critical path</span>
  </button>`;
}

function parts(view: ViewState, actions: Actions): TemplateResult {
  return html`<details class="menu">
    <summary>Show${icon('down')}</summary>
    <div class="menu-body">
      ${PARTS.map(
        (part) =>
          html`<label>
            <input
              type="checkbox"
              .checked=${!view.hidden.includes(part)}
              @change=${(event: Event) => {
                const shown = (event.currentTarget as HTMLInputElement).checked;
                const hidden = PARTS.filter((other) =>
                  other === part ? !shown : view.hidden.includes(other),
                );
                actions.view({ hidden });
              }}
            />
            <span class="swatch swatch-${part}" aria-hidden="true"></span>${PART_WORDS[part]}
          </label>`,
      )}
    </div>
  </details>`;
}

function zoomButtons(view: ViewState, zooming: Zooming): TemplateResult {
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
    ${button('minus', 'Zoom out', '-', () => zooming.zoomOut(), view.span === null)}
    ${button('plus', 'Zoom in', '+', () => zooming.zoomIn(), false)}
    <button
      type="button"
      title="Show the whole execution (0)"
      ?disabled=${view.span === null}
      @click=${() => zooming.fit()}
    >
      Fit
    </button>
  </div>`;
}
