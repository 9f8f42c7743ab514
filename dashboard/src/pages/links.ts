import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { formatPlace, placeOf, windowSince, type Place } from '../core/places.ts';
import type { Journey } from '../core/journey.ts';
import { parseMoment } from '../core/time.ts';

/** The account's name, leading to all its executions. */
export function accountLink(account: string): TemplateResult {
  return html`<a
    class="id"
    href=${formatPlace(placeOf('account', { account }))}
    title="All executions of this account"
    >${account}</a
  >`;
}

/** From the failure that decided the execution to how many others it hit. */
export function whoElse(journey: Journey): TemplateResult | typeof nothing {
  const run = journey.timeline.runs[journey.decisive];
  return run?.status === 'FAILED'
    ? html`<a
        class="button-link"
        href=${formatPlace(placeOf('blast', likeOf(run)))}
        title="How many executions failed at the same step with the same code"
        >Who else?</a
      >`
    : nothing;
}

/** From a failed run to others that failed like it, as far back as to this one. */
export function failureLinks(run: Run): TemplateResult {
  const like = likeOf(run);
  return html`<p class="across-links">
    <a class="button-link" href=${formatPlace(placeOf('blast', like))}>Who else?</a>
    <a class="button-link" href=${formatPlace(placeOf('failures', like))}>Failures like this</a>
  </p>`;
}

function likeOf(run: Run): Partial<Place> {
  const at = parseMoment(run.endedAt ?? run.startedAt);
  const now = { seconds: Date.now() / 1000, nanos: 0 };
  return {
    step: run.step,
    code: run.error?.code ?? '',
    ...(at === null ? {} : { window: windowSince(at, now) }),
  };
}
