import type { Failure } from '../api/answer.ts';
import { askJson, idsOf, questionOf } from '../api/ask.ts';
import type { StoredEvent } from '../api/comparison.ts';
import { decodeEventPage } from '../api/decode-comparison.ts';
import type { Run } from '../api/types.ts';
import type { Ids } from '../core/ids.ts';
import type { Journey } from '../core/journey.ts';

/** The most that the API gives at once. */
const PAGE = 500;

/** The stored events of one execution, fetched page by page as they are wanted. */
export class EventStore {
  readonly #changed: () => void;
  #key = '';
  #ids: Ids = { account: '', execution: '' };
  #events: StoredEvent[] = [];
  #cursor: string | null = null;
  #question: AbortController | null = null;
  #done = false;
  #failure: Failure | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Of which execution; an execution that has got further events begins anew. */
  use(ids: Ids, journey: Journey): void {
    const key = `${ids.account}#${ids.execution}#${journey.timeline.eventCount}`;
    if (key !== this.#key) {
      this.forget();
      this.#key = key;
      this.#ids = { account: ids.account, execution: ids.execution };
    }
  }

  /** Holds nothing, and asks for nothing before it is told of which execution. */
  forget(): void {
    this.#question?.abort();
    this.#key = '';
    this.#events = [];
    this.#cursor = null;
    this.#question = null;
    this.#done = false;
    this.#failure = null;
  }

  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  /** Whether these are all. */
  get done(): boolean {
    return this.#done;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  retry(): void {
    this.#failure = null;
    this.more();
  }

  /** Fetches the next page, unless one is on its way, failed, or there is none. */
  more(): void {
    const named = this.#key !== '';
    if (named && !this.#done && this.#failure === null && this.#question === null) {
      void this.#fetch();
    }
  }

  /** The run's events as far as they are known; asks for more while any may be missing. */
  of(run: Run): readonly StoredEvent[] {
    const found = this.#events.filter((event) => belongs(event, run));
    if (found.length < (run.endedAt === null || run.flags.includes('START_MISSING') ? 1 : 2)) {
      this.more();
    }
    return found;
  }

  async #fetch(): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const path = questionOf('events', {
      ...idsOf(this.#ids),
      limit: String(PAGE),
      cursor: this.#cursor,
    });
    const asked = await askJson(path, decodeEventPage, question.signal);
    if (question.signal.aborted) {
      return;
    }
    this.#question = null;
    if (asked.kind === 'failed') {
      this.#failure = asked.failure;
    } else {
      this.#events = [...this.#events, ...asked.value.events];
      this.#cursor = asked.value.nextCursor;
      this.#done = this.#cursor === null;
    }
    this.#changed();
  }
}

/** Events without a runId are told by their try and their moment. */
export function belongs(event: StoredEvent, run: Run): boolean {
  if (event.step !== run.step) {
    return false;
  }
  return event.runId === null
    ? (event.attempt ?? 1) === run.attempt &&
        (event.timestamp === run.startedAt || event.timestamp === run.endedAt)
    : event.runId === run.runId;
}
