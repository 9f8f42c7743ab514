import { html, nothing, type TemplateResult } from 'lit-html';
import type { Comparison } from '../api/comparison.ts';
import type { Remote } from '../api/remote.ts';
import type { Status } from '../api/types.ts';
import { changeCounts, changeWords } from '../core/comparison.ts';
import { formatDelta, formatDuration } from '../core/format.ts';
import { executionComplaint } from '../core/ids.ts';
import { FAILURE_WORDS, STATUS_WORDS } from '../core/words.ts';
import { icon } from '../view/icons.ts';

export interface ComparisonActions {
  open(execution: string): void;
  retry(): void;
  close(): void;
}

/** With what it is compared, and how it differs on the whole. */
export function comparisonBar(
  remote: Remote<Comparison>,
  actions: ComparisonActions,
): TemplateResult {
  return html`<section class="comparison" aria-label="Comparison" aria-live="polite">
    ${icon('compare')}
    ${remote.kind === 'ready' ? outcome(remote.value, actions) : notYet(remote, actions)}
    <button
      type="button"
      class="quiet icon-button"
      aria-label="Stop comparing"
      title="Stop comparing (d)"
      @click=${actions.close}
    >
      ${icon('close')}
    </button>
  </section>`;
}

function notYet(
  remote: Exclude<Remote<Comparison>, { readonly kind: 'ready' }>,
  actions: ComparisonActions,
): TemplateResult {
  if (remote.kind === 'loading') {
    return html`<p>Comparing …</p>`;
  }
  const { kind, detail } = remote.failure;
  return html`<p>${detail ?? FAILURE_WORDS[kind].meaning}</p>
    ${
      FAILURE_WORDS[kind].retry && kind !== 'not-found'
        ? html`<button type="button" @click=${actions.retry}>Try again</button>`
        : nothing
    }`;
}

function outcome(
  { other, deltaNanos, steps }: Comparison,
  actions: ComparisonActions,
): TemplateResult {
  const status = STATUS_WORDS[other.status as Status] ?? other.status;
  const took = other.durationNanos === null ? '' : ` in ${formatDuration(other.durationNanos)}`;
  const counts = changeCounts({ steps });
  return html`<p>
      <span class="swatch swatch-ghost" aria-hidden="true"></span>
      Compared with <span class="id">${other.executionId}</span>
      <small title=${other.verdict}>${status}${took}</small>
      ${deltaNanos === null ? nothing : html`<b>${formatDelta(deltaNanos)}</b>`}
      ${counts.map(
        ([change, number]) => html`<span class="change">${number} ${changeWords(change)}</span>`,
      )}
      ${counts.length === 0 ? html`<span class="change">no step differs</span>` : nothing}
    </p>
    <button type="button" class="quiet" @click=${() => actions.open(other.executionId)}>
      Open it
    </button>`;
}

/** The ways to choose what to compare with. */
export function compareMenu(
  withLastGood: () => void,
  withExecution: (execution: string) => void,
): TemplateResult {
  const shut = (event: Event): void => {
    const menu = (event.currentTarget as HTMLElement).closest('details');
    if (menu !== null) {
      menu.open = false;
    }
  };
  return html`<button
      type="button"
      class="quiet menu-item"
      @click=${(event: Event) => {
        shut(event);
        withLastGood();
      }}
    >
      With the last good run of this account <kbd aria-hidden="true">d</kbd>
    </button>
    <form
      novalidate
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const field = (event.currentTarget as HTMLFormElement).elements.namedItem('other');
        const execution = (field as HTMLInputElement).value.trim();
        const complaint = executionComplaint(execution);
        (field as HTMLInputElement).setAttribute('aria-invalid', String(complaint !== null));
        if (complaint === null) {
          shut(event);
          withExecution(execution);
        }
      }}
    >
      <label for="compare-with">With another execution of this account</label>
      <div>
        <input
          id="compare-with"
          name="other"
          type="text"
          placeholder="Execution id"
          autocomplete="off"
          spellcheck="false"
        />
        <button type="submit">Compare</button>
      </div>
    </form>`;
}
