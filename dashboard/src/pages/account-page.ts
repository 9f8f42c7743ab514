import { html, nothing, type TemplateResult } from 'lit-html';
import { askExecutions } from '../api/across.ts';
import type { ExecutionSummary } from '../api/across-types.ts';
import { count } from '../core/format.ts';
import { formatPlace, placeOf, windowSince, type Place } from '../core/places.ts';
import { parseMoment } from '../core/time.ts';
import { ROWS_A_TURN, type Turn } from '../core/turns.ts';
import { STATUSES } from '../core/url.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { copyButton } from '../view/copy.ts';
import { icon, statusClass, statusIcon } from '../view/icons.ts';
import type { Frame } from './door.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import {
  durationCell,
  emptyNote,
  executionAddress,
  freshness,
  pageHead,
  pager,
  tableShape,
  whenCell,
} from './parts.ts';

/** An account's executions, newest first. */
export function accountPage(made: Place, tools: Tools): Shown {
  const load = new Load<Turn<ExecutionSummary>>(
    tools,
    (signal) =>
      tools.cursors.turn(made, async (cursor, limit) => {
        const answer = await askExecutions(made.account, { cursor, limit }, signal);
        return answer?.kind === 'value'
          ? {
              kind: 'value',
              value: { rows: answer.value.executions, next: answer.value.nextCursor },
            }
          : answer;
      }),
    ({ rows }) => `${count(rows.length, 'execution')} shown`,
  );
  return {
    title: (place) => place.account,
    refresh: () => void load.ask(),
    template: (place, frame) => html`
      ${pageHead({
        kicker: 'Executions of account',
        title: html`<span class="id">${place.account}</span
          >${copyButton(place.account, 'the account id')}`,
        tools: freshness(load, () => void load.ask(), frame),
      })}
      ${load.template(tableShape(), (turn) => list(place, turn, frame))}
    `,
  };
}

function list(place: Place, turn: Turn<ExecutionSummary>, frame: Frame): TemplateResult {
  if (turn.rows.length === 0 && place.turn === 1) {
    return emptyNote(
      'No executions of this account',
      'Nothing is stored under this id. Ids are told apart by upper and lower case; an execution that has only just begun takes a few seconds to arrive, and old ones expire.',
    );
  }
  return html`
    ${tally(turn.rows)}
    <div class="card">
      <table class="rows executions">
        <caption class="visually-hidden">
          Executions of ${place.account}, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Execution</th>
            <th scope="col">Failed at</th>
            <th scope="col" class="number">Started</th>
            <th scope="col" class="number">Duration</th>
          </tr>
        </thead>
        <tbody>
          ${turn.rows.map((execution) => row(place.account, execution, frame))}
        </tbody>
      </table>
    </div>
    ${pager(place, turn.rows.length, ROWS_A_TURN, turn.next !== null)}
  `;
}

function tally(rows: readonly ExecutionSummary[]): TemplateResult {
  const counted = STATUSES.map(
    (status) => [status, rows.filter((row) => row.status === status).length] as const,
  ).filter(([, number]) => number > 0);
  return html`<p class="tally">
    ${count(rows.length, 'execution')} here:
    ${counted.map(
      ([status, number]) =>
        html`<span class="tally-part ${statusClass(status)}"
          >${icon(statusIcon(status))}${number} ${STATUS_WORDS[status].toLowerCase()}</span
        >`,
    )}
  </p>`;
}

function row(account: string, execution: ExecutionSummary, frame: Frame): TemplateResult {
  const { executionId, status, failedStep, errorCode } = execution;
  return html`<tr class=${statusClass(status)}>
    <td class="status-cell">${icon(statusIcon(status))}<span>${STATUS_WORDS[status]}</span></td>
    <td class="main-cell">
      <a class="row-link id" href=${executionAddress(account, executionId)}>${executionId}</a>
    </td>
    <td class="failed-cell">
      ${
        failedStep === null
          ? nothing
          : html`<a href=${failuresLike(execution)} title="Failures like this one"
              ><span class="name">${failedStep}</span>${
                errorCode === null ? nothing : html` <code>${errorCode}</code>`
              }</a
            >`
      }
    </td>
    <td class="number">${whenCell(execution.startedAt, frame)}</td>
    <td class="number strong">
      ${
        execution.durationNanos === null
          ? html`<small>not over</small>`
          : durationCell(execution.durationNanos)
      }
    </td>
  </tr>`;
}

function failuresLike({ failedStep, errorCode, lastEventAt }: ExecutionSummary): string {
  const last = parseMoment(lastEventAt);
  const now = { seconds: Date.now() / 1000, nanos: 0 };
  return formatPlace(
    placeOf('failures', {
      step: failedStep ?? '',
      code: errorCode ?? '',
      ...(last === null ? {} : { window: windowSince(last, now) }),
    }),
  );
}
