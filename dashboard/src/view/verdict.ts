import { html, nothing, type TemplateResult } from 'lit-html';
import type { Timeline } from '../api/types.ts';
import type { Clock } from '../core/clock.ts';
import { count, formatDuration, grouped } from '../core/format.ts';
import type { Journey } from '../core/journey.ts';
import { isLive, type Loaded } from '../core/state.ts';
import { parseMoment } from '../core/time.ts';
import { flagWords, STATUS_WORDS } from '../core/words.ts';
import type { Actions } from './actions.ts';
import { copyButton } from './copy.ts';
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
    </div>
    <div class="verdict-actions">
      ${problemButton(journey, toProblem)} ${whoElse(journey)} ${live(input, actions)}
      <button
        type="button"
        title="Copy the link to this view"
        @click=${(event: Event) => copyLink(event)}
      >
        ${icon('link')}<span>Copy link</span>
      </button>
    </div>
    ${facts(input)} ${notes(journey)}
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
  return html`<dl class="facts">
    ${moment('Started', timeline.startedAt, input.clock)}
    ${
      over
        ? moment('Ended', timeline.endedAt, input.clock)
        : moment('Last event', timeline.lastEventAt, input.clock)
    }
    ${fact('Runs', html`${grouped(timeline.runs.length)}${atOnce(timeline)}`)}
    ${fact('Failed', grouped(journey.counts.get('FAILED') ?? 0))}
    ${
      timeline.unaccounted.totalNanos > 0
        ? fact(
            html`<span class="swatch swatch-gaps" aria-hidden="true"></span>Unaccounted`,
            formatDuration(timeline.unaccounted.totalNanos),
          )
        : nothing
    }
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

/** What to bear in mind about the data itself. */
function notes(journey: Journey): TemplateResult | typeof nothing {
  const timeline = journey.timeline;
  const found: string[] = [];
  if (timeline.truncated) {
    found.push(
      'Too large to show whole: the first and the last events are here, the middle is not.',
    );
  }
  if (timeline.duplicateCount > 0) {
    found.push(`${count(timeline.duplicateCount, 'repeated event')} left out.`);
  }
  if (journey.unreadableRuns > 0) {
    found.push(
      `${count(journey.unreadableRuns, 'run')} could not be read and ${journey.unreadableRuns === 1 ? 'is' : 'are'} not shown.`,
    );
  }
  if (timeline.payload !== 'INCLUDED') {
    found.push(
      timeline.payload === 'OMITTED_FOR_SCOPE'
        ? 'Attributes and error messages are left out: your sign-in does not include them.'
        : 'Attributes and error messages are left out: the answer would be too large.',
    );
  }
  const quality = timeline.dataQuality;
  if (quality.clockSkews > 0) {
    found.push(
      `${count(quality.clockSkews, 'pair')} of moments in an order that two clocks cannot both have seen.`,
    );
  }
  if (quality.cutEvents > 0) {
    found.push(`${count(quality.cutEvents, 'event')} cut to fit the store.`);
  }
  if (quality.unreadableItems > 0) {
    found.push(`${count(quality.unreadableItems, 'stored item')} could not be read.`);
  }
  found.push(...timeline.flags.map((flag) => flagWords(flag).long));
  return found.length === 0
    ? nothing
    : html`<ul class="notes">
        ${found.map((note) => html`<li>${icon('note')}${note}</li>`)}
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
