import type { StepTotals } from '../api/across-types.ts';
import { grouped } from './format.ts';
import { sortKey } from './place-words.ts';
import type { Sort } from './places.ts';

/** `0 %`, `<0.1 %`, `4.2 %`, `38 %`; a dash where there is nothing to take a share of. */
export function formatShare(ratio: number | null): string {
  if (ratio === null) {
    return '–';
  }
  const percent = ratio * 100;
  if (percent === 0) {
    return '0\u202f%';
  }
  if (percent < 0.1) {
    return '<0.1\u202f%';
  }
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)}\u202f%`;
}

/** `0.03`, `4.2`, `180`, `12 400`: how many a minute. */
export function formatRate(perMinute: number): string {
  if (perMinute > 0 && perMinute < 0.01) {
    return '<0.01';
  }
  return perMinute < 100
    ? String(Number(perMinute.toPrecision(2)))
    : grouped(Math.round(perMinute));
}

/** `940`, `12.4 k`, `3.1 M`: for where a number has no room. */
export function shortCount(number: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (number >= size) {
      return `${Number((number / size).toPrecision(3))}\u202f${unit}`;
    }
  }
  return String(number);
}

/** A name of at most `most` characters: what is cut out of a longer one is its middle. */
export function shortName(name: string, most: number): string {
  const letters = [...name];
  if (letters.length <= most) {
    return name;
  }
  const head = Math.ceil((most - 1) / 2);
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (most - 1 - head)).join('')}`;
}

/** A new list in the order asked for; steps without a value come last, equals by name. */
export function sortSteps(steps: readonly StepTotals[], sort: Sort): readonly StepTotals[] {
  const key = sortKey(sort);
  const turned = sort.startsWith('-') ? -1 : 1;
  return steps.toSorted((a, b) => {
    if (key === 'step') {
      return turned * compareNames(a.step, b.step);
    }
    const [x, y] = [valueOf(a, key), valueOf(b, key)];
    if (x === null || y === null) {
      return Number(x === null) - Number(y === null) || compareNames(a.step, b.step);
    }
    return turned * (x - y) || b.failures - a.failures || compareNames(a.step, b.step);
  });
}

function valueOf(
  step: StepTotals,
  key: Exclude<ReturnType<typeof sortKey>, 'step'>,
): number | null {
  switch (key) {
    case 'runs':
      return step.started;
    case 'failures':
      return step.failureRatio;
    case 'p50':
      return step.p50Nanos;
    case 'p95':
      return step.p95Nanos;
  }
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
