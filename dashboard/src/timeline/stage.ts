import type { Run } from '../api/types.ts';
import { endOf } from '../core/journey.ts';
import type { Ticks } from '../core/ticks.ts';
import { ROW_HEIGHT, TRAIL_Y, type Frame } from './frame.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** Narrower gaps are dust; more than these are a texture, not a sign. */
const LEAST_GAP = 3;
const MOST_GAPS = 40;
const MOST_LINKS = 60;
/** In pixels, on average; where several runs share a row, closer steps of the path are a blot. */
const CLOSEST_STEPS = 20;

/** What lies behind the rows: marks, unaccounted time, now, the critical path, links. */
export class Stage {
  readonly element = document.createElement('div');
  readonly #paths = document.createElementNS(SVG, 'svg');
  readonly #lines: HTMLElement[] = [];
  readonly #gaps: HTMLElement[] = [];
  readonly #now = document.createElement('div');
  readonly #pointer = document.createElement('div');
  readonly #trail = path('trail');
  readonly #links = path('links');

  constructor() {
    this.element.className = 'stage';
    this.element.setAttribute('aria-hidden', 'true');
    this.#now.className = 'now';
    this.#pointer.className = 'pointer-line';
    this.#pointer.hidden = true;
    this.#paths.append(this.#links, this.#trail);
    this.element.append(this.#now, this.#pointer, this.#paths);
  }

  /** Draws for the rows from `first` to before `end`. */
  show(frame: Frame, ticks: Ticks, first: number, end: number): void {
    const top = first * ROW_HEIGHT;
    const height = Math.max(1, end - first) * ROW_HEIGHT;
    this.element.style.transform = `translateY(${top}px)`;
    this.element.style.height = `${height}px`;
    this.#showLines(frame, ticks);
    this.#showGaps(frame);
    this.#showNow(frame);
    this.#trail.setAttribute('d', trailOf(frame, first, end));
    this.#links.setAttribute('d', linksOf(frame, first, end));
  }

  point(x: number | null): void {
    this.#pointer.hidden = x === null;
    if (x !== null) {
      this.#pointer.style.transform = `translateX(${x.toFixed(1)}px)`;
    }
  }

  #showLines(frame: Frame, ticks: Ticks): void {
    spread(this.#lines, this.element, 'gridline', ticks.at.length, (line, place) => {
      line.style.transform = `translateX(${frame.scale.x(ticks.at[place] as number).toFixed(1)}px)`;
    });
  }

  #showGaps(frame: Frame): void {
    const { span, width } = frame.scale;
    const seen = frame.hidden.has('gaps')
      ? []
      : frame.journey.timeline.unaccounted.gaps
          .filter((gap) => gap.startOffsetNanos < span.to)
          .filter((gap) => gap.startOffsetNanos + gap.durationNanos > span.from)
          .map((gap) => ({
            left: Math.max(-1, frame.scale.x(gap.startOffsetNanos)),
            right: Math.min(width + 1, frame.scale.x(gap.startOffsetNanos + gap.durationNanos)),
          }))
          .filter((gap) => gap.right - gap.left >= LEAST_GAP)
          .sort((a, b) => b.right - b.left - (a.right - a.left))
          .slice(0, MOST_GAPS);
    spread(this.#gaps, this.element, 'gap', seen.length, (element, place) => {
      const gap = seen[place] as { left: number; right: number };
      element.style.transform = `translateX(${gap.left.toFixed(1)}px)`;
      element.style.width = `${(gap.right - gap.left).toFixed(1)}px`;
    });
  }

  #showNow(frame: Frame): void {
    const x = frame.scale.x(frame.present);
    this.#now.hidden =
      frame.journey.timeline.status !== 'RUNNING' || x < 0 || x > frame.scale.width;
    this.#now.style.transform = `translateX(${x.toFixed(1)}px)`;
  }
}

