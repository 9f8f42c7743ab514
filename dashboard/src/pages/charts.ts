import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { bandPath, barsPath, linePath, niceTop, slotAt } from '../core/chart.ts';
import { formatDuration } from '../core/format.ts';
import type { Series } from '../core/series.ts';
import { ticksOf } from '../core/ticks.ts';
import { plus, SECOND, type Moment } from '../core/time.ts';
import type { Frame } from './door.ts';

interface Drawn {
  readonly kind: 'bars' | 'bars-failed' | 'line-strong' | 'line' | 'band';
  readonly path: string;
}

const SMALL = { width: 132, height: 28 };
const LARGE = { width: 1000, height: 150 };
const MOST_TICKS = 6;

/** Runs and, on top in the failures' colour, those that failed: a table's small chart. */
export function smallRuns(series: Series, label: string): TemplateResult {
  const { bars, failed } = stacked(series, SMALL);
  return sparkline(label, [
    { kind: 'bars', path: bars },
    { kind: 'bars-failed', path: failed },
  ]);
}

/** The usual duration as a line in a band up to p95. */
export function smallDurations(series: Series, label: string): TemplateResult {
  return sparkline(label, durationPaths(series, SMALL).drawn);
}

function sparkline(label: string, drawn: readonly Drawn[]): TemplateResult {
  return html`<svg
    class="spark"
    role="img"
    aria-label=${label}
    viewBox="0 -1 ${SMALL.width} ${SMALL.height + 2}"
  >
    ${paths(drawn)}
  </svg>`;
}

/** The same with axes, for a page of its own. */
export function largeRuns(series: Series, frame: Frame): TemplateResult {
  const { bars, failed, top } = stacked(series, LARGE);
  return chart({
    label: 'Runs that ended, and those of them that failed',
    legend: [
      ['bars', 'ended well'],
      ['bars-failed', 'failed'],
    ],
    drawn: [
      { kind: 'bars', path: bars },
      { kind: 'bars-failed', path: failed },
    ],
    top: String(top),
    from: series.from,
    widthNanos: series.widthNanos,
    slots: series.slots.length,
    describe: (place) => {
      const slot = series.slots[place];
      return slot === undefined || slot.ended === 0
        ? 'none ended'
        : `${slot.ended} ended, ${slot.failures} failed`;
    },
    frame,
  });
}

export function largeDurations(series: Series, frame: Frame): TemplateResult {
  const { drawn, top } = durationPaths(series, LARGE);
  return chart({
    label: 'Duration of the runs that succeeded: median and 95th percentile',
    legend: [
      ['line-strong', 'p50'],
      ['line', 'p95'],
    ],
    drawn,
    top: formatDuration(top),
    from: series.from,
    widthNanos: series.widthNanos,
    slots: series.slots.length,
    describe: (place) => {
      const slot = series.slots[place];
      return slot === undefined || slot.p50 === null || slot.p95 === null
        ? 'none measured'
        : `p50 ${formatDuration(slot.p50)}, p95 ${formatDuration(slot.p95)}`;
    },
    frame,
  });
}

export interface Counts {
  readonly label: string;
  readonly from: Moment;
  readonly widthNanos: number;
  readonly counts: readonly number[];
  /** What is counted, as in `3 failures`. */
  readonly unit: (number: number) => string;
  readonly frame: Frame;
}

/** How often something happened over time. */
export function largeCounts(input: Counts): TemplateResult {
  const top = niceTop(Math.max(1, ...input.counts));
  return chart({
    ...input,
    legend: [],
    drawn: [{ kind: 'bars-failed', path: barsPath(input.counts, [], top, LARGE) }],
    top: String(top),
    slots: input.counts.length,
    describe: (place) => input.unit(input.counts[place] ?? 0),
  });
}

function stacked(series: Series, area: typeof SMALL) {
  const well = series.slots.map((slot) => Math.max(0, slot.ended - slot.failures));
  const failures = series.slots.map((slot) => slot.failures);
  const top = niceTop(Math.max(1, ...series.slots.map((slot) => slot.ended)));
  return {
    top,
    bars: barsPath(well, [], top, area),
    failed: barsPath(failures, well, top, area),
  };
}

