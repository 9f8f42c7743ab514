import { html, nothing, type TemplateResult } from 'lit-html';
import { askFailures, type Asking } from '../api/across.ts';
import type { FailedRun } from '../api/across-types.ts';
import { count } from '../core/format.ts';
import { failureGroups, type FailureGroup } from '../core/groups.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf, type Place } from '../core/places.ts';
import { ROWS_A_TURN, type Turn } from '../core/turns.ts';
import { icon } from '../view/icons.ts';
import type { Frame } from './door.ts';
import { failureTable } from './failure-rows.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import { emptyNote, freshness, pageHead, pager, tableShape, windowPicker } from './parts.ts';

export interface FailuresShown extends Turn<FailedRun> {
  readonly payload: string;
}

const MOST_GROUPS = 6;

/** The latest failed runs of all accounts, filtered by step and code. */
export function failuresPage(made: Place, tools: Tools): Shown {
  const load = new Load<FailuresShown>(
    tools,
    (signal) => failuresTurn(made, tools, signal),
    ({ rows }) => `${count(rows.length, 'failure')} shown`,
  );
  return {
    title: () => 'Failures',
    refresh: () => void load.ask(),
    template: (place, frame) => html`
      ${pageHead({
        kicker: `All accounts, the last ${windowWords(place.window)}`,
        title: 'Latest failures',
        tools: html`${windowPicker(place)} ${freshness(load, () => void load.ask(), frame)}`,
      })}
      ${filters(place, tools)} ${load.template(tableShape(), (shown) => list(place, shown, frame))}
    `,
  };
}

/** One turn of the failures that a place names. */
export async function failuresTurn(
  place: Place,
  tools: Tools,
  signal: AbortSignal,
): Asking<FailuresShown> {
  const now = Date.now();
  let payload = 'INCLUDED';
  const answer = await tools.cursors.turn<FailedRun>(place, async (cursor, limit) => {
    const page = await askFailures(place, now, { cursor, limit }, signal);
    if (page?.kind !== 'value') {
      return page;
    }
    payload = page.value.payload;
    return { kind: 'value', value: { rows: page.value.failures, next: page.value.nextCursor } };
  });
  return answer?.kind === 'value' ? { kind: 'value', value: { ...answer.value, payload } } : answer;
}

function filters(place: Place, tools: Tools): TemplateResult {
  const chosen = place.step !== '' || place.code !== '';
  const field = (name: 'step' | 'code', label: string) =>
    html`<label class="filter-field">
      <span>${label}</span>
      <input
        type="search"
        name=${name}
        maxlength="128"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        placeholder="Any"
        .value=${place[name]}
      />
    </label>`;
  return html`<form
    class="filters"
    aria-label="Filter failures"
    @submit=${(event: SubmitEvent) => submitted(event, place, tools)}
  >
    ${field('step', 'Step')} ${field('code', 'Error code')}
    <button type="submit">Filter</button>
    ${
      chosen
        ? html`<a
            class="button quiet"
            href=${formatPlace({ ...place, step: '', code: '', turn: 1 })}
            >${icon('close')}Show all</a
          >`
        : nothing
    }
    ${
      place.step === ''
        ? nothing
        : html`<a
            class="button quiet"
            href=${formatPlace(placeOf('steps', { step: place.step, window: place.window }))}
            >${icon('next')}This step over time</a
          >`
    }
    ${
      place.step !== '' && place.code !== ''
        ? html`<a
            class="button quiet"
            href=${formatPlace(placeOf('blast', { step: place.step, code: place.code, window: place.window }))}
            >${icon('next')}Blast radius</a
          >`
        : nothing
    }
  </form>`;
}

function submitted(event: SubmitEvent, place: Place, tools: Tools): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const value = (name: string): string =>
    (form.elements.namedItem(name) as HTMLInputElement).value.trim();
  tools.go(formatPlace({ ...place, step: value('step'), code: value('code'), turn: 1 }));
}

function list(place: Place, shown: FailuresShown, frame: Frame): TemplateResult {
  const more = shown.next !== null;
  if (shown.rows.length === 0 && !more && place.turn === 1) {
    return nothingFailed(place);
  }
  return html`
    ${groups(place, shown.rows)} ${payloadNote(shown.payload)}
    ${
      shown.rows.length === 0
        ? emptyNote(
            'None found so far',
            'The window is long and holds few of these; go on to older ones.',
          )
        : failureTable(shown.rows, place.window, frame)
    }
    ${pager(place, shown.rows.length, ROWS_A_TURN, more)}
  `;
}

/** Says that messages are missing, so that nobody takes them for empty. */
export function payloadNote(payload: string): TemplateResult | typeof nothing {
  return payload === 'INCLUDED'
    ? nothing
    : html`<p class="page-note">
        ${icon('note')}Error messages are left out: your sign-in does not include them.
      </p>`;
}

function nothingFailed(place: Place): TemplateResult {
  const filtered = place.step !== '' || place.code !== '';
  const window = windowWords(place.window);
  return filtered
    ? emptyNote(
        'No failure like this',
        `Within the last ${window} nothing failed with exactly this step and code. Choose a longer window, or show all.`,
      )
    : emptyNote('Nothing failed', `No run failed within the last ${window}.`);
}

/** What the failures shown have in common; a click shows only those. */
function groups(place: Place, rows: readonly FailedRun[]): TemplateResult | typeof nothing {
  const found = failureGroups(rows);
  if (found.length < 2) {
    return nothing;
  }
  return html`<div class="groups">
    <h2>Of the ${count(rows.length, 'failure')} here</h2>
    <ul>
      ${found.slice(0, MOST_GROUPS).map((group) => groupLink(place, group))}
      ${found.length > MOST_GROUPS ? html`<li class="more">and ${found.length - MOST_GROUPS} more kinds</li>` : nothing}
    </ul>
  </div>`;
}

function groupLink(place: Place, group: FailureGroup): TemplateResult {
  const address = formatPlace({ ...place, step: group.step, code: group.code ?? '', turn: 1 });
  return html`<li>
    <a href=${address} title="Only these, of ${count(group.executions, 'execution')}">
      <b>${group.failures}</b>
      <span class="name">${group.step}</span>
      ${group.code === null ? nothing : html`<code>${group.code}</code>`}
    </a>
  </li>`;
}
