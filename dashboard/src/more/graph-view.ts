import type { Run } from '../api/types.ts';
import { formatDuration } from '../core/format.ts';
import { layoutGraph, type GraphLayout, type Route } from '../core/graph.ts';
import { graphModelOf, type EdgeKind, type GraphModel } from '../core/graph-model.ts';
import type { Journey } from '../core/journey.ts';
import { STATUS_WORDS } from '../core/words.ts';
import { made } from '../timeline/made.ts';
import { statusClass, statusIcon } from '../view/icons.ts';
import type { ViewInput, ViewsHost } from './views.ts';

const SVG = 'http://www.w3.org/2000/svg';
const SIZE = { nodeWidth: 196, nodeHeight: 46, gapX: 44, gapY: 16 };
const MARGIN = 24;
const LETTERS = 20;
const ZOOM = 1.25;
const KINDS: readonly EdgeKind[] = ['holds', 'inferred', 'retry', 'dependency'];

interface Drawn {
  readonly journey: Journey;
  /** The run around which it was drawn. */
  readonly part: number;
  readonly model: GraphModel;
  readonly layout: GraphLayout;
}

/** What waited for what, from left to right. */
export class GraphView {
  readonly element = made('div', 'view view-graph');
  readonly #host: ViewsHost;
  readonly #note = made('span', '');
  readonly #scroller = made('div', 'graph-scroller');
  readonly #svg = document.createElementNS(SVG, 'svg');
  #drawn: Drawn | null = null;
  #shown = '';
  #scale = 0;
  #selected = -1;

  constructor(host: ViewsHost) {
    this.#host = host;
    const bar = made('div', 'view-bar');
    bar.append(this.#note);
    this.#svg.setAttribute('role', 'listbox');
    this.#svg.setAttribute('aria-label', 'Runs and what they waited for');
    this.#svg.setAttribute('tabindex', '0');
    this.#svg.addEventListener('click', (event) => {
      const node = (event.target as Element).closest<SVGElement>('[data-run]');
      if (node !== null) {
        host.select(Number(node.dataset['run']));
      }
    });
    this.#svg.addEventListener('keydown', (event) => this.#pressed(event));
    this.#scroller.append(this.#svg);
    this.element.append(bar, this.#scroller);
  }

  show(input: ViewInput): void {
    const { journey, selected, rows } = input;
    this.#selected = selected;
    const drawn = this.#layout(journey, selected);
    const fitting = rows.rowOf;
    const faint = (run: number): boolean => !fitting.has(run) || rows.faint.has(run);
    const key = `${selected} ${input.view.text} ${input.view.statuses} ${input.view.criticalOnly} ${input.view.dim}`;
    if (this.#svg.childElementCount === 0 || this.#shown !== key) {
      this.#shown = key;
      this.#mark(drawn.model, faint);
      this.#reveal();
    }
  }

  zoomIn(): void {
    this.#zoomTo(this.#scale * ZOOM);
  }

  zoomOut(): void {
    this.#zoomTo(this.#scale / ZOOM);
  }

  fit(): void {
    const { layout } = this.#drawn ?? { layout: { width: 1, height: 1 } };
    const { clientWidth, clientHeight } = this.#scroller;
    const fitting = Math.min(
      clientWidth / (layout.width + 2 * MARGIN),
      clientHeight / (layout.height + 2 * MARGIN),
    );
    this.#zoomTo(Math.min(1, fitting));
  }