function durationPaths(
  series: Series,
  area: typeof SMALL,
): { readonly drawn: readonly Drawn[]; readonly top: number } {
  const p50 = series.slots.map((slot) => slot.p50);
  const p95 = series.slots.map((slot) => slot.p95);
  const top = niceTop(Math.max(1, ...p95.map((value) => value ?? 0)));
  return {
    top,
    drawn: [
      { kind: 'band', path: bandPath(p50, p95, top, area) },
      { kind: 'line', path: linePath(p95, top, area) },
      { kind: 'line-strong', path: linePath(p50, top, area) },
    ],
  };
}

interface Chart {
  readonly label: string;
  readonly legend: readonly (readonly [Drawn['kind'], string])[];
  readonly drawn: readonly Drawn[];
  /** What the upper edge stands for. */
  readonly top: string;
  readonly from: Moment;
  readonly widthNanos: number;
  readonly slots: number;
  readonly describe: (slot: number) => string;
  readonly frame: Frame;
}

/** Stretched to the room there is; only what is written keeps its shape. */
function chart(input: Chart): TemplateResult {
  return html`<figure class="chart">
    <figcaption>
      <span class="chart-title">${input.label}</span>
      ${input.legend.map(([kind, word]) => html`<span class="key key-${kind}">${word}</span>`)}
      <span class="readout" aria-hidden="true"></span>
    </figcaption>
    <div class="chart-body">
      <div class="chart-scale" aria-hidden="true"><span>${input.top}</span><span>0</span></div>
      <svg
        class="chart-area"
        role="img"
        aria-label="${input.label}, up to ${input.top}"
        viewBox="0 0 ${LARGE.width} ${LARGE.height}"
        preserveAspectRatio="none"
        @pointermove=${(event: PointerEvent) => pointed(event, input)}
        @pointerleave=${(event: PointerEvent) => left(event)}
      >
        <path class="chart-grid" d="M0 .5H1000M0 75H1000M0 149.500H1000" />
        ${paths(input.drawn)}
        <path class="chart-cursor" d="" />
      </svg>
      <svg class="chart-axis" aria-hidden="true">${axis(input)}</svg>
    </div>
  </figure>`;
}

function paths(drawn: readonly Drawn[]) {
  return drawn.map(({ kind, path }) =>
    path === '' ? nothing : svg`<path class="drawn-${kind}" d=${path} />`,
  );
}

function axis({ from, widthNanos, slots, frame }: Chart) {
  const length = slots * widthNanos;
  // Whole numbers of nanoseconds since 1970 are too long for a double, seconds are not.
  const start = from.seconds * SECOND;
  const { step, at } = ticksOf(start, start + length, MOST_TICKS);
  return at.map((tick) => {
    const share = ((tick - start) / length) * 100;
    const anchor = share < 4 ? 'start' : share > 96 ? 'end' : 'middle';
    const moment = plus(from, Math.round((tick - start) / SECOND) * SECOND);
    return svg`<text x="${share}%" y="13" text-anchor=${anchor}
      >${frame.clock.tick(moment, step, length)}</text>`;
  });
}

/** Straight into the page: a pointer moves more often than a page can be drawn anew. */
function pointed(event: PointerEvent, input: Chart): void {
  const area = event.currentTarget as SVGSVGElement;
  const box = area.getBoundingClientRect();
  const slot = slotAt(event.clientX - box.left, input.slots, box.width);
  const x = ((slot + 0.5) / input.slots) * LARGE.width;
  area.querySelector('.chart-cursor')?.setAttribute('d', `M${x} 0V${LARGE.height}`);
  const at = plus(input.from, slot * input.widthNanos);
  const time = input.frame.clock.tick(at, Math.min(input.widthNanos, 3600 * SECOND), Infinity);
  readout(area, `${time}: ${input.describe(slot)}`);
}

function left(event: PointerEvent): void {
  const area = event.currentTarget as SVGSVGElement;
  area.querySelector('.chart-cursor')?.setAttribute('d', '');
  readout(area, '');
}

function readout(area: SVGSVGElement, text: string): void {
  const place = area.closest('.chart')?.querySelector('.readout');
  if (place) {
    place.textContent = text;
  }
}
