import type { Run, Status } from '../api/types.ts';
import { DAY, HOUR, MINUTE, SECOND } from './time.ts';

/** Which runs are wanted. An empty filter wants all. */
export interface RunFilter {
  /**
   * Words that all must fit: `text` anywhere, `key=value`, `duration>=500ms`; with `-` before one,
   * it must not. Words with spaces stand in double quotes.
   */
  readonly text: string;
  readonly statuses: ReadonlySet<Status>;
  readonly criticalOnly: boolean;
}

type Test = (run: Run) => boolean;

export function isUnfiltered(filter: RunFilter): boolean {
  return filter.text.trim() === '' && filter.statuses.size === 0 && !filter.criticalOnly;
}

/** `present` is now, in nanoseconds from the start: open runs have lasted until then. */
export function matcher(filter: RunFilter, present = 0): Test {
  const tests = wordsOf(filter.text.toLowerCase()).map((word) =>
    word.length > 1 && word.startsWith('-')
      ? not(testOf(word.slice(1), present))
      : testOf(word, present),
  );
  return (run) =>
    (filter.statuses.size === 0 || filter.statuses.has(run.status)) &&
    (!filter.criticalOnly || run.critical) &&
    tests.every((test) => test(run));
}

/** The word that finds exactly what `value` says of `key`. */
export function termOf(key: string, value: string): string {
  return `${key}=${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)]
    .map(([word]) => word.replaceAll('"', ''))
    .filter((word) => word !== '');
}

function not(test: Test): Test {
  return (run) => !test(run);
}

function testOf(word: string, present: number): Test {
  const measure = /^(duration|wait|slack|try|attempt)?(>=|<=|>|<|≥|≤)([\d.]+)([a-zµ]*)$/.exec(word);
  const test = measure === null ? null : measureTest(measure, present);
  if (test !== null) {
    return test;
  }
  const equals = word.indexOf('=');
  const field = equals > 0 ? FIELDS.get(word.slice(0, equals)) : undefined;
  if (field !== undefined) {
    const value = word.slice(equals + 1);
    return (run) => field(run).some((text) => text?.toLowerCase().includes(value) === true);
  }
  return (run) => says(run, word);
}

const FIELDS: ReadonlyMap<string, (run: Run) => readonly (string | null | undefined)[]> = new Map<
  string,
  (run: Run) => readonly (string | null | undefined)[]
>([
  ['step', (run) => [run.step]],
  ['code', (run) => [run.error?.code]],
  ['message', (run) => [run.error?.message]],
  ['service', (run) => [run.service]],
  ['host', (run) => [run.host]],
  ['status', (run) => [run.status]],
  ['flag', (run) => run.flags],
  ['run', (run) => [run.runId]],
  ['trace', (run) => [run.traceId]],
  ['unresolved', (run) => run.unresolvedDependencies],
]);

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['', 1e6],
  ['ms', 1e6],
  ['s', SECOND],
  ['m', MINUTE],
  ['min', MINUTE],
  ['h', HOUR],
  ['d', DAY],
]);

/** Null where it measures nothing that is known. */
function measureTest(parts: RegExpExecArray, present: number): Test | null {
  const [, name = 'duration', sign = '', digits = '', unit = ''] = parts;
  const isCount = name === 'try' || name === 'attempt';
  const limit = Number(digits) * (isCount ? 1 : (UNITS.get(unit) ?? NaN));
  if (Number.isNaN(limit) || (isCount && unit !== '')) {
    return null;
  }
  return (run) => {
    const value = measured(run, name, present);
    if (value === null) {
      return false;
    }
    switch (sign) {
      case '>':
        return value > limit;
      case '<':
        return value < limit;
      case '<=':
      case '≤':
        return value <= limit;
      default:
        return value >= limit;
    }
  };
}

function measured(run: Run, name: string, present: number): number | null {
  switch (name) {
    case 'duration':
      return run.durationNanos ?? Math.max(0, present - run.startOffsetNanos);
    case 'wait':
      return run.waitNanos;
    case 'slack':
      return run.slackNanos;
    default:
      return run.attempt;
  }
}

function says(run: Run, word: string): boolean {
  const has = (text: string | null | undefined): boolean =>
    text !== null && text !== undefined && text.toLowerCase().includes(word);
  return (
    has(run.step) ||
    has(run.error?.code) ||
    has(run.service) ||
    has(run.host) ||
    run.flags.some(has) ||
    Object.entries(run.attributes).some(([name, value]) => has(`${name}=${value}`))
  );
}
