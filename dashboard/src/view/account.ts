import { html, type TemplateResult } from 'lit-html';
import { formatDuration } from '../core/format.ts';
import { percents, type TimeAccount, type TimeUse } from '../core/time-account.ts';

const USE_WORDS: Readonly<Record<TimeUse, readonly [short: string, long: string]>> = {
  work: ['Working', 'A run of the critical path was in progress'],
  tries: ['Earlier tries', 'A try of the step that a later try made necessary again'],
  backoff: ['Between tries', 'One try had ended, the next had not begun'],
  waiting: ['Waiting', 'What the next run waited for was done, and it had not begun'],
  unaccounted: ['Unaccounted', 'No run at all was in progress'],
};

/** Where the time went: a strip whose parts add up to all of it, and its key. */
export function accountStrip(account: TimeAccount): TemplateResult {
  const shares = percents(account.shares.map((share) => share.nanos));
  return html`<div class="account">
    <div class="account-strip" aria-hidden="true">
      ${account.shares.map(
        ({ use, nanos }) =>
          // Set as a property: the page's policy refuses style attributes.
          html`<span class="use-${use}" .style=${`flex-grow: ${nanos / account.total}`}></span>`,
      )}
    </div>
    <ul>
      ${account.shares.map(
        ({ use, nanos }, place) =>
          html`<li title=${USE_WORDS[use][1]}>
            <span class="use use-${use}" aria-hidden="true"></span>${USE_WORDS[use][0]}
            <b>${formatDuration(nanos)}</b> <small>${shares[place]} %</small>
          </li>`,
      )}
    </ul>
  </div>`;
}
