import type { Run, Status } from '../api/types.ts';
import { endOf } from './journey.ts';
import type { Scale, Span } from './scale.ts';

/** What is drawn on a track: one run, or several too small to tell apart at this zoom. */
export interface Bar {
  /** Left edge and width in pixels; may reach beyond the track. */
  readonly x: number;
  readonly width: number;
  /** The first run, and how many there are. */
  readonly run: number;
  readonly runs: number;
  /** The gravest of the runs. */
  readonly status: Status;
}

/** Narrower runs could not be seen or hit. */
const LEAST_WIDTH = 3;
const GRAVITY: readonly Status[] = ['SUCCEEDED', 'RUNNING', 'UNKNOWN', 'LOST', 'STALLED', 'FAILED'];

/**
 * The bars of one row within what is seen, left to right, never overlapping, at most `most`: runs
 * narrower than they can be drawn melt with like neighbours into one bar. Where unlike ones share
 * a few pixels the gravest shows, so that zooming out neither hides a failure nor spreads it.
 */
export function barsOf(
  runs: readonly Run[],
  members: readonly number[],
  scale: Scale,
  whole: Span,
  most: number,
): readonly Bar[] {
  for (let least = LEAST_WIDTH; ; least *= 2) {
    const bars = melted(runs, members, scale, whole, least);
    if (bars.length <= Math.max(1, most) || least > scale.width) {
      return bars;
    }
  }
}

interface OpenBar {
  x: number;
  end: number;
  run: number;
  runs: number;
  status: Status;
  small: boolean;
}

function melted(
  runs: readonly Run[],
  members: readonly number[],
  scale: Scale,
  whole: Span,
  least: number,
): Bar[] {
  const bars: OpenBar[] = [];
  for (
    let place = firstSeen(runs, members, scale.span.from, whole);
    place < members.length;
    place++
  ) {
    const index = members[place] as number;
    const run = runs[index] as Run;
    if (run.startOffsetNanos > scale.span.to) {
      break;
    }
    const last = bars.at(-1);
    const x = Math.max(scale.x(run.startOffsetNanos), last?.end ?? -Infinity);
    const end = scale.x(endOf(run, whole));
    const small = end - x < least;
    if (small && last?.small === true && x - last.end < least && mixes(last, run.status, least)) {
      last.end = Math.max(last.end, end);
      last.runs++;
      last.status = graver(last.status, run.status);
    } else {
      const drawnEnd = Math.max(end, x + LEAST_WIDTH);
      bars.push({ x, end: drawnEnd, run: index, runs: 1, status: run.status, small });
    }
  }
  return bars.map(({ x, end, run, runs: count, status }) => ({
    x,
    width: end - x,
    run,
    runs: count,
    status,
  }));
}

/** Unlike neighbours melt only within the width of one mark, so a failure stays where it was. */
function mixes(bar: OpenBar, status: Status, least: number): boolean {
  return bar.status === status || bar.end - bar.x < least;
}

/** The runs of a row follow each other, so their ends are sorted too. */
function firstSeen(
  runs: readonly Run[],
  members: readonly number[],
  from: number,
  whole: Span,
): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (endOf(runs[members[middle] as number] as Run, whole) < from) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function graver(a: Status, b: Status): Status {
  return GRAVITY.indexOf(a) >= GRAVITY.indexOf(b) ? a : b;
}
