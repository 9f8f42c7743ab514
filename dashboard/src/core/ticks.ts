import type { Span } from './scale.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';
import type { Warp } from './warp.ts';

/** Where an axis is marked: multiples of a round step. */
export interface Ticks {
  readonly step: number;
  readonly at: readonly number[];
}

const LONG_STEPS: readonly number[] = [
  ...[10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((n) => n * DAY),
];

/** The finest round marks of [from, to] that are at most `most` in number. */
export function ticksOf(from: number, to: number, most: number): Ticks {
  const step = roundStep((to - from) / Math.max(1, most));
  const at: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n++) {
    at.push(n * step);
  }
  return { step, at };
}

/** As {@link ticksOf} on an axis with folds: round marks at one step beside the folds, none in them. */
export function ticksBeside({ from, to }: Span, warp: Warp, most: number): Ticks {
  const step = roundStep((warp.shown(to) - warp.shown(from)) / Math.max(1, most));
  const at: number[] = [];
  const mark = (start: number, end: number): void => {
    for (let n = Math.ceil(start / step); n * step <= end; n++) {
      at.push(n * step);
    }
  };
  let start = from;
  for (const fold of warp.folds) {
    if (fold.to > start && fold.from < to) {
      mark(start, fold.from);
      start = fold.to;
    }
  }
  mark(start, to);
  return { step, at };
}

/** The smallest round step that is not below `least`, never finer than a nanosecond. */
function roundStep(least: number): number {
  if (least <= 5 * SECOND) {
    for (let power = 1; power <= SECOND; power *= 10) {
      for (const digit of [1, 2, 5]) {
        if (digit * power >= least) {
          return digit * power;
        }
      }
    }
  }
  const known = LONG_STEPS.find((step) => step >= least);
  if (known !== undefined) {
    return known;
  }
  const years = least / (365 * DAY);
  const power = 10 ** Math.floor(Math.log10(years));
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= years) ?? 10;
  return digit * power * 365 * DAY;
}

/**
 * The mark's name: one unit for the whole axis (that of its end) and as many decimals as its step
 * needs, so that neighbours differ and the eye compares digits only.
 */
export function tickLabel(at: number, step: number, axisEnd: number): string {
  if (axisEnd < 1e3) {
    return `${at} ns`;
  }
  if (axisEnd < 1e6) {
    return `${fixed(at, step, 1e3)} µs`;
  }
  if (axisEnd < SECOND) {
    return `${fixed(at, step, 1e6)} ms`;
  }
  if (axisEnd < MINUTE) {
    return `${fixed(at, step, SECOND)} s`;
  }
  return compound(at, step);
}

function compound(at: number, step: number): string {
  const parts: string[] = [];
  let rest = at;
  for (const [unit, size] of [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
  ] as const) {
    const whole = Math.floor(rest / size);
    rest -= whole * size;
    if (whole > 0) {
      parts.push(`${whole} ${unit}`);
    }
  }
  if (at === 0) {
    return '0';
  }
  if (rest > 0) {
    parts.push(`${fixed(rest, step, SECOND)} s`);
  }
  return parts.join(' ');
}

function fixed(at: number, step: number, unit: number): string {
  const decimals = Math.max(0, Math.ceil(Math.log10(unit) - Math.log10(step) - 1e-9));
  return (at / unit).toFixed(decimals);
}
