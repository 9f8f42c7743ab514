import { html, nothing, type TemplateResult } from 'lit-html';
import type { Failure } from '../api/answer.ts';
import type { Asking } from '../api/across.ts';
import { pageFailureWords } from '../core/page-failures.ts';
import { copyButton } from '../view/copy.ts';
import { icon } from '../view/icons.ts';
import type { Ways } from './door.ts';

const SLOW_MS = 3_000;

/** What a question needs of the page around it. */
type Asker = Pick<Ways, 'redraw' | 'announce' | 'signIn'>;

type State<T> =
  | { readonly kind: 'loading'; readonly slow: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly value: T };

/** One question of a view, from asking to whatever came of it. */
export class Load<T> {
  readonly #ways: Asker;
  readonly #question: (signal: AbortSignal) => Asking<T>;
  readonly #says: ((value: T) => string) | undefined;
  #state: State<T> = { kind: 'loading', slow: false };
  #open: AbortController | null = null;
  #at = 0;
  /** Why the latest question failed while an older answer is still shown. */
  #trouble: Failure | null = null;

  /** `says` puts an answer into a few words for those who do not see it arrive. */
  constructor(
    ways: Asker,
    question: (signal: AbortSignal) => Asking<T>,
    says?: (value: T) => string,
  ) {
    this.#ways = ways;
    this.#question = question;
    this.#says = says;
    void this.ask();
  }

  /** When the answer came, in milliseconds since 1970; 0 before. */
  get at(): number {
    return this.#at;
  }

  get isAsking(): boolean {
    return this.#open !== null;
  }

  get value(): T | null {
    return this.#state.kind === 'loaded' ? this.#state.value : null;
  }

  /** What is shown stays until there is an answer. */
  async ask(): Promise<void> {
    this.#open?.abort();
    const open = new AbortController();
    this.#open = open;
    if (this.#state.kind !== 'loaded') {
      this.#state = { kind: 'loading', slow: false };
    }
    const slow = setTimeout(() => this.#slow(), SLOW_MS);
    const answer = await this.#question(open.signal);
    clearTimeout(slow);
    if (answer === null || open.signal.aborted) {
      return;
    }
    this.#open = null;
    if (answer.kind === 'value') {
      this.#state = { kind: 'loaded', value: answer.value };
      this.#at = Date.now();
      this.#trouble = null;
      if (this.#says !== undefined) {
        this.#ways.announce(this.#says(answer.value));
      }
    } else if (this.#state.kind === 'loaded') {
      this.#trouble = answer.failure;
    } else {
      this.#state = { kind: 'failed', failure: answer.failure };
    }
    this.#ways.redraw();
  }

  /** What there is to see: `shape` stands for the answer until it is there. */
  template(shape: TemplateResult, show: (value: T) => TemplateResult): TemplateResult {
    switch (this.#state.kind) {
      case 'loading':
        return html`<div class="waiting" aria-busy="true">
          ${shape}
          <p class="slow" role="status">
            ${
              this.#state.slow
                ? 'Still waiting for the API; this takes longer than usual.'
                : nothing
            }
          </p>
        </div>`;
      case 'failed':
        return failureBox(this.#state.failure, this.#remedy(this.#state.failure));
      case 'loaded':
        return html`${this.#trouble === null ? nothing : this.#banner(this.#trouble)}
        ${show(this.#state.value)}`;
    }
  }

  /** A button that may mend it. */
  #remedy({ kind }: Failure): TemplateResult {
    return kind === 'unauthorised'
      ? html`<button type="button" @click=${() => this.#ways.signIn()}>Sign in</button>`
      : html`<button type="button" @click=${() => this.#again()}>Try again</button>`;
  }

  #again(): void {
    void this.ask();
    this.#ways.redraw();
  }

  #slow(): void {
    if (this.#state.kind === 'loading') {
      this.#state = { kind: 'loading', slow: true };
      this.#ways.redraw();
    }
  }

  #banner(failure: Failure): TemplateResult {
    return html`<div class="banner" role="alert">
      ${icon('stalled')}
      <span>${pageFailureWords(failure).title}. What is shown is the answer before.</span>
      ${this.#remedy(failure)}
    </div>`;
  }
}

/** Says what went wrong, what that means and what to do. */
function failureBox(failure: Failure, remedy: TemplateResult): TemplateResult {
  const words = pageFailureWords(failure);
  const own = failure.kind === 'unreachable' ? null : failure.detail;
  return html`<section class="failure failure-${failure.kind}" role="alert">
    <div class="failure-icon">${icon('stalled')}</div>
    <h2>${words.title}</h2>
    ${own === null ? html`<p class="meaning">${words.meaning}</p>` : html`<p class="detail">${own}</p>`}
    <ul>
      ${(failure.hints.length > 0 ? failure.hints : words.hints).map((hint) => html`<li>${hint}</li>`)}
    </ul>
    <div class="failure-actions">${words.retry ? remedy : nothing}</div>
    ${
      failure.requestId === null
        ? nothing
        : html`<p class="request-id">
            Request <code>${failure.requestId}</code>
            ${copyButton(failure.requestId, 'the request id')}
          </p>`
    }
  </section>`;
}
