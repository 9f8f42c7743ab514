import { html, nothing, type TemplateResult } from 'lit-html';
import type { Failure } from '../api/answer.ts';
import type { Ids } from '../core/ids.ts';
import type { AppState } from '../core/state.ts';
import { EMPTY_VIEW, formatView } from '../core/url.ts';
import { FAILURE_WORDS } from '../core/failure-words.ts';
import { copyButton } from './copy.ts';
import { icon } from './icons.ts';

/** The empty page: the two fields, what they take, what was looked up lately. */
export function startPage(
  form: TemplateResult,
  recent: readonly Ids[],
  lookUp: (ids: Ids) => void,
  forget: () => void,
  more: unknown,
): TemplateResult {
  return html`<section class="start">
    <svg class="start-logo" aria-hidden="true" focusable="false"><use href="#i-logo"></use></svg>
    <h1>What happened to this account?</h1>
    ${form}
    <p class="hint">
      Paste <code>account#execution</code>, a link or a log line into either field and both fill.
    </p>
    ${recent.length === 0 ? nothing : recents(recent, lookUp, forget)} ${more}
  </section>`;
}

function recents(
  recent: readonly Ids[],
  lookUp: (ids: Ids) => void,
  forget: () => void,
): TemplateResult {
  return html`<div class="recent">
    <h2>Looked up lately</h2>
    <ul>
      ${recent.map(
        (ids) =>
          html`<li>
            <a
              href=${formatView({ ...EMPTY_VIEW, ...ids })}
              @click=${(event: MouseEvent) => {
                if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
                  event.preventDefault();
                  lookUp(ids);
                }
              }}
              ><span class="id">${ids.account}</span><span class="id-part">/</span
              ><span class="id">${ids.execution}</span></a
            >
          </li>`,
      )}
    </ul>
    <button type="button" class="quiet" @click=${forget}>Forget these</button>
  </div>`;
}

/** Says what went wrong, what that means and what to do. */
export function failurePage(
  failure: Failure,
  ids: Ids,
  retry: () => void,
  another: (() => void) | null,
): TemplateResult {
  const words = FAILURE_WORDS[failure.kind];
  return html`<section class="failure failure-${failure.kind}" role="alert">
    <div class="failure-icon">${icon(failure.kind === 'not-found' ? 'search' : 'stalled')}</div>
    <h1>${words.title}</h1>
    ${
      ids.account === '' && ids.execution === ''
        ? nothing
        : html`<p class="ids">
            <span class="id">${ids.account}</span><span class="id-part" aria-hidden="true">/</span
            ><span class="id">${ids.execution}</span>
          </p>`
    }
    ${
      failure.detail === null || failure.kind === 'unreachable'
        ? html`<p class="meaning">${words.meaning}</p>`
        : html`<p class="detail">${failure.detail}</p>`
    }
    <ul>
      ${(failure.hints.length > 0 ? failure.hints : words.hints).map((hint) => html`<li>${hint}</li>`)}
    </ul>
    <div class="failure-actions">
      ${words.retry ? html`<button type="button" @click=${retry}>${again(failure)}</button>` : nothing}
      ${
        another === null || failure.kind !== 'forbidden'
          ? nothing
          : html`<button type="button" @click=${another}>Sign in as somebody else</button>`
      }
    </div>
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

function again({ kind }: Failure): string {
  return kind === 'unauthorised' || kind === 'sign-in' ? 'Sign in' : 'Try again';
}

/** Above what is shown, which stays as it is. */
export function signInBanner(
  { signIn, load }: AppState,
  act: () => void,
): TemplateResult | typeof nothing {
  // Where nothing is shown yet, a failed sign-in is a page of its own.
  if (signIn.kind !== 'over' && !(signIn.kind === 'failed' && load.kind === 'loaded')) {
    return nothing;
  }
  return html`<div class="banner" role="alert">
    ${icon('stalled')}
    <span
      >${
        signIn.kind === 'over'
          ? 'Your sign-in is over. What you see stays as it is; signing in comes back to it.'
          : `${FAILURE_WORDS[signIn.failure.kind].title}: ${signIn.failure.detail ?? ''}`
      }</span
    >
    <button type="button" @click=${act}>Sign in again</button>
  </div>`;
}

/** Above a timeline that could not be refreshed. */
export function troubleBanner(failure: Failure, age: string, retry: () => void): TemplateResult {
  return html`<div class="banner">
    ${icon('stalled')}
    <span>${FAILURE_WORDS[failure.kind].title}. This is as of ${age} ago.</span>
    <button type="button" @click=${retry}>Try again</button>
  </div>`;
}

export { parsePasted } from '../core/pasted.ts';
