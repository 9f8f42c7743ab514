import { html, type TemplateResult } from 'lit-html';
import { askText, idsOf, questionOf } from '../api/ask.ts';
import type { Ids } from '../core/ids.ts';
import { FAILURE_WORDS } from '../core/words.ts';
import { openFile } from '../view/open-file.ts';
import { download } from './download.ts';
import { savePicture } from './picture.ts';
import type { ToolsHost } from './tools.ts';

export interface TakeAway {
  readonly host: ToolsHost;
  copyNote(): Promise<void>;
}

const FORMATS: readonly (readonly [format: string, name: string, says: string])[] = [
  ['markdown', 'Incident note', 'Markdown'],
  ['csv', 'Runs as a table', 'CSV'],
  ['ndjson', 'Stored events', 'NDJSON, can be replayed'],
  ['otlp', 'Spans', 'OTLP JSON'],
  ['chrome', 'Trace for Perfetto', 'Chrome trace JSON'],
];

/** All ways to carry an execution elsewhere. */
export function takeAwayMenu(tools: TakeAway): TemplateResult {
  const { host } = tools;
  const input = host.input();
  const isFile = input?.loaded.file != null;
  const item = (name: string, says: string, act: () => unknown, off = false): TemplateResult =>
    html`<button
      type="button"
      class="quiet menu-item"
      ?disabled=${off}
      @click=${(event: Event) => {
        const menu = (event.currentTarget as HTMLElement).closest('details');
        if (menu !== null) {
          menu.open = false;
          menu.querySelector('summary')?.focus();
        }
        act();
      }}
    >
      <span>${name}</span><small>${says}</small>
    </button>`;
  return html`${item('Copy incident note', 'Markdown, to the clipboard (m)', () => tools.copyNote(), isFile)}
    <hr />
    ${FORMATS.map(([format, name, says]) =>
      item(name, says, () => void saveExport(host, format), isFile),
    )}
    <hr />
    ${item('Picture of the timeline', 'SVG', () => savePicture(host, 'svg'))}
    ${item('Picture of the timeline', 'PNG', () => savePicture(host, 'png'))}
    ${item('Print', 'All rows, A4 landscape', () => print())}
    <hr />
    ${item('Open a JSON file', 'or drop it on the page (o)', () => openFile(host.actions, host.announce))}`;
}

async function saveExport(host: ToolsHost, format: string): Promise<void> {
  const view = host.input()?.state.view;
  if (view === undefined) {
    return;
  }
  const asked = await askText(
    questionOf('export', { ...idsOf(view), format }),
    new AbortController().signal,
    (body, response) => ({ body, response }),
  );
  if (asked.kind === 'failed') {
    host.announce(`Not exported. ${FAILURE_WORDS[asked.failure.kind].title}.`);
    return;
  }
  const { body, response } = asked.value;
  const named = /filename="([A-Za-z0-9._-]+)"/.exec(
    response.headers.get('content-disposition') ?? '',
  )?.[1];
  const type = response.headers.get('content-type') ?? 'application/octet-stream';
  download(named ?? `execution.${format}`, type, body);
  const cut = response.headers.get('x-truncated') === 'true';
  host.announce(cut ? 'Exported, without a part of the middle: it is too large.' : 'Exported.');
}

/** Says how it went. The note is the API's own, so that it reads the same everywhere. */
export async function copyIncidentNote(ids: Ids): Promise<string> {
  const asked = await askText(
    questionOf('export', { ...idsOf(ids), format: 'markdown' }),
    new AbortController().signal,
    (body) => body,
  );
  if (asked.kind === 'failed') {
    return `Not copied. ${FAILURE_WORDS[asked.failure.kind].title}.`;
  }
  try {
    await navigator.clipboard.writeText(`${asked.value.trimEnd()}\n\n${location.href}\n`);
    return 'The incident note is on the clipboard.';
  } catch {
    return 'This browser does not allow copying here; export it as Markdown.';
  }
}
