import { html, nothing, type TemplateResult } from 'lit-html';
import { askSteps, askStepSeries } from '../api/across.ts';
import type { StepSeries, StepTotals } from '../api/across-types.ts';
import { formatRate, formatShare } from '../core/figures.ts';
import { grouped } from '../core/format.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf, windowNanos, type Place } from '../core/places.ts';
import { MINUTE } from '../core/time.ts';
import { icon } from '../view/icons.ts';
import { largeDurations, largeRuns } from './charts.ts';
import type { Frame } from './door.ts';
import { failureTable } from './failure-rows.ts';
import { failuresTurn, payloadNote, type FailuresShown } from './failures-page.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import { durationCell, emptyNote, freshness, pageHead, tableShape, windowPicker } from './parts.ts';
import { seriesIn } from './series-store.ts';

interface StepShown {
  readonly totals: StepTotals | null;
  readonly series: StepSeries;
}

const MOST_FAILURES = 10;

/** One step over time, and its latest failures. */
export function stepPage(made: Place, tools: Tools): Shown {
  const load = new Load<StepShown>(tools, async (signal) => {
    const [steps, series] = await Promise.all([
      askSteps(made.window, signal),
      askStepSeries(made.step, made.window, signal),
    ]);
    if (steps?.kind !== 'value') {
      return steps;
    }
    if (series?.kind !== 'value') {
      return series;
    }
    const totals = steps.value.steps.find(({ step }) => step === made.step) ?? null;
    return { kind: 'value', value: { totals, series: series.value } };
  });
  const failures = new Load<FailuresShown>(tools, (signal) =>
    failuresTurn(placeOf('failures', { step: made.step, window: made.window }), tools, signal),
  );
  const refresh = (): void => {
    void load.ask();
    void failures.ask();
  };
  return {
    title: (place) => place.step,
    refresh,
    template: (place, frame) => html`
      ${pageHead({
        kicker: `Step, the last ${windowWords(place.window)}`,
        title: html`<span class="name">${place.step}</span>`,
        tools: html`${windowPicker(place)} ${freshness(load, refresh, frame)}`,
      })}
      ${load.template(tableShape(), (shown) => charts(place, shown, frame))}
      ${load.value?.totals ? latest(place, failures, frame) : nothing}
    `,
  };
}

function charts(place: Place, { totals, series }: StepShown, frame: Frame): TemplateResult {
  const over = seriesIn(series, place.window);
  if (totals === null || over === null) {
    return emptyNote(
      'This step did not run',
      `No event of it is from the last ${windowWords(place.window)}. Names are told apart by upper and lower case; choose a longer window.`,
    );
  }
  const perMinute = totals.started / (windowNanos(place.window) / MINUTE);
  const fact = (name: string, value: unknown, kind = '') =>
    html`<div class=${kind}>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<dl class="figures">
      ${fact('Runs started', html`${grouped(totals.started)} <small>${formatRate(perMinute)} / min</small>`)}
      ${fact(
        'Failed',
        html`${formatShare(totals.failureRatio)} <small>${grouped(totals.failures)}</small>`,
        totals.failures > 0 ? 'is-failed' : '',
      )}
      ${fact('p50', durationCell(totals.p50Nanos))} ${fact('p95', durationCell(totals.p95Nanos))}
      ${fact('p99', durationCell(totals.p99Nanos))}
    </dl>
    <div class="card charts">
      ${largeRuns(over, frame)}
      ${
        totals.p50Nanos === null
          ? html`<p class="page-note">No run of known duration succeeded in this window.</p>`
          : largeDurations(over, frame)
      }
    </div>`;
}

function latest(place: Place, failures: Load<FailuresShown>, frame: Frame): TemplateResult {
  const all = formatPlace(placeOf('failures', { step: place.step, window: place.window }));
  return html`<section class="page-part">
    <header>
      <h2>Latest failures of this step</h2>
      <a class="button quiet" href=${all}>Show all${icon('next')}</a>
    </header>
    ${failures.template(tableShape(), (shown) =>
      shown.rows.length === 0
        ? html`<p class="page-note">${icon('succeeded')}None in this window.</p>`
        : html`${payloadNote(shown.payload)}
          ${failureTable(shown.rows.slice(0, MOST_FAILURES), place.window, frame)}`,
    )}
  </section>`;
}
