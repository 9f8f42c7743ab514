import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import type { Clock } from '../core/clock.ts';
import { count, formatDuration, formatOffset, grouped, times } from '../core/format.ts';
import { runKey, type Journey } from '../core/journey.ts';
import { parseMoment, type Moment } from '../core/time.ts';
import { flagWords, STATUS_WORDS } from '../core/words.ts';
import { failureLinks } from '../pages/links.ts';
import { copyButton } from './copy.ts';
import { icon, statusClass, statusIcon } from './icons.ts';

export interface PanelInput {
  readonly journey: Journey;
  readonly index: number;
  readonly clock: Clock;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
}

/** More neighbours than this are counted, not listed. */
const MOST_LISTED = 12;

/** All that is known of one run. */
export function panel(
  input: PanelInput,
  select: (run: number) => void,
  close: () => void,
): TemplateResult {
  const run = input.journey.timeline.runs[input.index] as Run;
  return html`<aside
    class="panel ${statusClass(run.status)}"
    aria-label="Details of the run"
    tabindex="-1"
  >
    <header>
      ${icon(statusIcon(run.status))}
      <div>
        <h2>${run.step}</h2>
        <p>
          <span class="status-word">${STATUS_WORDS[run.status]}</span>
          ${run.attempt > 1 ? html` · try ${run.attempt}` : nothing}
          ${run.recovered === true ? ' · made good by a later try' : nothing}
          ${run.critical ? ' · on the critical path' : nothing}
        </p>
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label="Close the details"
        title="Close (Esc)"
        @click=${close}
      >
        ${icon('close')}
      </button>
    </header>
    <div class="panel-body">
      ${errorBox(run)} ${flags(run)} ${timing(input, run)} ${neighbours(input, select)}
      ${attributes(run)} ${origin(run)}
    </div>
  </aside>`;
}

function errorBox(run: Run): TemplateResult | typeof nothing {
  if (run.error === null) {
    return nothing;
  }
  const { code, message } = run.error;
  return html`<section class="error-box" aria-label="Error">
    <h3>${code ?? 'Error'}</h3>
    ${message === null ? nothing : html`<p>${message}</p>`}
    ${copyButton([code, message].filter((part) => part !== null).join(': '), 'the error')}
    ${failureLinks(run)}
  </section>`;
}

function flags(run: Run): TemplateResult | typeof nothing {
  return run.flags.length === 0
    ? nothing
    : html`<ul class="notes">
        ${run.flags.map((flag) => html`<li>${icon('note')}${flagWords(flag).long}</li>`)}
      </ul>`;
}

function timing(input: PanelInput, run: Run): TemplateResult {
  const open = run.durationNanos === null;
  const duration = run.durationNanos ?? Math.max(0, input.present - run.startOffsetNanos);
  return html`<section>
    <h3>Time</h3>
    <dl>
      ${entry(open ? 'Open for' : 'Duration', formatDuration(duration))} ${usual(run, duration)}
      ${when('Started', run.startedAt, run.startOffsetNanos, input.clock)}
      ${open ? nothing : when('Ended', run.endedAt, run.startOffsetNanos + duration, input.clock)}
      ${(run.waitNanos ?? 0) > 0 ? entry('Waited', formatDuration(run.waitNanos ?? 0)) : nothing}
      ${
        !run.critical && run.slackNanos !== null
          ? entry(
              'Slack',
              `${formatDuration(run.slackNanos)} — could take this much longer for free`,
            )
          : nothing
      }
      ${entry('Lane', String(run.lane + 1))} ${entry('Attempt', String(run.attempt))}
    </dl>
  </section>`;
}

function usual(run: Run, duration: number): TemplateResult | typeof nothing {
  if (run.baseline === null) {
    return nothing;
  }
  const { p50Nanos, p95Nanos, samples } = run.baseline;
  return entry(
    'Usual',
    html`${formatDuration(p50Nanos)} to ${formatDuration(p95Nanos)}
      <small
        >${p50Nanos > 0 ? html`${times(duration, p50Nanos)} the median of ` : nothing}${count(samples, 'run')}</small
      >`,
  );
}

