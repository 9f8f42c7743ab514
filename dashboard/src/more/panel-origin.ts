import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run } from '../api/types.ts';
import { FAILURE_WORDS } from '../core/words.ts';
import { copyButton } from '../view/copy.ts';
import { runLinks } from '../view/run-links.ts';
import { entry } from './entry.ts';
import type { PanelInput } from './panel.ts';

/** Where it ran. */
export function origin({ journey }: PanelInput, run: Run): TemplateResult {
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
    ${runLinks(journey.timeline, run)}
    ${copyButton(JSON.stringify(run, null, 2), 'this run as JSON', 'Copy as JSON')}
  </section>`;
}

/** What the application said of the run. */
export function attributes(run: Run): TemplateResult {
  const entries = Object.entries(run.attributes);
  return entries.length === 0
    ? html`<p class="more">Its events carry no attributes.</p>`
    : html`<section>
        <dl>
          ${entries.map(([name, value]) => entry(name, html`${value}${copyButton(value, name)}`))}
        </dl>
      </section>`;
}

/** The run's events as they are stored. */
export function rawEvents({ events }: PanelInput, run: Run): TemplateResult {
  if (events === null) {
    return html`<p class="more">A file holds the timeline, not the events behind it.</p>`;
  }
  const found = events.of(run);
  return html`${found.map((event) => {
    const text = JSON.stringify(event.whole, null, 2);
    return html`<section class="raw-event">
      <h3>${event.state}</h3>
      ${copyButton(text, 'this event')}
      <pre>${text}</pre>
    </section>`;
  })}
  ${
    events.failure !== null
      ? html`<p class="more">
          ${FAILURE_WORDS[events.failure.kind].title}.
          <button type="button" @click=${() => events.retry()}>Try again</button>
        </p>`
      : events.done || found.length > 1
        ? found.length === 0
          ? html`<p class="more">None of the stored events names this run.</p>`
          : nothing
        : html`<p class="more" role="status">
            Looking through the events … ${events.events.length} so far.
          </p>`
  }`;
}
