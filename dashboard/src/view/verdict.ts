import { html, nothing, type TemplateResult } from 'lit-html';
import type { Timeline } from '../api/types.ts';
import type { Clock } from '../core/clock.ts';
import { formatDuration, grouped } from '../core/format.ts';
import { runKey, wholeOf, type Journey } from '../core/journey.ts';
import { isLive, type Loaded } from '../core/state.ts';
import { qualityOf } from '../core/quality.ts';
import { timeAccountOf } from '../core/time-account.ts';
import { parseMoment } from '../core/time.ts';
import { STATUS_WORDS } from '../core/words.ts';
import type { Tools } from '../more/tools.ts';
import { accountStrip } from './account.ts';
import type { Actions } from './actions.ts';
import { copyButton } from './copy.ts';
import { menu } from './menu.ts';
import { accountLink, whoElse } from '../pages/links.ts';
import { icon, statusClass, statusIcon } from './icons.ts';

export interface VerdictInput {
  readonly loaded: Loaded;
  readonly clock: Clock;
  readonly paused: boolean;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
  /** Milliseconds since the API last answered. */
  readonly age: number;
  /** Null until they are loaded. */
  readonly tools: Tools | null;
  redraw(): void;
}

/** The first thing read: what happened, in one sentence, and how long it took. */
export function verdict(
  input: VerdictInput,
  actions: Actions,
  toProblem: () => void,
): TemplateResult {
  const { journey } = input.loaded;
  const timeline = journey.timeline;
  return html`<section class="verdict ${statusClass(timeline.status)}" aria-label="Verdict">
    <div class="verdict-icon">${icon(statusIcon(timeline.status))}</div>
    <div class="verdict-text">
      <p class="verdict-meta">
        <span class="status-word">${STATUS_WORDS[timeline.status]}</span>
        <span class="verdict-time">${timeLine(input)}</span>
        <span class="ids">
          ${accountLink(timeline.accountId)}
          <span class="id-part" aria-hidden="true">/</span>
          <span class="id">${timeline.executionId}</span>
          ${copyButton(`${timeline.accountId}#${timeline.executionId}`, 'account#execution')}
        </span>
      </p>
      <h1>${timeline.verdict ?? STATUS_WORDS[timeline.status]}</h1>
      ${blast(input)}
    </div>
    <div class="verdict-actions">
      ${problemButton(journey, toProblem)} ${whoElse(journey)} ${live(input, actions)}
      ${
        input.loaded.file === null
          ? menu(
              'compare',
              html`${icon('compare')}<span>Compare</span>`,
              input.redraw,
              () => input.tools?.compareMenu() ?? nothing,
            )
          : nothing
      }
      ${menu(
        'take',
        html`${icon('take')}<span>Take away</span>`,
        input.redraw,
        () => input.tools?.takeAwayMenu() ?? nothing,
      )}
      <button
        type="button"
        title="Copy the link to this view"
        @click=${(event: Event) => copyLink(event)}
      >
        ${icon('link')}<span>Copy link</span>
      </button>
    </div>
    <div class="figures">${facts(input)} ${account(input)}</div>
    ${notes(journey, actions)}
  </section>`;
}

function problemButton(journey: Journey, toProblem: () => void): TemplateResult | typeof nothing {
  if (journey.problems.length === 0) {
    return nothing;
  }
  const failed = journey.counts.get('FAILED') ?? 0;
  const label = failed > 0 ? 'Jump to failure' : 'Jump to open run';
  return html`<button
    type="button"
    class="jump ${failed > 0 ? 'is-failed' : 'is-stalled'}"
    @click=${toProblem}
  >
    ${icon('next')}<span>${label}</span><kbd aria-hidden="true">n</kbd>
  </button>`;
}

function live(input: VerdictInput, actions: Actions): TemplateResult | typeof nothing {
  if (input.loaded.file !== null) {
    return html`<span class="from-file">From ${input.loaded.file}</span>`;
  }
  if (!isLive(input.loaded.journey)) {
    return nothing;
  }
  const seconds = Math.round(input.age / 1000);
  const age = seconds < 2 ? 'just now' : `${formatDuration(seconds * 1e9)} ago`;
  return html`<button
    type="button"
    class="live"
    aria-pressed=${input.paused ? 'true' : 'false'}
    title=${input.paused ? 'Follow it again' : 'Stop following'}
    @click=${() => actions.dispatch({ type: 'paused', paused: !input.paused })}
  >
    ${icon(input.paused ? 'play' : 'pause')}
    <span>${input.paused ? 'Paused' : 'Live'} · ${age}</span>
  </button>`;
}

function facts(input: VerdictInput): TemplateResult {
  const { journey } = input.loaded;
  const timeline = journey.timeline;
  const over = timeline.durationNanos !== null;
  const failed = journey.counts.get('FAILED') ?? 0;
  return html`<dl class="facts">
    ${moment('Started', timeline.startedAt, input.clock)}
    ${
      over
        ? moment('Ended', timeline.endedAt, input.clock)
        : moment('Last event', timeline.lastEventAt, input.clock)
    }
    ${fact('Runs', html`${grouped(timeline.runs.length)}${atOnce(timeline)}`)}
    ${fact('Failed', html`${grouped(failed)}${failed > 0 ? menu('errors', 'By code', input.redraw, () => input.tools?.errors(journey) ?? nothing) : nothing}`)}
  </dl>`;
}

/** `3.96 s`, or how long it has gone on. */
function timeLine({ loaded, present }: VerdictInput): string {
  const { timeline, knownEnd } = loaded.journey;
  if (timeline.durationNanos !== null) {
    return formatDuration(timeline.durationNanos);
  }
  return timeline.status === 'RUNNING'
    ? `${formatDuration(present)} so far`
    : `no event for ${formatDuration(present - knownEnd)}`;
}

function atOnce(timeline: Timeline): TemplateResult | typeof nothing {
  return timeline.laneCount > 1
    ? html` <small>up to ${grouped(timeline.laneCount)} at once</small>`
    : nothing;
}

function fact(name: unknown, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function moment(name: string, text: string | null, clock: Clock): TemplateResult | typeof nothing {
  const at = parseMoment(text);
  if (at === null || text === null) {
    return nothing;
  }
  return fact(
    name,
    html`<time datetime=${text} title=${text}
      >${clock.time(at)} <small>${clock.date(at)}</small></time
    >`,
  );
}

/** Holds its place while it is being asked for, so that nothing moves when the answer comes. */
function blast({ loaded, tools }: VerdictInput): TemplateResult | typeof nothing {
  const run = loaded.journey.timeline.runs[loaded.journey.decisive];
  return run?.status !== 'FAILED' || loaded.file !== null
    ? nothing
    : html`<p class="blast">${tools?.blast(run) ?? 'Looking for the same failure elsewhere …'}</p>`;
}

function account({ loaded, present }: VerdictInput): TemplateResult | typeof nothing {
  const { journey } = loaded;
  const whole = wholeOf(journey, Math.max(0, present - journey.asOfOffset));
  return journey.timeline.runs.length === 0
    ? nothing
    : accountStrip(
        timeAccountOf(journey, { from: 0, to: journey.timeline.durationNanos ?? whole.to }),
      );
}

/** What to bear in mind about the data itself; each line leads to the runs that it speaks of. */
function notes(journey: Journey, actions: Actions): TemplateResult | typeof nothing {
  const lines = qualityOf(journey);
  return lines.length === 0
    ? nothing
    : html`<ul class="notes" aria-label="Data quality">
        ${lines.map(({ text, filter, run }) => {
          const concerned = journey.timeline.runs[run];
          const show =
            concerned !== undefined
              ? { run: runKey(concerned) }
              : filter !== null
                ? { text: filter }
                : null;
          return html`<li>
            ${icon('note')}<span>${text}</span>
            ${
              show === null
                ? nothing
                : html`<button type="button" class="quiet" @click=${() => actions.view(show)}>
                    Show
                  </button>`
            }
          </li>`;
        })}
      </ul>`;
}

async function copyLink(event: Event): Promise<void> {
  const button = event.currentTarget as HTMLElement;
  try {
    await navigator.clipboard.writeText(location.href);
    button.dataset['outcome'] = 'Copied';
  } catch {
    button.dataset['outcome'] = 'Copy it from the address bar';
  }
  setTimeout(() => delete button.dataset['outcome'], 1_500);
}
