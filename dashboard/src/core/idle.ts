import type { Gap } from '../api/types.ts';
import type { Journey } from './journey.ts';
import type { Look } from './look.ts';
import { SECOND } from './time.ts';
import { STRAIGHT, warpOf, type Warp } from './warp.ts';

/** Which stretches without any run are long enough to be folded, and which of them are. */
export interface IdleTime {
  readonly gaps: readonly Gap[];
  readonly folded: readonly Gap[];
  /** Whether the reader turned any of them. */
  readonly turned: boolean;
  readonly warp: Warp;
}

/** A gap is idle time from this share of the whole on, and from a second on. */
const LEAST_SHARE = 0.05;
const LEAST = SECOND;
/** Left to itself, the page folds where more than this share of the whole is idle. */
const MOSTLY = 0.5;
/** How much of what is not folded one fold takes, and all of them together. */
const FOLD_SHARE = 0.07;
const FOLDS_SHARE = 0.5;
const MOST_FOLDS = 60;

export function idleTimeOf(journey: Journey, look: Pick<Look, 'idle' | 'turned'>): IdleTime {
  const whole = journey.knownEnd;
  const least = Math.max(LEAST, LEAST_SHARE * whole);
  const gaps = journey.timeline.unaccounted.gaps
    .filter((gap) => gap.durationNanos > least)
    .slice(0, MOST_FOLDS);
  const idle = sum(gaps);
  const usual = look.idle === 'auto' ? idle > MOSTLY * whole : look.idle === 'fold';
  const turned = new Set(look.turned);
  const folded = gaps.filter((gap) => turned.has(gap.startOffsetNanos) !== usual);
  return { gaps, folded, turned: turned.size > 0, warp: warpFor(folded, whole) };
}

function warpFor(folded: readonly Gap[], whole: number): Warp {
  const rest = whole - sum(folded);
  if (folded.length === 0 || !(rest > 0)) {
    return STRAIGHT;
  }
  const share = Math.min(FOLD_SHARE, FOLDS_SHARE / folded.length) * rest;
  return warpOf(
    folded.map(({ startOffsetNanos, durationNanos }) => ({
      from: startOffsetNanos,
      to: startOffsetNanos + durationNanos,
      shown: Math.min(share, durationNanos / 2),
    })),
  );
}

/** The address for the one gap the other way round. */
export function turn(turned: readonly number[], gap: number): readonly number[] {
  return turned.includes(gap)
    ? turned.filter((other) => other !== gap)
    : [...turned, gap].sort((a, b) => a - b);
}

function sum(gaps: readonly Gap[]): number {
  return gaps.reduce((total, gap) => total + gap.durationNanos, 0);
}
