import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { formatDuration, formatOffset, times, count } from '../core/format.ts';
import { parseMoment } from '../core/time.ts';
import { flagWords } from '../core/words.ts';
import { failureLinks } from '../pages/links.ts';
import { copyButton } from '../view/copy.ts';
import { icon } from '../view/icons.ts';
import { entry } from './entry.ts';
import type { PanelInput } from './panel.ts';

/** What went wrong, when it ran, and how that compares with what is usual. */
export function summary(input: PanelInput, run: Run): TemplateResult {
  return html`${errorBox(run)} ${flags(input, run)} ${timing(input, run)}`;
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

function flags(input: PanelInput, run: Run): TemplateResult | typeof nothing {
  const lines = run.flags.map((flag) => flagWords(flag).long);
  if (run.status === 'STALLED') {
    lines.unshift(stalledSentence(input, run));
  }
  return lines.length === 0
    ? nothing
    : html`<ul class="notes">
        ${lines.map((line) => html`<li>${icon('note')}${line}</li>`)}
      </ul>`;
}

function stalledSentence({ journey, present, clock }: PanelInput, run: Run): string {
  const age = formatDuration(Math.max(0, present - run.startOffsetNanos));
  const usual =
    run.baseline === null ? '' : ` (usual p95 ${formatDuration(run.baseline.p95Nanos)})`;
  const last = parseMoment(journey.timeline.lastEventAt);
  const host = run.host === null ? '' : ` It runs on ${run.host}.`;
  return `No end for ${age}${usual}.${last === null ? '' : ` The last event of the execution came at ${clock.time(last)}.`}${host}`;
}

function timing(input: PanelInput, run: Run): TemplateResult {
  const open = run.durationNanos === null;
  const duration = run.durationNanos ?? Math.max(0, input.present - run.startOffsetNanos);
  return html`<section>
    <h3>Time</h3>
    <dl>
      ${entry(open ? 'Open for' : 'Duration', html`${formatDuration(duration)} ${copyButton(String(duration), 'the duration in nanoseconds')}`)}
      ${usual(run, duration)} ${whatIf(input, run)}
      ${when('Started', run.startedAt, run.startOffsetNanos, input)}
      ${open ? nothing : when('Ended', run.endedAt, run.startOffsetNanos + duration, input)}
      ${(run.waitNanos ?? 0) > 0 ? entry('Waited', formatDuration(run.waitNanos ?? 0)) : nothing}
      ${
        !run.critical && run.slackNanos !== null
          ? entry(
              'Slack',
              html`${formatDuration(run.slackNanos)}
                <small>could take this much longer for free</small>`,
            )
          : nothing
      }
      ${entry('Lane', String(run.lane + 1))}
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

/**
 * At its usual median, how much earlier could all have ended? At most by what it took longer:
 * another path may decide then.
 */
function whatIf({ journey }: PanelInput, run: Run): TemplateResult | typeof nothing {
  const total = journey.timeline.durationNanos;
  const spared = (run.durationNanos ?? 0) - (run.baseline?.p50Nanos ?? Infinity);
  return !run.critical || total === null || spared <= 0 || spared < total / 100
    ? nothing
    : entry(
        'What if',
        html`${formatDuration(total - spared)} in all at best
          <small>had it taken its usual ${formatDuration(run.baseline?.p50Nanos ?? 0)}</small>`,
      );
}

function when(
  name: string,
  text: string | null,
  offset: number,
  { clock }: PanelInput,
): TemplateResult | typeof nothing {
  const at = parseMoment(text);
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
