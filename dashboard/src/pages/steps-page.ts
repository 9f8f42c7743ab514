import { html, nothing, type TemplateResult } from 'lit-html';
import { askSteps } from '../api/across.ts';
import type { Steps, StepTotals } from '../api/across-types.ts';
import { formatRate, formatShare, sortSteps } from '../core/figures.ts';
import { count, grouped } from '../core/format.ts';
import { nextSort, sortKey, windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf, windowNanos, type Place, type SortKey } from '../core/places.ts';
import { MINUTE } from '../core/time.ts';
import { ROWS_A_TURN } from '../core/turns.ts';
import { icon } from '../view/icons.ts';
import { smallDurations, smallRuns } from './charts.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import {
  durationCell,
  emptyNote,
  freshness,
  pageHead,
  pager,
  tableShape,
  windowPicker,
} from './parts.ts';
import { SeriesStore } from './series-store.ts';

/** The events of executions as a whole bear this name where steps bear theirs. */
const WHOLE = 'EXECUTION';

/** From this share of failures on, the eye is drawn to it; retries make good for less. */
const WORTH_A_LOOK = 0.01;

const COLUMNS: readonly (readonly [SortKey, string])[] = [
  ['runs', 'Runs'],
  ['failures', 'Failed'],
  ['p50', 'p50'],
  ['p95', 'p95'],
];

/** How every step does: how often, how well, how fast, and how that went over time. */
export function stepsPage(made: Place, tools: Tools): Shown {
  const series = new SeriesStore(made.window, tools.redraw);
  const load = new Load<Steps>(tools, (signal) => askSteps(made.window, signal));
  const refresh = (): void => {
    series.forget();
    void load.ask();
  };
  return {
    title: () => 'Steps',
    refresh,
    template: (place, frame) => html`
      ${pageHead({
        kicker: `All accounts, the last ${windowWords(place.window)}`,
        title: 'Steps',
        tools: html`${windowPicker(place)} ${freshness(load, refresh, frame)}`,
      })}
      ${load.template(tableShape(), (steps) => shown(place, steps, series))}
    `,
  };
}

function shown(place: Place, { steps }: Steps, series: SeriesStore): TemplateResult {
  const whole = steps.find(({ step }) => step === WHOLE);
  const rows = sortSteps(
    steps.filter(({ step }) => step !== WHOLE),
    place.sort,
  );
  const first = (place.turn - 1) * ROWS_A_TURN;
  const turn = rows.slice(first, first + ROWS_A_TURN);
  if (turn.length === 0) {
    return emptyNote(
      'No step ran',
      `No event of a step is from the last ${windowWords(place.window)}. Choose a longer window.`,
    );
  }
  series.want(turn.map(({ step }) => step));
  return html`
    ${whole === undefined ? nothing : wholeFacts(whole)}
    <div class="card">
      <table class="rows steps">
        <caption class="visually-hidden">
          Steps of the last ${windowWords(place.window)}
        </caption>
        <thead>
          <tr>
            ${heading(place, 'step', 'Step', '')}
            <th scope="col" class="spark-cell">Over time</th>
            ${COLUMNS.map(([key, word]) => heading(place, key, word, 'number'))}
            <th scope="col" class="spark-cell">p50 to p95</th>
          </tr>
        </thead>
        <tbody>
          ${turn.map((step) => row(place, step, series))}
        </tbody>
      </table>
    </div>
    ${pager(place, turn.length, ROWS_A_TURN, first + turn.length < rows.length, ['Before', 'More'])}
  `;
}

function wholeFacts(whole: StepTotals): TemplateResult {
  const fact = (name: string, value: string, kind = '') =>
    html`<div class=${kind}>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="figures">
    ${fact('Executions started', grouped(whole.started))} ${fact('Ended', grouped(whole.ended))}
    ${fact(
      'Failed',
      `${formatShare(whole.failureRatio)} (${grouped(whole.failures)})`,
      whole.failures > 0 ? 'is-failed' : '',
    )}
    ${whole.p50Nanos === null ? nothing : fact('Half took at most', durationCell(whole.p50Nanos))}
    ${whole.p95Nanos === null ? nothing : fact('95 of 100 at most', durationCell(whole.p95Nanos))}
  </dl>`;
}

function heading(place: Place, key: SortKey, word: string, kind: string): TemplateResult {
  const current = sortKey(place.sort) === key;
  const down = place.sort.startsWith('-');
  return html`<th
    scope="col"
    class=${kind}
    aria-sort=${current ? (down ? 'descending' : 'ascending') : nothing}
  >
    <a
      class="sort"
      data-sort=${key}
      href=${formatPlace({ ...place, sort: nextSort(place.sort, key), turn: 1 })}
      >${word}${current ? html`<span aria-hidden="true">${down ? '↓' : '↑'}</span>` : nothing}</a
    >
  </th>`;
}

function row(place: Place, step: StepTotals, series: SeriesStore): TemplateResult {
  const window = place.window;
  const over = series.of(step.step);
  const perMinute = step.started / (windowNanos(window) / MINUTE);
  const some = step.failures > 0;
  const bad = (step.failureRatio ?? 0) >= WORTH_A_LOOK;
  return html`<tr class=${bad ? 'is-failed' : ''}>
    <td class="main-cell">
      <a class="row-link name" href=${formatPlace(placeOf('steps', { step: step.step, window }))}
        >${step.step}</a
      >
    </td>
    <td class="spark-cell">
      ${over === null ? nothing : smallRuns(over, `Runs of ${step.step} over time`)}
    </td>
    <td class="number">${grouped(step.started)} <small>${formatRate(perMinute)} / min</small></td>
    <td class="number share ${bad ? 'bad' : ''}">
      ${
        some
          ? html`<a
              href=${formatPlace(placeOf('failures', { step: step.step, window }))}
              title="Show the failures"
              >${bad ? icon('failed') : nothing}${formatShare(step.failureRatio)}</a
            >`
          : formatShare(step.failureRatio)
      }
      <small>${some ? count(step.failures, 'failure') : nothing}</small>
    </td>
    <td class="number">${durationCell(step.p50Nanos)}</td>
    <td class="number strong p95">${durationCell(step.p95Nanos)}</td>
    <td class="spark-cell">
      ${over === null ? nothing : smallDurations(over, `Duration of ${step.step} over time`)}
    </td>
  </tr>`;
}
