import { pan, reveal, zoom, type Span } from './scale.ts';

/** A stretch of time drawn shorter than it is. */
export interface Fold extends Span {
  /** How long it is drawn, in nanoseconds of the drawn axis. */
  readonly shown: number;
}

/**
 * Turns time into its place on an axis on which some stretches are folded, and back. Both
 * directions rise strictly, so nothing changes its order and nothing is lost.
 */
export interface Warp {
  readonly folds: readonly Fold[];
  shown(at: number): number;
  real(shown: number): number;
}

/** Nothing is folded. */
export const STRAIGHT: Warp = { folds: [], shown: (at) => at, real: (shown) => shown };

/** What a scale needs of it; null where there is nothing to bend. */
export function bendOf(warp: Warp): Warp | null {
  return warp.folds.length === 0 ? null : warp;
}

/** `folds` in order, not overlapping, each with 0 < shown < its length. */
export function warpOf(folds: readonly Fold[]): Warp {
  if (folds.length === 0) {
    return STRAIGHT;
  }
  const starts: number[] = [];
  let cut = 0;
  for (const fold of folds) {
    starts.push(fold.from - cut);
    cut += fold.to - fold.from - fold.shown;
  }
  return {
    folds,
    shown: (at) => {
      const place = lastAtMost(folds.length, (index) => (folds[index] as Fold).from, at);
      const fold = folds[place];
      if (fold === undefined) {
        return at;
      }
      const start = starts[place] as number;
      const length = fold.to - fold.from;
      return at >= fold.to
        ? start + fold.shown + (at - fold.to)
        : start + ((at - fold.from) / length) * fold.shown;
    },
    real: (shown) => {
      const place = lastAtMost(folds.length, (index) => starts[index] as number, shown);
      const fold = folds[place];
      if (fold === undefined) {
        return shown;
      }
      const past = shown - (starts[place] as number);
      return past >= fold.shown
        ? fold.to + (past - fold.shown)
        : fold.from + (past / fold.shown) * (fold.to - fold.from);
    },
  };
}

/** The last index whose value is at most `limit`, or -1. */
function lastAtMost(length: number, value: (index: number) => number, limit: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(middle) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** As {@link zoom}, by what is drawn. */
export function zoomDrawn(
  warp: Warp,
  span: Span,
  whole: Span,
  factor: number,
  anchor: number,
): Span {
  return real(warp, zoom(drawn(warp, span), drawn(warp, whole), factor, warp.shown(anchor)));
}

/** As {@link pan}, by what is drawn. */
export function panDrawn(warp: Warp, span: Span, whole: Span, share: number): Span {
  return real(warp, pan(drawn(warp, span), drawn(warp, whole), share));
}

/** As {@link reveal}, by what is drawn; the very same span where nothing has to move. */
export function revealDrawn(warp: Warp, span: Span, whole: Span, from: number, to: number): Span {
  const before = drawn(warp, span);
  const after = reveal(before, drawn(warp, whole), warp.shown(from), warp.shown(to));
  return after === before ? span : real(warp, after);
}

function drawn(warp: Warp, { from, to }: Span): Span {
  return { from: warp.shown(from), to: warp.shown(to) };
}

function real(warp: Warp, { from, to }: Span): Span {
  return { from: warp.real(from), to: warp.real(to) };
}
