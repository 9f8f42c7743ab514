import { html, nothing, type TemplateResult } from 'lit-html';
import { errorGroups } from '../core/errors.ts';
import { termOf } from '../core/filter.ts';
import { count } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import type { Actions } from '../view/actions.ts';
import { copyButton } from '../view/copy.ts';

/** All failures of the execution by their code: how many, what they say, the way to them. */
export function errorList(
  journey: Journey,
  select: (run: number) => void,
  actions: Actions,
): TemplateResult {
  return html`<ul class="error-list">
    ${errorGroups(journey).map(({ code, message, runs, recovered }) => {
      const first = runs[0] as number;
      const steps = [...new Set(runs.map((index) => journey.timeline.runs[index]?.step))];
      return html`<li>
        <p><b>${code ?? 'Without a code'}</b> <small>${count(runs.length, 'run')}</small></p>
        <p class="error-steps">
          ${steps.slice(0, 3).join(', ')}${steps.length > 3 ? ` and ${steps.length - 3} more` : nothing}
          ${recovered > 0 ? ` · ${recovered} made good` : nothing}
        </p>
        ${message === null ? nothing : html`<p class="error-text">${message}</p>`}
        <div>
          <button type="button" @click=${() => select(first)}>Go to the first</button>
          ${
            code === null
              ? nothing
              : html`<button
                  type="button"
                  @click=${() => actions.view({ text: termOf('code', code) })}
                >
                  Only these
                </button>`
          }
          ${copyButton([code, message].filter((part) => part !== null).join(': '), 'the error')}
        </div>
      </li>`;
    })}
  </ul>`;
}
