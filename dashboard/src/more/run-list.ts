import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { formatDuration, grouped } from '../core/format.ts';
import { runKey, type Journey } from '../core/journey.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { icon, statusClass, statusIcon } from '../view/icons.ts';

/** More neighbours than this are counted, not listed. */
const MOST_LISTED = 12;

/** Runs as buttons that lead to them. */
export function runList(
  title: string,
  members: readonly number[],
  journey: Journey,
  select: (run: number) => void,
  unresolved: readonly string[] = [],
  current = -1,
): TemplateResult | typeof nothing {
  if (members.length + unresolved.length === 0) {
    return nothing;
  }
  const first = firstListed(members, current);
  return html`<section>
    <h3>${title}</h3>
    <ul class="run-list">
      ${members.slice(first, first + MOST_LISTED).map((index) => {
        const run = journey.timeline.runs[index] as Run;
        return html`<li>
          <button
            type="button"
            class=${statusClass(run.status)}
            data-run=${runKey(run)}
            aria-current=${index === current ? 'true' : nothing}
            @click=${() => select(index)}
          >
            ${icon(statusIcon(run.status))}
            <span class="visually-hidden">${STATUS_WORDS[run.status]}</span>
            <span class="name">${run.step}</span>
            ${run.attempt > 1 ? html`<small>try ${run.attempt}</small>` : nothing}
            <small
              >${run.durationNanos === null ? 'open' : formatDuration(run.durationNanos)}</small
            >
          </button>
        </li>`;
      })}
      ${unresolved.map((step) => html`<li class="unresolved">${step} <small>did not come before it</small></li>`)}
    </ul>
    ${
      members.length > MOST_LISTED
        ? html`<p class="more">${grouped(members.length)} in all; ${MOST_LISTED} shown.</p>`
        : nothing
    }
  </section>`;
}

/** A long list begins so that the current one is about in its middle. */
function firstListed(members: readonly number[], current: number): number {
  const place = members.indexOf(current);
  const latest = Math.max(0, members.length - MOST_LISTED);
  return Math.min(latest, Math.max(0, place - MOST_LISTED / 2));
}
