import { html, type TemplateResult } from 'lit-html';
import type { BlastRadius } from '../api/comparison.ts';
import type { Remote } from '../api/remote.ts';
import type { Run } from '../api/types.ts';
import { count } from '../core/format.ts';
import { formatPlace, placeOf } from '../core/places.ts';
import { FAILURE_WORDS } from '../core/words.ts';

/** How far back the line looks; its picture has a place for each minute of it. */
export const BLAST_WINDOW = '1h';
const MINUTES = 60;

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

/** One mark a minute, the last hour from left to right. */
function spark({ minutes }: BlastRadius): TemplateResult {
  const now = Date.parse(minutes.at(-1)?.minute ?? '');
  const most = Math.max(1, ...minutes.map(({ failures }) => failures));
  return html`<span class="spark" aria-hidden="true"
    >${minutes.map(({ minute, failures }) => {
      const ago = Math.round((now - Date.parse(minute)) / 60_000);
      const left = (100 * (MINUTES - 1 - ago)) / MINUTES;
      return html`<i .style=${`left: ${left}%; height: ${(failures / most) * 100}%`}></i>`;
    })}</span
  >`;
}