/** One line along the critical path: under each of its bars, down to the next one's row, and on. */
function trailOf(frame: Frame, first: number, end: number): string {
  const { journey, rows, scale, whole } = frame;
  const runs = journey.timeline.runs;
  const parts: string[] = [];
  if (isBlot(frame)) {
    return '';
  }
  const x = (at: number): string => Math.min(Math.max(scale.x(at), -4), scale.width + 4).toFixed(1);
  for (const index of journey.links.path) {
    const row = rows.rowOf.get(index);
    if (row === undefined) {
      continue;
    }
    const run = runs[index] as Run;
    const y = (row - first) * ROW_HEIGHT + TRAIL_Y;
    const into = journey.links.pathInto.get(index);
    const fromRow = into === undefined ? undefined : rows.rowOf.get(into.from);
    if (Math.max(row, fromRow ?? row) < first || Math.min(row, fromRow ?? row) >= end) {
      continue;
    }
    if (into !== undefined && fromRow !== undefined) {
      const left = endOf(runs[into.from] as Run, whole);
      parts.push(
        `M${x(left)} ${(fromRow - first) * ROW_HEIGHT + TRAIL_Y}V${y}H${x(endOf(run, whole))}`,
      );
    } else {
      parts.push(`M${x(run.startOffsetNanos)} ${y}H${x(endOf(run, whole))}`);
    }
  }
  return parts.join('');
}

function isBlot({ journey, rows, scale }: Frame): boolean {
  if (rows.rows[0]?.kind === 'run') {
    return false;
  }
  const { from, to } = scale.span;
  const seen = journey.links.path.filter((index) => {
    const start = journey.timeline.runs[index]?.startOffsetNanos ?? 0;
    return start >= from && start <= to;
  });
  return seen.length > scale.width / CLOSEST_STEPS;
}

/** Lines from the selected run to those it waited for and those that waited for it. */
function linksOf(frame: Frame, first: number, end: number): string {
  const { journey, selected } = frame;
  if (selected < 0) {
    return '';
  }
  const sources = (journey.timeline.runs[selected]?.dependencies ?? []).map(
    (from) => [from, selected] as const,
  );
  const targets = (journey.links.dependents[selected] ?? []).map((to) => [selected, to] as const);
  return [...sources, ...targets]
    .slice(0, MOST_LINKS)
    .map(([from, to]) => link(frame, from, to, first, end))
    .join('');
}

function link(frame: Frame, from: number, to: number, first: number, end: number): string {
  const fromRow = frame.rows.rowOf.get(from);
  const toRow = frame.rows.rowOf.get(to);
  const source = frame.journey.timeline.runs[from];
  const target = frame.journey.timeline.runs[to];
  if (
    fromRow === undefined ||
    toRow === undefined ||
    source === undefined ||
    target === undefined
  ) {
    return '';
  }
  if (Math.max(fromRow, toRow) < first || Math.min(fromRow, toRow) >= end) {
    return '';
  }
  const y = (row: number): number => (row - first) * ROW_HEIGHT + ROW_HEIGHT / 2;
  const x1 = frame.scale.x(endOf(source, frame.whole));
  const x2 = frame.scale.x(target.startOffsetNanos);
  const bend = Math.min(40, 12 + Math.abs(x2 - x1) / 3);
  const round = (value: number): string => value.toFixed(1);
  return `M${round(x1)} ${y(fromRow)}C${round(x1 + bend)} ${y(fromRow)} ${round(x2 - bend)} ${y(toRow)} ${round(x2)} ${y(toRow)}`;
}

function spread(
  elements: HTMLElement[],
  parent: HTMLElement,
  className: string,
  number: number,
  show: (element: HTMLElement, place: number) => void,
): void {
  while (elements.length < number) {
    const element = document.createElement('div');
    element.className = className;
    elements.push(element);
    parent.prepend(element);
  }
  elements.forEach((element, place) => {
    element.hidden = place >= number;
    if (place < number) {
      show(element, place);
    }
  });
}

function path(className: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('class', className);
  return element;
}
