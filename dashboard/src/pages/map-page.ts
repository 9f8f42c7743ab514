import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { ref } from 'lit-html/directives/ref.js';
import { askStepMap } from '../api/across.ts';
import type { StepMap } from '../api/across-types.ts';
import { formatRate, formatShare, shortCount, shortName } from '../core/figures.ts';
import { count, formatDuration, grouped } from '../core/format.ts';
import { mapLayout, type MapLayout, type PlacedEdge, type PlacedNode } from '../core/map-layout.ts';
import { windowWords } from '../core/place-words.ts';
import { formatPlace, placeOf, type Place } from '../core/places.ts';
import { icon } from '../view/icons.ts';
import { Load } from './load.ts';
import type { Shown, Tools } from './pages.ts';
import { emptyNote, freshness, pageHead, tableShape, windowPicker } from './parts.ts';

/** What fits into a step's box at the size and weight that names are drawn in. */
const NAME_LETTERS = 20;
/** From this share of failures on, a step is drawn as failing. */
const BAD_SHARE = 0.05;

interface Drawn {
  readonly map: StepMap;
  readonly layout: MapLayout;
}

/** Which step waits for which, as declared, and how each does. */
export function mapPage(made: Place, tools: Tools): Shown {
  const load = new Load<Drawn>(tools, async (signal) => {
    const answer = await askStepMap(made.window, signal);
    return answer?.kind === 'value'
      ? {
          kind: 'value',
          value: {
            map: answer.value,
            layout: mapLayout(answer.value.nodes, answer.value.edges, shortCount),
          },
        }
      : answer;
  });
  const refresh = (): void => void load.ask();
  return {
    title: () => 'Map of steps',
    refresh,
    template: (place, frame) => html`
      ${pageHead({
        kicker: `All accounts, the last ${windowWords(place.window)}`,
        title: 'Map of steps',
        tools: html`${windowPicker(place)} ${freshness(load, refresh, frame)}`,
      })}
      ${load.template(tableShape(), (drawn) => shown(place, drawn))}
    `,
  };
}

function shown(place: Place, { map, layout }: Drawn): TemplateResult {
  if (layout.nodes.length === 0) {
    return emptyNote(
      'No step ran',
      `No event of a step is from the last ${windowWords(place.window)}. Choose a longer window.`,
    );
  }
  return html`
    <p class="page-note">
      ${icon('note')}A step waits for those above it that a line leads from; numbers on lines say
      how often. ${leftOut(layout)}
    </p>
    <div
      class="card map-card"
      tabindex="0"
      role="region"
      aria-label="Map of steps"
      ${ref((element) => toMiddle(element))}
    >
      <svg
        class="map"
        width=${layout.width}
        height=${layout.height}
        viewBox="0 0 ${layout.width} ${layout.height}"
        role="group"
        aria-label="Steps, each with a link to its figures"
        @pointerover=${(event: Event) => point(event)}
        @pointerout=${(event: Event) => unpoint(event)}
        @focusin=${(event: Event) => point(event)}
        @focusout=${(event: Event) => unpoint(event)}
      >
        <defs>
          <marker
            id="map-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path class="map-arrow" d="M0 .5 8 4 0 7.500z" />
          </marker>
        </defs>
        ${layout.edges.map((edge) => edgePath(edge))} ${layout.edges.map((edge) => edgeCount(edge))}
        ${layout.nodes.map((node) => nodeBox(node, place))}
      </svg>
    </div>
    ${edgeTable(map)}
  `;
}

/** Where there is no room for all of it, it begins with its middle, where the first steps stand. */
function toMiddle(element: Element | undefined): void {
  if (element !== undefined && element.scrollLeft === 0) {
    queueMicrotask(() => {
      element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
    });
  }
}

function leftOut({ leftOut: { nodes, edges } }: MapLayout): string {
  return nodes + edges === 0
    ? ''
    : `Too much to draw whole: ${count(nodes, 'step')} and ${count(edges, 'line')} that were used least are left out.`;
}

function edgePath({ edge, path, weight }: PlacedEdge) {
  return svg`<path
    class="map-edge"
    d=${path}
    stroke-width=${weight.toFixed(1)}
    marker-end="url(#map-arrow)"
    data-from=${edge.from}
    data-to=${edge.to}
    aria-hidden="true"
  />`;
}

function edgeCount({ edge, label, labelText }: PlacedEdge) {
  return svg`<text
    class="map-count"
    x=${label.x + label.width / 2}
    y=${label.y + 12}
    text-anchor="middle"
    data-from=${edge.from}
    data-to=${edge.to}
    aria-hidden="true"
  >${labelText}</text>`;
}

function nodeBox({ node, x, y, width, height }: PlacedNode, place: Place) {
  const ratio = node.failureRatio ?? 0;
  const kind = ratio >= BAD_SHARE ? 'bad' : 'well';
  const p95 = node.p95Nanos === null ? '' : `p95 ${formatDuration(node.p95Nanos)}`;
  const says = [
    node.step,
    `${grouped(node.ended)} ended, ${formatRate(node.perMinute)} a minute`,
    `${formatShare(node.failureRatio)} failed`,
    ...(p95 === '' ? [] : [p95]),
  ].join(', ');
  const address = formatPlace(placeOf('steps', { step: node.step, window: place.window }));
  return svg`<a class="map-node map-node-${kind}" href=${address} data-step=${node.step}>
    <rect x=${x} y=${y} width=${width} height=${height} rx="9"><title>${says}</title></rect>
    <text class="map-name" x=${x + 12} y=${y + 23}>${shortName(node.step, NAME_LETTERS)}</text>
    <text class="map-figures" x=${x + 12} y=${y + 42}>${shortCount(node.ended)}</text>
    <text class="map-share" x=${x + width - 12} y=${y + 42} text-anchor="end">${
      ratio > 0 ? `${formatShare(ratio)} failed` : p95
    }</text>
  </a>`;
}

/** Lights up what leads to and from a step; straight in the page, as nothing else changes. */
function point(event: Event): void {
  const node = (event.target as Element).closest<SVGAElement>('.map-node');
  const map = event.currentTarget as SVGSVGElement;
  map.classList.toggle('pointed', node !== null);
  const step = node?.dataset['step'];
  for (const edge of map.querySelectorAll<SVGElement>('[data-from]')) {
    const near = edge.dataset['from'] === step || edge.dataset['to'] === step;
    edge.classList.toggle('near', node !== null && near);
  }
}

function unpoint(event: Event): void {
  const map = event.currentTarget as SVGSVGElement;
  map.classList.remove('pointed');
  map.querySelectorAll('.near').forEach((edge) => edge.classList.remove('near'));
}

const MOST_LISTED = 40;

/** The same as text, for those who do not see lines. */
function edgeTable({ edges }: StepMap): TemplateResult | typeof nothing {
  if (edges.length === 0) {
    return nothing;
  }
  const listed = edges.toSorted((a, b) => b.count - a.count).slice(0, MOST_LISTED);
  return html`<details class="map-list">
    <summary>As a list</summary>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">waits for</th>
          <th scope="col" class="number">How often</th>
        </tr>
      </thead>
      <tbody>
        ${listed.map(
          (edge) =>
            html`<tr>
              <td class="name">${edge.to}</td>
              <td class="name">${edge.from}</td>
              <td class="number">${grouped(edge.count)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${edges.length > listed.length ? html`<p class="page-note">The ${MOST_LISTED} used most of ${edges.length}.</p>` : nothing}
  </details>`;
}
