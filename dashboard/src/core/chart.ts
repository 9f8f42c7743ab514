/** The drawing area of a chart, in pixels. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Outlines of bars as one path, so that a chart of a thousand is a single element. */
export function barsPath(
  values: readonly number[],
  base: readonly number[],
  top: number,
  area: Area,
): string {
  const pitch = area.width / Math.max(1, values.length);
  const gap = pitch >= 6 ? 2 : pitch >= 3 ? 1 : 0;
  const parts: string[] = [];
  values.forEach((value, place) => {
    if (!(value > 0)) {
      return;
    }
    const bottom = yOf(base[place] ?? 0, top, area);
    // What there is stays visible, however small beside the largest.
    const y = Math.max(0, Math.min(bottom - 1.5, yOf((base[place] ?? 0) + value, top, area)));
    const x = place * pitch;
    parts.push(
      `M${px(x + gap / 2)} ${px(bottom)}V${px(y)}H${px(x + pitch - gap / 2)}V${px(bottom)}Z`,
    );
  });
  return parts.join('');
}

/**
 * A line through the middle of each stretch that has a value, broken where one has none; a value
 * between two gaps becomes a dot.
 */
export function linePath(values: readonly (number | null)[], top: number, area: Area): string {
  return stretches(values, top, area)
    .map((points) => {
      const [first] = points as [Point];
      const rest = points.slice(1).map(({ x, y }) => `L${px(x)} ${px(y)}`);
      return `M${px(first.x)} ${px(first.y)}${rest.length === 0 ? 'h.01' : rest.join('')}`;
    })
    .join('');
}

/** The ground between two lines, where both have values. */
export function bandPath(
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  top: number,
  area: Area,
): string {
  const both = (values: readonly (number | null)[]) =>
    values.map((value, place) =>
      (low[place] ?? null) === null || (high[place] ?? null) === null ? null : value,
    );
  const above = stretches(both(high), top, area);
  const below = stretches(both(low), top, area);
  return above
    .map((points, place) => [...points, ...(below[place] ?? []).toReversed()])
    .filter((points) => points.length > 2)
    .map((points) => `M${points.map(({ x, y }) => `${px(x)} ${px(y)}`).join('L')}Z`)
    .join('');
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that holds the value. */
export function niceTop(value: number): number {
  if (!(value > 0) || value === Infinity) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return digit * power;
}

/** Which of `number` equal stretches lies under x. */
export function slotAt(x: number, number: number, width: number): number {
  return Math.min(number - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * number)));
}

function stretches(
  values: readonly (number | null)[],
  top: number,
  area: Area,
): readonly (readonly Point[])[] {
  const pitch = area.width / Math.max(1, values.length);
  const found: Point[][] = [];
  let open: Point[] | null = null;
  values.forEach((value, place) => {
    if (value === null) {
      open = null;
      return;
    }
    if (open === null) {
      open = [];
      found.push(open);
    }
    open.push({ x: (place + 0.5) * pitch, y: yOf(value, top, area) });
  });
  return found;
}

function yOf(value: number, top: number, area: Area): number {
  const share = top > 0 ? Math.min(1, Math.max(0, value / top)) : 0;
  return area.height * (1 - share);
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
