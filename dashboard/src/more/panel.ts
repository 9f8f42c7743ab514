import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import type { Clock } from '../core/clock.ts';
import type { Journey } from '../core/journey.ts';
import { TABS, type Tab } from '../core/look.ts';
import type { ViewState } from '../core/url.ts';
import { STATUS_WORDS } from '../core/words.ts';
import type { Actions } from '../view/actions.ts';
import { icon, statusClass, statusIcon } from '../view/icons.ts';
import type { EventStore } from './event-store.ts';
import { attempts } from './panel-attempts.ts';
import { dependencies } from './panel-dependencies.ts';
import { attributes, origin, rawEvents } from './panel-origin.ts';
import { summary } from './panel-summary.ts';

export interface PanelInput {
  readonly journey: Journey;
  readonly index: number;
  readonly clock: Clock;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
  readonly view: ViewState;
  /** Null where there is no API to ask, as for a file. */
  readonly events: EventStore | null;
}

const TAB_WORDS: Readonly<Record<Tab, string>> = {
  summary: 'Summary',
  attributes: 'Attributes',
  attempts: 'Attempts',
  dependencies: 'Dependencies',
  events: 'Events',
};

/** All that is known of one run. */
export function panel(
  input: PanelInput,
  select: (run: number) => void,
  actions: Actions,
  close: () => void,
): TemplateResult {
  const run = input.journey.timeline.runs[input.index] as Run;
  const tab = input.view.tab;
  return html`<aside
    class="panel ${statusClass(run.status)}"
    aria-label="Details of the run"
    tabindex="-1"
  >
    <header>
      ${icon(statusIcon(run.status))}
      <div>
        <h2>${run.step}</h2>
        <p>
          <span class="status-word">${STATUS_WORDS[run.status]}</span>
          ${run.attempt > 1 ? html` · try ${run.attempt}` : nothing}
          ${run.recovered === true ? ' · made good by a later try' : nothing}
          ${run.critical ? ' · on the critical path' : nothing}
        </p>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label="Close the details"
        title="Close (Esc)"
        @click=${close}
      >
        ${icon('close')}
      </button>
    </header>
    <div
      class="tabs"
      role="tablist"
      aria-label="Details"
      @keydown=${(event: KeyboardEvent) => moved(event, actions)}
    >
      ${TABS.map(
        (each) =>
          html`<button
            type="button"
            role="tab"
            id="tab-${each}"
            aria-controls="tab-panel"
            aria-selected=${each === tab ? 'true' : 'false'}
            tabindex=${each === tab ? '0' : '-1'}
            @click=${() => actions.view({ tab: each })}
          >
            ${TAB_WORDS[each]}
          </button>`,
      )}
    </div>
    <div
      class="panel-body"
      id="tab-panel"
      role="tabpanel"
      aria-labelledby="tab-${tab}"
      tabindex="0"
    >
      ${content(tab, input, run, select)}
    </div>
  </aside>`;
}

function content(tab: Tab, input: PanelInput, run: Run, select: (run: number) => void): unknown {
  switch (tab) {
    case 'summary':
      return [summary(input, run), origin(input, run)];
    case 'attributes':
      return attributes(run);
    case 'attempts':
      return attempts(input, run, select);
    case 'dependencies':
      return dependencies(input, run, select);
    case 'events':
      return rawEvents(input, run);
  }
}

/** Left and right go from tab to tab, as in every list of tabs, as fast as the keys come. */
function moved(event: KeyboardEvent, actions: Actions): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step !== undefined) {
    event.preventDefault();
    // From the focus, which is ahead of what is drawn.
    const at = TABS.findIndex((tab) => `tab-${tab}` === (event.target as Element).id);
    const next = TABS[(at + step + TABS.length) % TABS.length] as Tab;
    actions.view({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  }
}
