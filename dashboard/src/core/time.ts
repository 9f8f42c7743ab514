/** A point in time: whole seconds since 1970 UTC, and nanoseconds within the second. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

export const SECOND = 1e9;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Null where the text is no RFC 3339 time. */
export function parseMoment(text: string | null): Moment | null {
  const match = text === null ? null : RFC3339.exec(text);
  if (match?.[1] === undefined || match[3] === undefined) {
    return null;
  }
  const millis = Date.parse(match[1] + match[3]);
  if (Number.isNaN(millis)) {
    return null;
  }
  return { seconds: millis / 1000, nanos: Number((match[2] ?? '').padEnd(9, '0')) };
}

/** The moment `nanos` later (earlier where negative). */
export function plus(moment: Moment, nanos: number): Moment {
  const whole = Math.floor(nanos / SECOND);
  const rest = moment.nanos + Math.round(nanos - whole * SECOND);
  const carry = Math.floor(rest / SECOND);
  return { seconds: moment.seconds + whole + carry, nanos: rest - carry * SECOND };
}

/** Nanoseconds from one moment to another, negative where it lies before. */
export function nanosBetween(from: Moment, to: Moment): number {
  return (to.seconds - from.seconds) * SECOND + (to.nanos - from.nanos);
}
