import { html, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { formatPlace, placeOf, windowSince } from '../core/places.ts';
import { parseMoment } from '../core/time.ts';
import { icon } from '../view/icons.ts';

/** The account's name, leading to all its executions. */
export function accountLink(account: string): TemplateResult {
  return html`<a
    class="id"
    href=${formatPlace(placeOf('account', { account }))}
    title="All executions of this account"
    >${account}</a
  >`;
}

/** From a failed run to others that failed like it, as far back as to this one. */
export function failureLinks(run: Run): TemplateResult {
  const at = parseMoment(run.endedAt ?? run.startedAt);
  const window =
    at === null ? {} : { window: windowSince(at, { seconds: Date.now() / 1000, nanos: 0 }) };
  const like = { step: run.step, code: run.error?.code ?? '', ...window };
  return html`<p class="across-links">
    <a class="button" href=${formatPlace(placeOf('blast', like))}>${icon('next')}Who else?</a>
    <a class="button" href=${formatPlace(placeOf('failures', like))}
      >${icon('next')}Failures like this</a
    >
  </p>`;
}
