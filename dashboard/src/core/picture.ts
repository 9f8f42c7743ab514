import type { Run, Status } from '../api/types.ts';
import { barsOf } from './bars.ts';
import type { Clock } from './clock.ts';
import { count, formatDuration } from './format.ts';
import { wholeOf, type Journey } from './journey.ts';
import type { Rows } from './rows.ts';
import { scaleOf, within, type Span } from './scale.ts';
import { tickLabel, ticksOf } from './ticks.ts';
import { plus } from './time.ts';
import { rowTitle } from './row-words.ts';

/** A colour by its name among the page's own. */
export type Colour =
  'ink' | 'ink-2' | 'ink-3' | 'line' | 'surface' | 'trail' | 'gap' | Lowercase<Status>;

export type Shape =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: Colour;
      /** Striped, so that failures are told without colour. */
      readonly striped: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly fill: Colour;
      readonly bold: boolean;
      readonly anchor: 'start' | 'end';
    }
  | {
      readonly kind: 'line';
      readonly points: readonly (readonly [number, number])[];
      readonly stroke: Colour;
      readonly width: number;
    };

/** A drawing that SVG and canvas make alike. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export interface PictureInput {
  readonly journey: Journey;
  readonly rows: Rows;
  /** Null for the whole execution. */
  readonly span: Span | null;
  readonly clock: Clock;
  readonly present: number;
}

const WIDTH = 1400;
const MARGIN = 24;
const LABELS = 260;
const TIMES = 90;
const ROW = 26;
const BAR = 14;
const HEAD = 118;
/** Canvases of browsers end at about 32 000 pixels. */
export const MOST_PICTURED = 1_000;

/** The timeline's rows within what is seen, with verdict and axis: for a ticket or a chat. */
export function pictureOf(input: PictureInput): Picture {
  const { journey, rows } = input;
  const whole = wholeOf(journey, Math.max(0, input.present - journey.asOfOffset));
  const span = input.span === null ? whole : within(input.span, whole);
  const shown = rows.rows.slice(0, MOST_PICTURED);
  const left = MARGIN + LABELS + TIMES;
  const scale = scaleOf(span, WIDTH - MARGIN - left);
  const bottom = HEAD + shown.length * ROW;
  const shapes: Shape[] = [rect(0, 0, WIDTH, bottom + 40, 'surface'), ...heading(input)];
  const ticks = ticksOf(span.from, span.to, Math.floor(scale.width / 110));
  for (const at of ticks.at) {
    const x = left + scale.x(at);
    shapes.push(
      line(
        [
          [x, HEAD - 20],
          [x, bottom],
        ],
        'line',
        1,
      ),
    );
    shapes.push(text(x + 4, HEAD - 8, tickLabel(at, ticks.step, span.to), 11, 'ink-2'));
  }
  shown.forEach((row, place) => {
    const y = HEAD + place * ROW;
    const status = gravestOf(row.runs, journey.timeline.runs);
    const bad = status === 'FAILED' || status === 'STALLED' || status === 'LOST';
    const colour = bad ? colourOf(status) : status === null ? 'ink-3' : 'ink';
    shapes.push(
      text(MARGIN, y + 17, cut(rowTitle(row, journey.timeline.runs), 34), 12, colour, bad),
    );
    shapes.push(text(left - 12, y + 17, took(row.runs, input), 11, 'ink-2', false, 'end'));
    for (const bar of barsOf(journey.timeline.runs, row.runs, scale, whole, 300)) {
      const x = Math.max(0, bar.x);
      const width = Math.min(scale.width, bar.x + bar.width) - x;
      if (width > 0) {
        const top = y + (ROW - BAR) / 2;
        const striped = bar.status !== 'SUCCEEDED' && bar.status !== 'RUNNING';
        shapes.push({ ...rect(left + x, top, width, BAR, colourOf(bar.status)), striped });
        if (journey.timeline.runs[bar.run]?.critical === true && bar.runs === 1) {
          const under = top + BAR + 2;
          shapes.push(
            line(
              [
                [left + x, under],
                [left + x + width, under],
              ],
              'trail',
              1.75,
            ),
          );
        }
      }
    }
  });
  shapes.push(text(MARGIN, bottom + 26, footer(input, shown.length), 11, 'ink-3'));
  return { width: WIDTH, height: bottom + 40, shapes };
}

function heading({ journey, clock }: PictureInput): Shape[] {
  const { timeline, startedAt } = journey;
  const ids = `${timeline.accountId} / ${timeline.executionId}`;
  const began =
    startedAt === null ? '' : ` · ${clock.dateTime(startedAt)} ${clock.label(startedAt)}`;
  return [
    text(MARGIN, 40, cut(timeline.verdict ?? timeline.status, 130), 18, 'ink', true),
    text(MARGIN, 64, cut(ids, 140) + began, 12, 'ink-2'),
  ];
}

function footer({ rows, journey }: PictureInput, shown: number): string {
  const all = journey.timeline.runs.length;
  const cutRows =
    rows.rows.length > shown ? `the first ${shown} of ${count(rows.rows.length, 'row')}` : '';
  const filtered =
    rows.shownRuns < all ? `${rows.shownRuns} of ${count(all, 'run')}` : count(all, 'run');
  const to = journey.startedAt === null ? null : plus(journey.startedAt, journey.asOfOffset);
  const asOf =
    to === null ? '' : `as of ${new Date(to.seconds * 1000).toISOString().slice(0, 19)}Z`;
  return ['Orion Trail', filtered, cutRows, asOf].filter((part) => part !== '').join(' · ');
}

function took(members: readonly number[], { journey, present }: PictureInput): string {
  if (members.length === 0) {
    return '';
  }
  let sum = 0;
  for (const index of members) {
    const run = journey.timeline.runs[index] as Run;
    sum += run.durationNanos ?? Math.max(0, present - run.startOffsetNanos);
  }
  return formatDuration(sum);
}

const GRAVITY: readonly Status[] = ['FAILED', 'STALLED', 'LOST', 'UNKNOWN', 'RUNNING', 'SUCCEEDED'];

function gravestOf(members: readonly number[], runs: readonly Run[]): Status | null {
  const found = new Set(members.map((index) => runs[index]?.status));
  return GRAVITY.find((status) => found.has(status)) ?? null;
}

function colourOf(status: Status): Colour {
  return status.toLowerCase() as Lowercase<Status>;
}

function cut(words: string, most: number): string {
  const letters = [...words];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : words;
}

function rect(x: number, y: number, width: number, height: number, fill: Colour) {
  return { kind: 'rect' as const, x, y, width, height, fill, striped: false };
}

function line(
  points: readonly (readonly [number, number])[],
  stroke: Colour,
  width: number,
): Shape {
  return { kind: 'line', points, stroke, width };
}

function text(
  x: number,
  y: number,
  words: string,
  size: number,
  fill: Colour,
  bold = false,
  anchor: 'start' | 'end' = 'start',
): Shape {
  return { kind: 'text', x, y, text: words, size, fill, bold, anchor };
}
