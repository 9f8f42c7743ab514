import { html, type TemplateResult } from 'lit-html';
import type { Status } from '../api/types.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of the page's own set (`index.html`); it says nothing to a screen reader. */
export function icon(name: string): TemplateResult {
  return html`<svg class="icon" aria-hidden="true" focusable="false">
    <use href="#i-${name}"></use>
  </svg>`;
}

/** The same for code that builds elements by hand; {@link setIcon} changes it. */
export function makeIcon(): SVGSVGElement {
  const element = document.createElementNS(SVG, 'svg');
  element.setAttribute('class', 'icon');
  element.setAttribute('aria-hidden', 'true');
  element.append(document.createElementNS(SVG, 'use'));
  return element;
}

export function setIcon(element: SVGSVGElement, name: string): void {
  element.firstElementChild?.setAttribute('href', `#i-${name}`);
}

/** The class that gives an element its status's colours. */
export function statusClass(status: Status): string {
  return `is-${status.toLowerCase()}`;
}

export function statusIcon(status: Status): string {
  return status.toLowerCase();
}
