/** A stretch of time, in nanoseconds from the execution's start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Maps time to pixels of one track and back. */
export interface Scale {
  readonly span: Span;
  readonly width: number;
  x(at: number): number;
  at(x: number): number;
}

/**
 * Nothing shorter can be looked at: below, ticks would be finer than a nanosecond, or finer than
 * a number can tell apart that far from the start.
 */
function shortest(whole: Span): number {
  return Math.min(whole.to - whole.from, Math.max(100, whole.to * 2 ** -40));
}

/** Where a time is drawn on an axis that may have folds; see `warp.ts`. */
export interface Bend {
  shown(at: number): number;
  real(shown: number): number;
}

/** `inset` pixels stay free on both sides, for marks that stand on the ends. */
export function scaleOf(span: Span, width: number, inset = 0, bend: Bend | null = null): Scale {
  const usable = Math.max(1, width - 2 * inset);
  const from = bend === null ? span.from : bend.shown(span.from);
  const to = bend === null ? span.to : bend.shown(span.to);
  const length = Math.max(1e-3, to - from);
  const x = (at: number): number => inset + ((at - from) / length) * usable;
  const at = (place: number): number => from + ((place - inset) / usable) * length;
  return bend === null
    ? { span, width, x, at }
    : {
        span,
        width,
        x: (time) => x(bend.shown(time)),
        at: (place) => bend.real(at(place)),
      };
}

/** `factor` < 1 looks closer; `anchor` (a time) keeps its place. */
export function zoom(span: Span, whole: Span, factor: number, anchor: number): Span {
  const length = Math.max(
    shortest(whole),
    Math.min(whole.to - whole.from, (span.to - span.from) * factor),
  );
  const place = (anchor - span.from) / (span.to - span.from);
  return within({ from: anchor - place * length, to: anchor + (1 - place) * length }, whole);
}

/** Moves by a share of what is seen: 0.1 is a tenth to the right. */
export function pan(span: Span, whole: Span, share: number): Span {
  const by = (span.to - span.from) * share;
  return within({ from: span.from + by, to: span.to + by }, whole);
}

/** The stretch between two times in either order, not shorter than can be looked at. */
export function between(a: number, b: number, whole: Span): Span {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  const missing = Math.max(0, shortest(whole) - (to - from)) / 2;
  return within({ from: from - missing, to: to + missing }, whole);
}

/** The same length moved inside the whole, or the whole where it is no longer than that. */
export function within(span: Span, whole: Span): Span {
  const length = span.to - span.from;
  if (!(length < whole.to - whole.from)) {
    return whole;
  }
  const from = Math.min(Math.max(span.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

/** Moves the view as little as possible so that [from, to] is seen, with some air around it. */
export function reveal(span: Span, whole: Span, from: number, to: number): Span {
  const length = span.to - span.from;
  if (from >= span.from && to <= span.to) {
    return span;
  }
  if (to - from > length) {
    return within({ from: from - length * 0.1, to: from + length * 0.9 }, whole);
  }
  const middle = (from + to) / 2;
  return within({ from: middle - length / 2, to: middle + length / 2 }, whole);
}
