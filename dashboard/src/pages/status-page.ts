import { html, nothing, type TemplateResult } from 'lit-html';
import { askCompleteness } from '../api/across.ts';
import type { Completeness, EmitterCompleteness } from '../api/across-types.ts';
import {
  completenessWords,
  formatKept,
  isWorthALook,
  showsLoss,
  silenceOf,
  STATUS_WINDOWS,
} from '../core/completeness.ts';
import { count, formatDuration, grouped } from '../core/format.ts';
import { windowWords } from '../core/place-words.ts';
import type { Place } from '../core/places.ts';
import { parseMoment } from '../core/time.ts';
import { ROWS_A_TURN } from '../core/turns.ts';
import { icon } from '../view/icons.ts';
import type { Frame } from './door.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import { emptyNote, freshness, pageHead, pager, tableShape, windowPicker } from './parts.ts';

/** For operators: whether what emitters emit arrives, and where it stays if not. */
export function statusPage(made: Place, tools: Tools): Shown {
  const load = new Load<Completeness>(
    tools,
    (signal) => askCompleteness(made.window, signal),
    completenessWords,
  );
  const refresh = (): void => void load.ask();
  return {
    title: () => 'Status of the line',
    refresh,
    template: (place, frame) => html`
      ${pageHead({
        kicker: `From emitters to the table, the last ${windowWords(place.window)}`,
        title: 'Status of the line',
        tools: html`${windowPicker(place, STATUS_WINDOWS)} ${freshness(load, refresh, frame)}`,
      })}
      ${load.template(tableShape(), (completeness) => shown(place, completeness, frame))}
    `,
  };
}

function shown(place: Place, completeness: Completeness, frame: Frame): TemplateResult {
  const first = (place.turn - 1) * ROWS_A_TURN;
  const turn = completeness.emitters.slice(first, first + ROWS_A_TURN);
  if (turn.length === 0) {
    return emptyNote(
      'No emitter was heard of',
      `None has sent a heartbeat within the last ${windowWords(place.window)}. Choose a longer window, or see whether services have an emitter that is switched on.`,
    );
  }
  const more = first + turn.length < completeness.emitters.length;
  return html`
    ${facts(completeness)}
    <p class="page-note">
      ${icon(showsLoss(completeness) || completeness.dropped > 0 ? 'failed' : 'note')}
      <span>${completenessWords(completeness)} ${hours(completeness, frame)}</span>
    </p>
    <div class="card">
      <table class="rows emitters">
        <caption class="visually-hidden">
          Emitters of the last ${windowWords(place.window)}, those that miss most first
        </caption>
        <thead>
          <tr>
            <th scope="col">Emitter</th>
            <th scope="col">Last heard of</th>
            <th scope="col" class="number">Numbered</th>
            <th scope="col" class="number">Stored</th>
            <th scope="col" class="number">Missing</th>
            <th scope="col">Never left</th>
          </tr>
        </thead>
        <tbody>
          ${turn.map((emitter) => row(emitter, completeness.asOf))}
        </tbody>
      </table>
    </div>
    ${leftOut(completeness)} ${pager(place, turn.length, ROWS_A_TURN, more, ['Before', 'More'])}
  `;
}

function facts(completeness: Completeness): TemplateResult {
  const { numbered, stored, missing, dropped, lastHeardAt, asOf, emitterCount } = completeness;
  const fact = (name: string, value: string, small = '', kind = '') =>
    html`<div class=${kind}>
      <dt>${name}</dt>
      <dd>${value} ${small === '' ? nothing : html`<small>${small}</small>`}</dd>
    </div>`;
  const silence = silenceOf(lastHeardAt, asOf);
  return html`<dl class="figures">
    ${fact(
      'Arrived',
      formatKept(missing, numbered),
      'of the numbered',
      showsLoss(completeness) ? 'is-failed' : '',
    )}
    ${fact('Numbered', grouped(numbered), `by ${count(emitterCount, 'emitter')}`)}
    ${fact('Stored', grouped(stored))} ${fact('Missing', grouped(missing))}
    ${fact('Never left their services', grouped(dropped), '', dropped > 0 ? 'is-failed' : '')}
    ${silence === null ? nothing : fact('Latest heartbeat', `${formatDuration(silence)} ago`)}
  </dl>`;
}

/** Sums are kept by the hour, so a window is of whole ones. */
function hours({ from, to }: Completeness, { clock }: Frame): string {
  const begin = parseMoment(from);
  const end = parseMoment(to);
  return begin === null || end === null
    ? ''
    : `Whole hours from ${clock.time(begin).slice(0, 5)} to ${clock.time(end).slice(0, 5)}, the one under way among them.`;
}

function row(emitter: EmitterCompleteness, asOf: string | null): TemplateResult {
  const { missing, numbered } = emitter;
  const bad = isWorthALook(missing, numbered);
  const silence = silenceOf(emitter.lastHeardAt, asOf);
  return html`<tr class=${bad || emitter.dropped.length > 0 ? 'is-failed' : ''}>
    <td class="main-cell"><span class="id">${emitter.emitterId}</span></td>
    <td>
      ${
        silence === null
          ? '–'
          : html`<time datetime=${emitter.lastHeardAt ?? ''} title=${emitter.lastHeardAt ?? ''}
              >${formatDuration(silence)} ago</time
            >`
      }
    </td>
    <td class="number">${grouped(numbered)} <small class="narrow-word">numbered</small></td>
    <td class="number">${grouped(emitter.stored)} <small class="narrow-word">stored</small></td>
    <td class="number share ${bad ? 'bad' : ''}">
      ${bad ? icon('failed') : nothing}${grouped(missing)}
      <small class="narrow-word">missing</small>
    </td>
    <td class="where-cell">${neverLeft(emitter)}</td>
  </tr>`;
}

function neverLeft({ dropped }: EmitterCompleteness): TemplateResult | string {
  if (dropped.length === 0) {
    return '–';
  }
  return html`${dropped.map(
      ({ reason, events }) =>
        html`<span class="reason">${grouped(events)} <code>${reason}</code></span> `,
    )}<small class="narrow-word">never left</small>`;
}

function leftOut({ emitters, emitterCount, untold }: Completeness): TemplateResult {
  const more = emitterCount - emitters.length;
  return html`${
    more > 0
      ? html`<p class="page-note">
          ${icon('note')}${count(more, 'emitter')} that miss less are left out of the list.
        </p>`
      : nothing
  }
  ${
    untold > 0
      ? html`<p class="page-note">
          ${icon('note')}${count(untold, 'event is', 'events are')} stored without being counted for
          an emitter, as there were too many of them: what rows call missing may be among these.
        </p>`
      : nothing
  }`;
}
