import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

const SMALL_UNITS: readonly (readonly [string, number, number])[] = [
  ['ns', 1, 1000],
  ['µs', 1e3, 1000],
  ['ms', 1e6, 1000],
  ['s', SECOND, 60],
];

/** `0 s`, `850 ns`, `4.12 ms`, `2.1 s`, `3 m 05 s`, `2 h 14 m`, `12 d 4 h`: three digits at most. */
export function formatDuration(nanos: number): string {
  if (nanos <= 0) {
    return '0 s';
  }
  for (const [unit, size, limit] of SMALL_UNITS) {
    const value = threeDigits(nanos / size);
    if (value < limit) {
      return `${value} ${unit}`;
    }
  }
  const seconds = Math.round(nanos / SECOND);
  if (seconds < HOUR / SECOND) {
    return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  }
  const minutes = Math.round(nanos / MINUTE);
  if (minutes < DAY / MINUTE) {
    return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
  }
  const hours = Math.round(nanos / HOUR);
  return `${grouped(Math.floor(hours / 24))} d ${hours % 24} h`;
}

/** How far after the execution's start: `+2.1 s`. */
export function formatOffset(nanos: number): string {
  return `+${formatDuration(nanos)}`;
}

/** `+1.2 s`, `−310 ms`, `±0`. */
export function formatDelta(nanos: number): string {
  if (nanos === 0) {
    return '±0';
  }
  return `${nanos > 0 ? '+' : '−'}${formatDuration(Math.abs(nanos))}`;
}

/** `1 run`, `10 000 runs`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** Digits in groups of three, parted by narrow no-break spaces. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `4.2×`: how many times the one is of the other. */
export function times(part: number, whole: number): string {
  return `${threeDigits(part / whole)}×`;
}

function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
