import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { formatDuration, formatOffset } from '../core/format.ts';
import { endOf, runKey } from '../core/journey.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { icon, statusClass, statusIcon } from '../view/icons.ts';
import type { PanelInput } from './panel.ts';

const MOST_LISTED = 30;

/** All runs of the step in their order, with the time between them. */
export function attempts(
  { journey, index, present }: PanelInput,
  run: Run,
  select: (run: number) => void,
): TemplateResult {
  const runs = journey.timeline.runs;
  const all = runs.flatMap((other, place) => (other.step === run.step ? [place] : []));
  const from = Math.max(0, Math.min(all.length - MOST_LISTED, all.indexOf(index) - 5));
  const shown = all.slice(from, from + MOST_LISTED);
  const now = { from: 0, to: present };
  return html`<ol class="attempts">
      ${shown.map((place, order) => {
        const each = runs[place] as Run;
        const before = runs[shown[order - 1] ?? -1];
        const pause = before === undefined ? 0 : each.startOffsetNanos - endOf(before, now);
        return html`${
            pause > 0 ? html`<li class="pause">${formatDuration(pause)} between them</li>` : nothing
          }
          <li>
            <button
              type="button"
              class=${statusClass(each.status)}
              data-run=${runKey(each)}
              aria-current=${place === index ? 'true' : nothing}
              @click=${() => select(place)}
            >
              ${icon(statusIcon(each.status))}
              <span class="name"
                >Try ${each.attempt}, ${STATUS_WORDS[each.status].toLowerCase()}</span
              >
              <small>${formatOffset(each.startOffsetNanos)}</small>
              <small
                >${each.durationNanos === null ? 'open' : formatDuration(each.durationNanos)}</small
              >
            </button>
            ${each.error?.code == null ? nothing : html`<p>${each.error.code}</p>`}
          </li>`;
      })}
    </ol>
    ${all.length > shown.length ? html`<p class="more">${all.length} in all; ${shown.length} shown.</p>` : nothing}`;
}
