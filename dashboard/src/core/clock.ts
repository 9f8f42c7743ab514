import { DAY, MINUTE, SECOND, type Moment } from './time.ts';

/** In which zone times are shown. */
export type Zone = 'utc' | 'local';

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time: string;
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Shows moments in one zone. Immutable; the first of a local one is costly, all others are cheap. */
export class Clock {
  readonly zone: Zone;
  readonly #localZone: string | undefined;
  #format: Intl.DateTimeFormat | undefined;

  /** `localZone` is for tests; the browser knows its own. */
  constructor(zone: Zone, localZone?: string) {
    this.zone = zone;
    this.#localZone = localZone;
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
    const name = this.#local().resolvedOptions().timeZone;
    const offset = new Intl.DateTimeFormat('en-GB', { timeZone: name, timeZoneName: 'shortOffset' })
      .formatToParts(moment.seconds * 1000)
      .find((part) => part.type === 'timeZoneName')?.value;
    return offset === undefined ? name : `${name}, ${offset.replace('GMT', 'UTC')}`;
  }

  #parts(moment: Moment): Parts {
    const millis = moment.seconds * 1000;
    return this.zone === 'utc' ? utcParts(new Date(millis)) : this.#localParts(millis);
  }

  /** Making one takes the browser 100 ms the first time, in the way of the first sight. */
  #local(): Intl.DateTimeFormat {
    this.#format ??= new Intl.DateTimeFormat('en-GB', {
      ...(this.#localZone === undefined ? {} : { timeZone: this.#localZone }),
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    return this.#format;
  }

  #localParts(millis: number): Parts {
    const found = new Map<string, string>();
    for (const part of this.#local().formatToParts(millis)) {
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

function utcParts(date: Date): Parts {
  const month = date.getUTCMonth() * 3;
  return {
    year: String(date.getUTCFullYear()),
    month: MONTHS.slice(month, month + 3),
    day: String(date.getUTCDate()),
    time: date.toISOString().slice(11, 19),
  };
}

function fraction(nanos: number, precise: boolean): string {
  const digits = String(nanos).padStart(9, '0');
  if (!precise) {
    return `.${digits.slice(0, 3)}`;
  }
  const needed = Math.max(3, Math.ceil(digits.replace(/0+$/, '').length / 3) * 3);
  return `.${digits.slice(0, needed)}`;
}
