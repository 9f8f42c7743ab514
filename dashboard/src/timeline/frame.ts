import type { Clock } from '../core/clock.ts';
import type { Compared } from '../core/comparison.ts';
import type { IdleTime } from '../core/idle.ts';
import type { Journey } from '../core/journey.ts';
import type { Bracket } from '../core/parallel.ts';
import type { Rows } from '../core/rows.ts';
import type { Scale, Span } from '../core/scale.ts';
import type { Part } from '../core/url.ts';

/** Pixels that stay free at both ends of the axis. */
export const INSET = 8;
/** Height of every row in pixels; `timeline.css` says the same. */
export const ROW_HEIGHT = 28;
/** Height of a bar; it lies in the middle of its row. */
export const BAR_HEIGHT = 16;
/** Where the critical path's line runs within a row: right under the bar. */
export const TRAIL_Y = (ROW_HEIGHT + BAR_HEIGHT) / 2 + 1.5;

/** All that one drawing of the timeline needs. */
export interface Frame {
  readonly journey: Journey;
  readonly rows: Rows;
  /** Of the track: what is seen, over its width. */
  readonly scale: Scale;
  readonly whole: Span;
  /** Now, in nanoseconds from the execution's start. */
  readonly present: number;
  readonly clock: Clock;
  /** Index of the selected run, or -1. */
  readonly selected: number;
  /** The row that the keyboard is on, or -1. */
  readonly active: number;
  readonly hidden: ReadonlySet<Part>;
  readonly idle: IdleTime;
  /** Null while no execution is compared with. */
  readonly compared: Compared | null;
  /** Rows that ran side by side, by place. */
  readonly brackets: ReadonlyMap<number, Bracket>;
  /** Most bars in one row, so that the page stays small. */
  readonly mostBars: number;
}
