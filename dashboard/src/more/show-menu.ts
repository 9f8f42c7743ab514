import { html, type TemplateResult } from 'lit-html';
import { PARTS, type Part, type ViewState } from '../core/url.ts';
import type { Actions } from '../view/actions.ts';

const PART_WORDS: Readonly<Record<Part, string>> = {
  gaps: 'Unaccounted time',
  waits: 'Waiting on the critical path',
  usual: 'Usual duration (p50 to p95)',
  expected: 'Expected steps that did not come',
};

/** Which parts of the drawing are there; `folds`: whether idle time is folded. */
export function showMenu(view: ViewState, folds: boolean, actions: Actions): TemplateResult {
  const option = (look: string, words: string, on: boolean, set: (on: boolean) => void) =>
    html`<label>
      <input
        type="checkbox"
        .checked=${on}
        @change=${(event: Event) => set((event.currentTarget as HTMLInputElement).checked)}
      />
      <span class="swatch swatch-${look}" aria-hidden="true"></span>${words}
    </label>`;
  return html`${PARTS.map((part) =>
    option(part, PART_WORDS[part], !view.hidden.includes(part), (on) =>
      actions.view({
        hidden: PARTS.filter((other) => (other === part ? !on : view.hidden.includes(other))),
      }),
    ),
  )}
  ${option('idle', 'Idle time in full', !folds, (on) =>
    actions.view({ idle: on ? 'show' : 'fold', turned: [] }),
  )}`;
}