function when(
  name: string,
  text: string | null,
  offset: number,
  clock: Clock,
): TemplateResult | typeof nothing {
  const at: Moment | null = parseMoment(text);
  if (at === null || text === null) {
    return nothing;
  }
  return entry(
    name,
    html`<time datetime=${text}>${clock.time(at, true)}</time>
      <small>${clock.date(at)} · ${formatOffset(offset)}</small>
      ${copyButton(text, `when it ${name.toLowerCase()}`)}`,
  );
}

function neighbours(input: PanelInput, select: (run: number) => void): TemplateResult {
  const { journey, index } = input;
  const run = journey.timeline.runs[index] as Run;
  const links = journey.links;
  const tries = journey.timeline.runs.flatMap((other, place) =>
    other.step === run.step ? [place] : [],
  );
  const inside = journey.timeline.runs.flatMap((other, place) =>
    other.parent === index ? [place] : [],
  );
  const before = links.pathInto.get(index);
  return html`
    ${runList('Waited for', run.dependencies, journey, select, run.unresolvedDependencies)}
    ${runList('Waited for by', links.dependents[index] ?? [], journey, select)}
    ${
      before?.inferred === true
        ? runList('Before it on the critical path (by timing)', [before.from], journey, select)
        : nothing
    }
    ${runList('Part of', run.parent === null ? [] : [run.parent], journey, select)}
    ${runList('Holds', inside, journey, select)}
    ${tries.length > 1 ? runList('All runs of this step', tries, journey, select, [], index) : nothing}
  `;
}

function runList(
  title: string,
  members: readonly number[],
  journey: Journey,
  select: (run: number) => void,
  unresolved: readonly string[] = [],
  current = -1,
): TemplateResult | typeof nothing {
  if (members.length + unresolved.length === 0) {
    return nothing;
  }
  const first = firstListed(members, current);
  return html`<section>
    <h3>${title}</h3>
    <ul class="run-list">
      ${members.slice(first, first + MOST_LISTED).map((index) => {
        const run = journey.timeline.runs[index] as Run;
        return html`<li>
          <button
            type="button"
            class=${statusClass(run.status)}
            data-run=${runKey(run)}
            aria-current=${index === current ? 'true' : nothing}
            @click=${() => select(index)}
          >
            ${icon(statusIcon(run.status))}
            <span class="visually-hidden">${STATUS_WORDS[run.status]}</span>
            <span class="name">${run.step}</span>
            ${run.attempt > 1 ? html`<small>try ${run.attempt}</small>` : nothing}
            <small
              >${run.durationNanos === null ? 'open' : formatDuration(run.durationNanos)}</small
            >
          </button>
        </li>`;
      })}
      ${unresolved.map((step) => html`<li class="unresolved">${step} <small>did not come before it</small></li>`)}
    </ul>
    ${
      members.length > MOST_LISTED
        ? html`<p class="more">${grouped(members.length)} in all; ${MOST_LISTED} shown.</p>`
        : nothing
    }
  </section>`;
}

/** A long list begins so that the current one is about in its middle. */
function firstListed(members: readonly number[], current: number): number {
  const place = members.indexOf(current);
  const latest = Math.max(0, members.length - MOST_LISTED);
  return Math.min(latest, Math.max(0, place - MOST_LISTED / 2));
}

function attributes(run: Run): TemplateResult | typeof nothing {
  const entries = Object.entries(run.attributes);
  return entries.length === 0
    ? nothing
    : html`<section>
        <h3>Attributes</h3>
        <dl>
          ${entries.map(([name, value]) => entry(name, html`${value}${copyButton(value, name)}`))}
        </dl>
      </section>`;
}

function origin(run: Run): TemplateResult {
  const copied = (name: string, value: string | null): TemplateResult | typeof nothing =>
    value === null
      ? nothing
      : entry(name, html`<code>${value}</code>${copyButton(value, name.toLowerCase())}`);
  return html`<section>
    <h3>Origin</h3>
    <dl>
      ${copied('Service', run.service)} ${copied('Host', run.host)} ${copied('Trace', run.traceId)}
      ${copied('Run id', run.runId)}
    </dl>
    ${copyButton(JSON.stringify(run, null, 2), 'this run as JSON', 'Copy as JSON')}
  </section>`;
}

function entry(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
