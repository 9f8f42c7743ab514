import { html, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';

/** A button that opens a small sheet. Its content is on the page only while it is open. */
export function menu(
  name: string,
  label: unknown,
  redraw: () => void,
  body: () => unknown,
): TemplateResult {
  const open = document.querySelector<HTMLDetailsElement>(`.menu-${name}`)?.open === true;
  return html`<details class="menu menu-${name}" @toggle=${redraw}>
    <summary>${label}${icon('down')}</summary>
    <div class="menu-body">${open ? body() : ''}</div>
  </details>`;
}
