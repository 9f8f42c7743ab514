import { html, type TemplateResult } from 'lit-html';
import type { BlastRadius } from '../api/across-types.ts';
import type { Remote } from '../api/remote.ts';
import type { Run } from '../api/types.ts';
import { count } from '../core/format.ts';
import { FAILURE_WORDS } from '../core/failure-words.ts';
import { formatPlace, placeOf } from '../core/places.ts';
import { sparkOf } from '../core/spark.ts';

/** How far back the line looks, and its picture. */
export const BLAST_WINDOW = '1h';

/** How many others failed like this one of late, with a small picture of when. */
export function blastLine(remote: Remote<BlastRadius>, run: Run): TemplateResult {
  const same =
    run.error?.code == null ? 'Without a code at the same step' : 'Same code at the same step';
  if (remote.kind === 'loading') {
    return html`Looking for the same failure elsewhere …`;
  }
  if (remote.kind === 'failed') {
    return html`${same}: could not be looked up
    (${FAILURE_WORDS[remote.failure.kind].title.toLowerCase()}).`;
  }
  const { executions, accounts } = remote.value;
  if (executions === 0) {
    return html`${same}: none in the last hour.`;
  }
  return html`${same}:
    <a href=${blastLink(run)}
      ><b>${count(executions, 'execution')}</b> of ${count(accounts, 'account')}</a
    >
    in the last hour ${spark(remote.value)}`;
}

/** The view that shows the same at length, over the same time. */
function blastLink(run: Run): string {
  const code = run.error?.code ?? '';
  return formatPlace(placeOf('blast', { step: run.step, code, window: BLAST_WINDOW }));
}

function spark({ minutes, to }: BlastRadius): TemplateResult {
  return html`<span class="spark" aria-hidden="true"
    >${sparkOf(minutes, to).map(
      ({ left, height }) => html`<i .style=${`left: ${left}%; height: ${height}%`}></i>`,
    )}</span
  >`;
}
