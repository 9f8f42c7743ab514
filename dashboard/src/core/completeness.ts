import type { Completeness } from '../api/across-types.ts';
import { count, grouped } from './format.ts';
import { nanosBetween, parseMoment } from './time.ts';

/** The API refuses longer windows, as it reads every heartbeat within them. */
export const STATUS_WINDOWS: readonly string[] = ['1h', '6h', '24h'];

/** What heartbeats and sums may differ by without meaning anything, as the API takes it too. */
const EVEN_SHARE = 0.02;
const EVEN_LEAST = 10;

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

/** The state of the line in a sentence or two. */
export function completenessWords(completeness: Completeness): string {
  const { numbered, missing, dropped } = completeness;
  return [
    missing > 0 ? missingWords(completeness) : '',
    missing === 0 && numbered > 0
      ? `Everything that emitters ${dropped > 0 ? 'numbered' : 'emitted'} is stored.`
      : '',
    missing === 0 && numbered === 0 ? 'Emitters were heard of and numbered no event.' : '',
    dropped > 0 ? droppedWords(completeness) : '',
  ]
    .filter((words) => words !== '')
    .join(' ');
}

/** Heartbeats do not say how many of the dropped had a number before. */
function missingWords(completeness: Completeness): string {
  const { missing, dropped } = completeness;
  const where =
    dropped > 0
      ? 'lost, still under way, or given up after they were numbered'
      : 'lost or still under way';
  const even = showsLoss(completeness) ? '' : ' So few may be those of the last seconds.';
  return `${count(missing, 'numbered event is', 'numbered events are')} not stored: ${where}.${even}`;
}

/** By reason, most first; emitters that the list leaves out do not tell theirs. */
function droppedWords({ dropped, emitters }: Completeness): string {
  const sums = new Map<string, number>();
  for (const { reason, events } of emitters.flatMap((emitter) => emitter.dropped)) {
    sums.set(reason, (sums.get(reason) ?? 0) + events);
  }
  const reasons = [...sums].sort(([, one], [, other]) => other - one);
  const told = reasons.reduce((sum, [, events]) => sum + events, 0);
  const words = reasons.map(([reason, events]) => `${reason} ${grouped(events)}`);
  if (told < dropped) {
    words.push(`of emitters not listed ${grouped(dropped - told)}`);
  }
  return `${count(dropped, 'event')} never left their services: ${words.join(', ')}.`;
}
