import { html, nothing, type TemplateResult } from 'lit-html';
import { askBlastRadius } from '../api/across.ts';
import type { BlastRadius } from '../api/across-types.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf, type Place } from '../core/places.ts';
import { binsOf } from '../core/series.ts';
import { count, formatDuration, grouped } from '../core/format.ts';
import { MINUTE, nanosBetween, parseMoment } from '../core/time.ts';
import { icon } from '../view/icons.ts';
import { largeCounts } from './charts.ts';
import type { Frame } from './door.ts';
import { failureTable } from './failure-rows.ts';
import { failuresTurn, payloadNote, type FailuresShown } from './failures-page.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import { emptyNote, freshness, pageHead, tableShape, windowPicker } from './parts.ts';

/** Up to here the estimate is the number itself. */
const CERTAIN = 5;
const MOST_BINS = 120;
const MOST_FAILURES = 10;

/** How far a failure reaches: who else failed at the same step with the same code, and since when. */
export function blastPage(made: Place, tools: Tools): Shown {
  const load = new Load<BlastRadius>(tools, (signal) =>
    askBlastRadius(made.step, made.code, made.window, signal),
  );
  const like = placeOf('failures', { step: made.step, code: made.code, window: made.window });
  // Failures without a code cannot be asked for by it; the step's would be others.
  const failures =
    made.code === ''
      ? null
      : new Load<FailuresShown>(tools, (signal) => failuresTurn(like, tools, signal));
  const refresh = (): void => {
    void load.ask();
    void failures?.ask();
  };
  return {
    title: (place) => `Blast radius of ${place.step}`,
    refresh,
    template: (place, frame) => html`
      ${pageHead({
        kicker: `Blast radius, the last ${windowWords(place.window)}`,
        title: html`<span class="name">${place.step}</span>
          <code class="title-code">${place.code === '' ? 'no error code' : place.code}</code>`,
        tools: html`${windowPicker(place)} ${freshness(load, refresh, frame)}`,
      })}
      ${load.template(tableShape(), (blast) => reach(place, blast, frame))}
      ${failures === null || !load.value?.failures ? nothing : latest(like, failures, frame)}
    `,
  };
}

function reach(place: Place, blast: BlastRadius, frame: Frame): TemplateResult {
  const from = parseMoment(blast.from);
  const to = parseMoment(blast.to);
  if (blast.failures === 0 || from === null || to === null) {
    return emptyNote(
      'Nobody else',
      `Within the last ${windowWords(place.window)} no run of this step failed with this code. Choose a longer window.`,
    );
  }
  const bins = binsOf(blast.minutes, from, to, MOST_BINS);
  return html`<dl class="figures figures-large">
      <div class="is-failed">
        <dt>${blast.executions === 1 ? 'Execution' : 'Executions'}</dt>
        <dd>${about(blast.executions)}</dd>
      </div>
      <div>
        <dt>${blast.accounts === 1 ? 'Account' : 'Accounts'}</dt>
        <dd>${about(blast.accounts)}</dd>
      </div>
      <div>
        <dt>Failed runs, retries too</dt>
        <dd>${grouped(blast.failures)}</dd>
      </div>
      ${firstSeen(blast, frame)}
    </dl>
    <div class="card charts">
      ${largeCounts({
        label: `Failed runs, a bar every ${widthWords(bins.widthNanos)}`,
        ...bins,
        unit: (number) => count(number, 'failure'),
        frame,
      })}
    </div>`;
}

/** The API tells how many differ without keeping them: a handful is certain, more is an estimate. */
function about(number: number): TemplateResult | string {
  return number <= CERTAIN
    ? grouped(number)
    : html`<span title="An estimate, within some 13 %">≈ ${grouped(number)}</span>`;
}

function widthWords(nanos: number): string {
  const minutes = Math.round(nanos / MINUTE);
  const hours = minutes / 60;
  return minutes === 1
    ? 'minute'
    : minutes < 60
      ? `${minutes} minutes`
      : hours === 1
        ? 'hour'
        : hours === 24
          ? 'day'
          : `${hours} hours`;
}

function firstSeen(blast: BlastRadius, { clock }: Frame): TemplateResult | typeof nothing {
  const first = parseMoment(blast.firstSeen);
  const to = parseMoment(blast.to);
  if (first === null || to === null) {
    return nothing;
  }
  const age = formatDuration(Math.max(0, nanosBetween(first, to)));
  return html`<div>
    <dt>First in this window</dt>
    <dd>
      <time datetime=${blast.firstSeen ?? ''}>${clock.time(first).slice(0, 5)}</time>
      <small>${clock.date(first)}, ${age} ago</small>
    </dd>
  </div>`;
}

function latest(like: Place, failures: Load<FailuresShown>, frame: Frame): TemplateResult {
  return html`<section class="page-part">
    <header>
      <h2>The latest of them</h2>
      <a class="button quiet" href=${formatPlace(like)}>Show all${icon('next')}</a>
    </header>
    ${failures.template(
      tableShape(),
      (shown) =>
        html`${payloadNote(shown.payload)}
        ${failureTable(shown.rows.slice(0, MOST_FAILURES), like.window, frame)}`,
    )}
  </section>`;
}
