import { html, nothing, type TemplateResult } from 'lit-html';
import type { FailedRun } from '../api/across-types.ts';
import { formatPlace, placeOf } from '../core/places.ts';
import { icon } from '../view/icons.ts';
import type { Frame } from './door.ts';
import { durationCell, executionAddress, whenCell } from './parts.ts';

/** Failed runs as a table; each row leads to its run in its execution. */
export function failureTable(
  failures: readonly FailedRun[],
  window: string,
  frame: Frame,
  caption = 'Failed runs, newest first',
): TemplateResult {
  return html`<div class="card">
    <table class="rows failures">
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Failed at</th>
          <th scope="col">Execution</th>
          <th scope="col" class="number">When</th>
          <th scope="col" class="number">After</th>
        </tr>
      </thead>
      <tbody>
        ${failures.map((failure) => row(failure, window, frame))}
      </tbody>
    </table>
  </div>`;
}

function row(failure: FailedRun, window: string, frame: Frame): TemplateResult {
  const { accountId, executionId, step, errorCode, errorMessage } = failure;
  const blast = placeOf('blast', { step, code: errorCode ?? '', window });
  return html`<tr class="is-failed">
    <td>
      <div class="failure-cell">
        ${icon('failed')}
        <div>
          <span class="name">${step}</span>
          ${failure.attempt > 1 ? html`<small>try ${failure.attempt}</small>` : nothing}
          <p class="error-line" title=${errorMessage ?? nothing}>
            <a href=${formatPlace(blast)} title="How many others failed like this"
              >${errorCode === null ? 'no code' : html`<code>${errorCode}</code>`}</a
            >${errorMessage === null ? nothing : html` ${errorMessage}`}
          </p>
        </div>
      </div>
    </td>
    <td class="main-cell">
      <a class="row-link id" href=${executionAddress(accountId, executionId, step, failure.runId)}
        >${executionId}</a
      >
      <small>
        <a class="id" href=${formatPlace(placeOf('account', { account: accountId }))}
          >${accountId}</a
        >
      </small>
    </td>
    <td class="number">${whenCell(failure.failedAt, frame)}</td>
    <td class="number strong">${durationCell(failure.durationNanos)}</td>
  </tr>`;
}
