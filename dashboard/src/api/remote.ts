import type { Asked } from './ask.ts';

/** The state of one question that the page asks besides the timeline. */
export type Remote<T> = { readonly kind: 'loading' } | Asked<T>;

const LOADING: Remote<never> = { kind: 'loading' };

/**
 * Holds the answer to one question at a time, named by a key: another key aborts the question
 * before. `settled` is called when the answer is there.
 */
export class Asking<T> {
  readonly #settled: () => void;
  #key: string | null = null;
  #remote: Remote<T> = LOADING;
  #question = new AbortController();

  constructor(settled: () => void) {
    this.#settled = settled;
  }

  /** The answer for `key`, asked for where it is not at hand. */
  get(key: string, ask: (signal: AbortSignal) => Promise<Asked<T>>): Remote<T> {
    if (key !== this.#key) {
      this.#question.abort();
      this.#key = key;
      this.#remote = LOADING;
      void this.#ask(ask);
    }
    return this.#remote;
  }

  /** The answer at hand, whatever its key; null without one. */
  get answer(): T | null {
    return this.#remote.kind === 'ready' ? this.#remote.value : null;
  }

  /** Known from elsewhere. */
  put(key: string, value: T): void {
    this.#question.abort();
    this.#key = key;
    this.#remote = { kind: 'ready', value };
  }

  /** The next {@link get} asks anew. */
  forget(): void {
    this.#question.abort();
    this.#key = null;
    this.#remote = LOADING;
    this.#settled();
  }

  async #ask(ask: (signal: AbortSignal) => Promise<Asked<T>>): Promise<void> {
    const question = new AbortController();
    this.#question = question;
    const asked = await ask(question.signal);
    if (!question.signal.aborted) {
      this.#remote = asked;
      this.#settled();
    }
  }
}
