import type { StoredEvent } from '../api/comparison.ts';
import type { Run } from '../api/types.ts';
import { formatOffset, grouped } from '../core/format.ts';
import { nanosBetween, parseMoment } from '../core/time.ts';
import { FAILURE_WORDS, STATUS_WORDS } from '../core/words.ts';
import { made } from '../timeline/made.ts';
import { belongs, EventStore } from './event-store.ts';
import { Grid } from './grid.ts';
import type { ViewInput, ViewsHost } from './views.ts';

const HEADS = [
  ['#', 'Its place among the stored events', true],
  ['Time', 'As the producer stamped it', false],
  ['After start', 'From the start of the execution', true],
  ['Step', 'The step', false],
  ['State', 'What happened', false],
  ['Try', 'Which attempt at the step', true],
  ['Run', 'The runId', false],
  ['Host', 'The machine it came from', false],
] as const;

/** The events in the order they are stored: what the timeline was made from. */
export class EventsView {
  readonly element = made('div', 'view view-events');
  readonly #grid = new Grid('events', 'Stored events');
  readonly #host: ViewsHost;
  readonly #store: EventStore;
  readonly #state = made('span', '');
  readonly #retry = document.createElement('button');
  #shown = { text: '', events: [] as readonly StoredEvent[], fitting: [] as readonly number[] };

  constructor(host: ViewsHost) {
    this.#host = host;
    this.#store = new EventStore(host.again);
    this.#state.setAttribute('role', 'status');
    this.#retry.type = 'button';
    this.#retry.textContent = 'Try again';
    this.#retry.addEventListener('click', () => this.#store.retry());
    const bar = made('div', 'view-bar');
    bar.append(this.#state, this.#retry);
    this.element.append(bar, this.#grid.element);
    this.#grid.onEnd(() => this.#store.more());
  }

  show(input: ViewInput): void {
    const { view, journey } = input;
    if (input.isFile) {
      this.#retry.hidden = true;
      this.#state.textContent = 'A file holds the timeline, not the events behind it.';
      return;
    }
    this.#store.use(view, journey);
    const events = this.#store.events;
    const fitting = this.#fitting(view.text, events);
    this.#retry.hidden = this.#store.failure === null;
    this.#state.textContent = this.#words(fitting.length, journey.timeline.eventCount);
    const run = journey.timeline.runs[input.selected];
    this.#grid.show(
      HEADS.map(([title, says, numeric]) => ({
        title,
        says,
        numeric,
        sorted: null,
        sort: () => {},
      })),
      {
        count: fitting.length,
        row: (place) => {
          const number = fitting[place] as number;
          const event = events[number] as StoredEvent;
          return {
            cells: cellsOf(event, number, input),
            className: event.status === 'FAILED' ? 'is-failed' : '',
            selected: run !== undefined && belongs(event, run),
          };
        },
        choose: (place) => this.#choose(events[fitting[place] as number], input),
      },
    );
  }

  /** Those whose text holds every word of the filter. */
  #fitting(text: string, events: readonly StoredEvent[]): readonly number[] {
    if (this.#shown.text !== text || this.#shown.events !== events) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const fitting = events.flatMap((event, place) => {
        const whole = words.length === 0 ? '' : JSON.stringify(event.whole).toLowerCase();
        return words.every((word) => whole.includes(word)) ? [place] : [];
      });
      this.#shown = { text, events, fitting };
    }
    return this.#shown.fitting;
  }

  #words(fitting: number, all: number): string {
    const { events, done, failure } = this.#store;
    if (failure !== null) {
      return `${FAILURE_WORDS[failure.kind].title}. ${grouped(events.length)} events came before that.`;
    }
    const seen = `${grouped(events.length)} of ${grouped(Math.max(all, events.length))} events`;
    const shown = fitting === events.length ? '' : `${grouped(fitting)} fit the filter · `;
    return shown + (done ? seen : `${seen} so far; further ones come as you scroll`);
  }

  #choose(event: StoredEvent | undefined, { journey }: ViewInput): void {
    const index = journey.timeline.runs.findIndex(
      (run: Run) => event !== undefined && belongs(event, run),
    );
    if (index >= 0) {
      this.#host.select(index);
      this.#host.actions.view({ tab: 'events' });
    }
  }
}

function cellsOf(event: StoredEvent, number: number, { journey, clock }: ViewInput): string[] {
  const at = parseMoment(event.timestamp);
  const offset =
    at === null || journey.startedAt === null ? null : nanosBetween(journey.startedAt, at);
  const ended =
    event.status === null
      ? ''
      : (STATUS_WORDS[event.status as Run['status']] ?? event.status).toLowerCase();
  return [
    String(number + 1),
    at === null ? (event.timestamp ?? '') : clock.time(at, true),
    offset === null ? '' : offset < 0 ? '−' : formatOffset(offset),
    event.step,
    event.state === 'STARTED'
      ? 'Started'
      : event.state === 'ENDED'
        ? `Ended, ${ended}`
        : event.state,
    event.attempt === null ? '' : String(event.attempt),
    event.runId ?? '',
    event.host ?? '',
  ];
}
