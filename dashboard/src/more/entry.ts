import { html, type TemplateResult } from 'lit-html';

/** One name and its value in a list of such. */
export function entry(name: string, value: unknown): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
