import { html, nothing, type TemplateResult } from 'lit-html';

/** The shape of what is to come, so that nothing jumps when it does. */
export function skeleton(slow: boolean): TemplateResult {
  return html`<section class="skeleton" aria-busy="true" aria-label="Looking it up">
    <h1 class="visually-hidden">Looking it up</h1>
    <div class="bone verdict-bone">
      <div class="bone-row bone-line-0"></div>
      <div class="bone-row bone-line-1"></div>
    </div>
    <div class="bone timeline-bone">
      ${[0, 1, 2, 3, 4, 5, 6].map((row) => html`<div class="bone-row bone-row-${row}"></div>`)}
    </div>
    <p class="slow" role="status">
      ${slow ? 'Still waiting for the API; this takes longer than usual.' : nothing}
    </p>
  </section>`;
}

/** What there is to say where the code that says it well could not be loaded either. */
export function plainFailure(
  detail: string | null,
  act: () => void,
  does = 'Try again',
): TemplateResult {
  return html`<section class="failure" role="alert">
    <h1>A part of this page could not be loaded</h1>
    <p>${detail ?? 'The connection may be gone, or the page may have been replaced since.'}</p>
    <button type="button" @click=${act}>${does}</button>
  </section>`;
}
