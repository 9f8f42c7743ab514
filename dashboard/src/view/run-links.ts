import { html, nothing, type TemplateResult } from 'lit-html';
import type { Run, Timeline } from '../api/types.ts';

/** An address of another tool about one run. */
export interface RunLink {
  readonly label: string;
  readonly href: string;
}

type LinksOf = (timeline: Timeline, run: Run) => readonly RunLink[];

let linksOf: LinksOf = () => [];

/** For the page's start: which other tools know of runs. */
export function linkRunsBy(next: LinksOf): void {
  linksOf = next;
}

/** Ways to the run's logs and trace, where the installation has any. */
export function runLinks(timeline: Timeline, run: Run): TemplateResult | typeof nothing {
  const links = linksOf(timeline, run);
  return links.length === 0
    ? nothing
    : html`<p class="run-links">
        ${links.map(
          ({ label, href }) =>
            html`<a href=${href} target="_blank" rel="noopener noreferrer">${label}</a>`,
        )}
      </p>`;
}
