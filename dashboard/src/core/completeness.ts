import type { Completeness, EmitterCompleteness } from '../api/across-types.ts';
import { count } from './format.ts';
import { nanosBetween, parseMoment } from './time.ts';

/** The API refuses longer windows, as it reads every heartbeat within them. */
export const STATUS_WINDOWS: readonly string[] = ['1h', '6h', '24h'];

/** What heartbeats and sums may differ by without meaning anything, as the API takes it too. */
const EVEN_SHARE = 0.02;
const EVEN_LEAST = 10;

/** Where the events are that were numbered and are not stored. */
export interface Missing {
  readonly all: number;
  /** The emitter says that it gave them up. */
  readonly givenUp: number;
  /** Between the emitter and the table, or still on their way. */
  readonly onTheWay: number;
}

/** What an emitter gave up may be more than what is missing: both are about right. */
export function missingOf(missing: number, dropped: number): Missing {
  const givenUp = Math.min(missing, dropped);
  return { all: missing, givenUp, onTheWay: missing - givenUp };
}

export function droppedBy(emitter: EmitterCompleteness): number {
  return emitter.dropped.reduce((sum, { events }) => sum + events, 0);
}

/** Whether so many are too many for events on their way and for the ends of an hour. */
export function isWorthALook(missing: number, numbered: number): boolean {
  return missing > Math.max(EVEN_LEAST, EVEN_SHARE * numbered);
}

/** The same of all emitters or of one of them: many may hide what one loses. */
export function showsLoss({ missing, numbered, emitters }: Completeness): boolean {
  return (
    isWorthALook(missing, numbered) ||
    emitters.some((emitter) => isWorthALook(emitter.missing, emitter.numbered))
  );
}

/** `100 %`, `99.98 %`, `87.5 %`, never rounded up to all; a dash where nothing was numbered. */
export function formatKept(missing: number, numbered: number): string {
  if (numbered === 0) {
    return '–';
  }
  const percent = Math.max(0, Math.floor(1e4 * (1 - missing / numbered)) / 100);
  return `${percent}\u202f%`;
}

/** Nanoseconds between the heartbeat and the answer; null where there is none. Clocks may differ. */
export function silenceOf(lastHeardAt: string | null, asOf: string | null): number | null {
  const last = parseMoment(lastHeardAt);
  const now = parseMoment(asOf);
  return last === null || now === null ? null : Math.max(0, nanosBetween(last, now));
}

/** The state of the line in one sentence. */
export function completenessWords(completeness: Completeness): string {
  const { all, givenUp, onTheWay } = missingOf(completeness.missing, completeness.dropped);
  if (all === 0) {
    return 'Everything that emitters emitted is stored.';
  }
  const parts = [
    ...(givenUp > 0 ? [`${count(givenUp, 'event')} given up by emitters`] : []),
    ...(onTheWay > 0 ? [`${count(onTheWay, 'event')} lost on the way or still under way`] : []),
  ];
  const even =
    givenUp > 0 || showsLoss(completeness) ? '' : ' So few may be those of the last seconds.';
  return `${count(all, 'event is', 'events are')} missing: ${parts.join(', ')}.${even}`;
}