  #layout(journey: Journey, selected: number): Drawn {
    const centre = selected >= 0 ? selected : Math.max(0, journey.decisive);
    const known = this.#drawn;
    if (known?.journey === journey && (!known.model.isPart || known.part === centre)) {
      return known;
    }
    const model = graphModelOf(journey, centre);
    const layout = layoutGraph(model.runs.length, model.edges, SIZE);
    this.#drawn = { journey, part: centre, model, layout };
    this.#shown = '';
    this.#draw(journey, model, layout);
    this.#note.textContent = model.isPart
      ? `${model.runs.length} of ${journey.timeline.runs.length} runs: those around the selected one. Select another to move on.`
      : 'From left to right: what waited for what. The critical path is bold.';
    if (known === null || known.journey.timeline.executionId !== journey.timeline.executionId) {
      this.#scale = 0;
    }
    this.#zoomTo(this.#scale === 0 ? this.#readable(layout) : this.#scale);
    return this.#drawn;
  }

  /** As much as fits, but not so small that it cannot be read. */
  #readable({ width, height }: GraphLayout): number {
    const { clientWidth, clientHeight } = this.#scroller;
    const fitting = Math.min(
      clientWidth / (width + 2 * MARGIN),
      Math.max(clientHeight, 320) / (height + 2 * MARGIN),
    );
    return Math.min(1, Math.max(0.72, fitting));
  }

  #draw(journey: Journey, model: GraphModel, layout: GraphLayout): void {
    const critical = new Set<string>();
    for (const edge of journey.links.pathInto.values()) {
      critical.add(`${edge.from} ${edge.to}`);
    }
    const ofKind = (kind: EdgeKind | 'critical'): string =>
      layout.routes
        .filter((route, place) => {
          const runs = `${model.runs[route.from]} ${model.runs[route.to]}`;
          return kind === 'critical' ? critical.has(runs) : model.kinds[place] === kind;
        })
        .map(curve)
        .join('');
    const paths = [...KINDS, 'critical' as const].map((kind) => {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', `edge edge-${kind}`);
      path.setAttribute('d', ofKind(kind));
      return path;
    });
    const nodes = model.runs.map((run, place) =>
      nodeOf(journey.timeline.runs[run] as Run, run, layout.places[place] ?? { x: 0, y: 0 }),
    );
    this.#svg.replaceChildren(...paths, ...nodes);
    const width = layout.width + 2 * MARGIN;
    const height = layout.height + 2 * MARGIN;
    this.#svg.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${width} ${height}`);
  }

  #mark(model: GraphModel, faint: (run: number) => boolean): void {
    for (const node of this.#svg.querySelectorAll<SVGElement>('[data-run]')) {
      const run = Number(node.dataset['run']);
      node.setAttribute('aria-selected', run === this.#selected ? 'true' : 'false');
      node.classList.toggle('faint', faint(run));
    }
    if (model.runs.includes(this.#selected)) {
      this.#svg.setAttribute('aria-activedescendant', `node-${this.#selected}`);
    } else {
      this.#svg.removeAttribute('aria-activedescendant');
    }
  }

  #reveal(): void {
    document
      .getElementById(`node-${this.#selected}`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #zoomTo(scale: number): void {
    this.#scale = Math.min(2, Math.max(0.2, scale));
    const { layout } = this.#drawn ?? { layout: { width: 0, height: 0 } };
    this.#svg.style.width = `${((layout.width + 2 * MARGIN) * this.#scale).toFixed(0)}px`;
    this.#svg.style.height = `${((layout.height + 2 * MARGIN) * this.#scale).toFixed(0)}px`;
  }

  /** Left to what it waited for, right to what waited for it, up and down within the column. */
  #pressed(event: KeyboardEvent): void {
    const drawn = this.#drawn;
    const vertical = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const horizontal = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (drawn === null || (vertical === undefined && horizontal === undefined)) {
      return;
    }
    event.preventDefault();
    const { model, layout } = drawn;
    const place = model.runs.indexOf(this.#selected);
    const to =
      place < 0
        ? 0
        : vertical !== undefined
          ? inColumn(layout, place, vertical)
          : alongEdge(model, place, horizontal ?? 0);
    const run = model.runs[to];
    if (run !== undefined) {
      this.#host.select(run);
    }
  }
}

function inColumn(layout: GraphLayout, place: number, step: number): number {
  const column = layout.layers.find((members) => members.includes(place)) ?? [];
  return column[column.indexOf(place) + step] ?? place;
}

function alongEdge(model: GraphModel, place: number, step: number): number {
  const [from, to] = step < 0 ? [1, 0] : [0, 1];
  return model.edges.find((edge) => edge[from as 0 | 1] === place)?.[to as 0 | 1] ?? place;
}

function nodeOf(
  run: Run,
  index: number,
  at: { readonly x: number; readonly y: number },
): SVGElement {
  const group = document.createElementNS(SVG, 'g');
  const took = run.durationNanos === null ? 'open' : formatDuration(run.durationNanos);
  const tries = run.attempt > 1 ? `try ${run.attempt} · ` : '';
  group.id = `node-${index}`;
  group.dataset['run'] = String(index);
  group.setAttribute('class', `node ${statusClass(run.status)} ${run.critical ? 'critical' : ''}`);
  group.setAttribute('role', 'option');
  // What is written in it is its name; this says the rest.
  group.setAttribute('aria-description', `${run.step}, ${STATUS_WORDS[run.status]}`);
  group.setAttribute('transform', `translate(${at.x} ${at.y - SIZE.nodeHeight / 2})`);
  const box = document.createElementNS(SVG, 'rect');
  box.setAttribute('width', String(SIZE.nodeWidth));
  box.setAttribute('height', String(SIZE.nodeHeight));
  box.setAttribute('rx', '8');
  const icon = document.createElementNS(SVG, 'use');
  icon.setAttribute('href', `#i-${statusIcon(run.status)}`);
  for (const [name, value] of [
    ['x', '10'],
    ['y', '15'],
    ['width', '16'],
    ['height', '16'],
  ] as const) {
    icon.setAttribute(name, value);
  }
  const letters = [...run.step];
  const name = letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join('')}…` : run.step;
  group.append(box, icon, text(name, 20, 'node-name'), text(`${tries}${took}`, 36, 'node-time'));
  return group;
}

function text(content: string, y: number, className: string): SVGElement {
  const element = document.createElementNS(SVG, 'text');
  element.setAttribute('x', '34');
  element.setAttribute('y', String(y));
  element.setAttribute('class', className);
  element.textContent = content;
  return element;
}

function curve({ points }: Route): string {
  let path = '';
  points.forEach(({ x, y }, place) => {
    const before = points[place - 1];
    const middle = before === undefined ? 0 : (before.x + x) / 2;
    path +=
      before === undefined
        ? `M${x.toFixed(1)} ${y.toFixed(1)}`
        : before.y === y
          ? `H${x.toFixed(1)}`
          : `C${middle.toFixed(1)} ${before.y.toFixed(1)} ${middle.toFixed(1)} ${y.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return path;
}
