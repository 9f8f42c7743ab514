import { DAY, MINUTE, SECOND, type Moment } from './time.ts';

/** In which zone times are shown. */
export type Zone = 'utc' | 'local';

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

/** Shows moments in one zone. Immutable; making one is costly, showing is cheap. */
export class Clock {
  /** `UTC`, or the zone's name with its offset as at `moment`. */
  readonly zone: Zone;
  readonly #format: Intl.DateTimeFormat;

  /** `localZone` is for tests; the browser knows its own. */
  constructor(zone: Zone, localZone?: string) {
    this.zone = zone;
    const timeZone = zone === 'utc' ? 'UTC' : localZone;
    this.#format = new Intl.DateTimeFormat('en-GB', {
      ...(timeZone === undefined ? {} : { timeZone }),
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
  }

  /** `22 Nov 2026` */
  date(moment: Moment): string {
    const { day, month, year } = this.#parts(moment);
    return `${day} ${month} ${year}`;
  }

  /** `10:15:30.123`, or with as many of the nine digits as say something. */
  time(moment: Moment, precise = false): string {
    return this.#parts(moment).time + fraction(moment.nanos, precise);
  }

  /** `22 Nov 2026, 10:15:30.123` */
  dateTime(moment: Moment, precise = false): string {
    return `${this.date(moment)}, ${this.time(moment, precise)}`;
  }

  /** As short as an axis with this step over this span can bear: `10:15`, `22 Nov 06:00`. */
  tick(moment: Moment, step: number, span: number): string {
    const { day, month, year, time } = this.#parts(moment);
    if (step >= DAY) {
      return span > 300 * DAY ? `${day} ${month} ${year}` : `${day} ${month}`;
    }
    const shown = step >= MINUTE ? time.slice(0, 5) : time;
    const detailed = step >= SECOND ? shown : shown + fraction(moment.nanos, step < 1e6);
    return span > DAY ? `${day} ${month} ${detailed}` : detailed;
  }

  /** `UTC`, or `Europe/Berlin, UTC+1` as at that moment. */
  label(moment: Moment): string {
    if (this.zone === 'utc') {
      return 'UTC';
    }
    const name = this.#format.resolvedOptions().timeZone;
    const offset = new Intl.DateTimeFormat('en-GB', { timeZone: name, timeZoneName: 'shortOffset' })
      .formatToParts(moment.seconds * 1000)
      .find((part) => part.type === 'timeZoneName')?.value;
    return offset === undefined ? name : `${name}, ${offset.replace('GMT', 'UTC')}`;
  }

  #parts(moment: Moment): Parts {
    const found = new Map<string, string>();
    for (const part of this.#format.formatToParts(moment.seconds * 1000)) {
      found.set(part.type, part.value);
    }
    const part = (name: string): string => found.get(name) ?? '';
    return {
      year: part('year'),
      month: part('month').slice(0, 3),
      day: part('day'),
      time: `${part('hour')}:${part('minute')}:${part('second')}`,
    };
  }
}

function fraction(nanos: number, precise: boolean): string {
  const digits = String(nanos).padStart(9, '0');
  if (!precise) {
    return `.${digits.slice(0, 3)}`;
  }
  const needed = Math.max(3, Math.ceil(digits.replace(/0+$/, '').length / 3) * 3);
  return `.${digits.slice(0, needed)}`;
}
