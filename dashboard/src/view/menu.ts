import { html, type TemplateResult } from 'lit-html';
import { icon } from './icons.ts';

/** A button that opens a small sheet. Its content is on the page only while it is open. */
export function menu(
  name: string,
  label: unknown,
  redraw: () => void,
  body: () => unknown,
): TemplateResult {
  const open = isOpen(name);
  return html`<details class="menu menu-${name}" @toggle=${redraw}>
    <summary>${label}${icon('down')}</summary>
    <div class="menu-body">${open ? body() : ''}</div>
  </details>`;
}

export function isOpen(name: string): boolean {
  return document.querySelector<HTMLDetailsElement>(`.menu-${name}`)?.open === true;
}

// A press anywhere else closes it.
addEventListener('pointerdown', (event) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
    menu.open = menu.contains(event.target as Node);
  }
});
