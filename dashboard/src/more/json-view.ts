import { askText, idsOf, questionOf } from '../api/ask.ts';
import { Asking } from '../api/remote.ts';
import { grouped } from '../core/format.ts';
import { FAILURE_WORDS } from '../core/words.ts';
import { made } from '../timeline/made.ts';
import { download, fileName } from './download.ts';
import { VirtualList } from './virtual-list.ts';
import type { ViewInput, ViewsHost } from './views.ts';

interface Answer {
  readonly text: string;
  readonly lines: readonly string[];
}

const LINE_HEIGHT = 20;

/** The timeline as the API answers it, to read, to copy, to save. */
export class JsonView {
  readonly element = made('div', 'view view-json');
  readonly #asking: Asking<Answer>;
  readonly #state = made('span', '');
  readonly #list: VirtualList;
  readonly #buttons: readonly HTMLButtonElement[];
  #answer: Answer | null = null;
  #name = '';

  constructor(host: ViewsHost) {
    this.#asking = new Asking(host.again);
    this.#state.setAttribute('role', 'status');
    this.#list = new VirtualList(
      LINE_HEIGHT,
      () => made('div', 'json-line'),
      (row, place) => {
        row.textContent = this.#answer?.lines[place] ?? '';
      },
    );
    this.#list.element.tabIndex = 0;
    this.#list.element.setAttribute('role', 'region');
    this.#list.element.setAttribute('aria-label', 'JSON of the timeline');
    this.#buttons = [
      button('Copy', (event) => void this.#copy(event)),
      button('Download', () =>
        download(`${this.#name}.json`, 'application/json', this.#answer?.text ?? ''),
      ),
    ];
    const bar = made('div', 'view-bar');
    bar.append(this.#state, ...this.#buttons);
    this.element.append(bar, this.#list.element);
  }

  show({ view, journey, isFile }: ViewInput): void {
    this.#name = fileName(journey.timeline.executionId);
    const key = `${view.account}#${view.execution}#${journey.timeline.eventCount}`;
    const remote = isFile
      ? ({ kind: 'ready', value: read(JSON.stringify(journey.timeline)) } as const)
      : this.#asking.get(key, (signal) =>
          askText(questionOf('timeline', idsOf(view)), signal, read),
        );
    this.#answer = remote.kind === 'ready' ? remote.value : null;
    this.#buttons.forEach((each) => (each.disabled = this.#answer === null));
    this.#state.textContent =
      remote.kind === 'ready'
        ? `${grouped(remote.value.lines.length)} lines`
        : remote.kind === 'loading'
          ? 'Asking for it …'
          : FAILURE_WORDS[remote.failure.kind].title;
    this.#list.show(this.#answer?.lines.length ?? 0);
  }

  async #copy(event: Event): Promise<void> {
    const pressed = event.currentTarget as HTMLElement;
    try {
      await navigator.clipboard.writeText(this.#answer?.text ?? '');
      pressed.dataset['outcome'] = 'Copied';
    } catch {
      pressed.dataset['outcome'] = 'Not allowed here';
    }
    setTimeout(() => delete pressed.dataset['outcome'], 1_500);
  }
}

function button(label: string, act: (event: Event) => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}

function read(body: string): Answer {
  const text = JSON.stringify(JSON.parse(body), null, 2);
  return { text, lines: text.split('\n') };
}
