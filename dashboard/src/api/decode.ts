import type {
  Baseline,
  DataQuality,
  ExpectedStep,
  Gap,
  PathStep,
  Problem,
  Run,
  RunError,
  Skew,
  Status,
  Timeline,
} from './types.ts';

/** A timeline as read, and how many of its runs were unreadable and left out. */
export interface Decoded {
  readonly timeline: Timeline;
  readonly unreadableRuns: number;
}

/** The answer is no timeline; the message names the place that is wrong. */
export class MalformedAnswer extends Error {}

const STATUSES: ReadonlySet<string> = new Set([
  'SUCCEEDED',
  'FAILED',
  'RUNNING',
  'STALLED',
  'LOST',
]);

export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an answer without trusting it: absent fields become null, unknown words stay visible, an
 * unreadable run is left out and counted. Only where nothing could be shown does it throw.
 */
export function decodeTimeline(answer: unknown): Decoded {
  if (!isFields(answer)) {
    throw new MalformedAnswer('the answer is not a JSON object');
  }
  if (!Array.isArray(answer['runs'])) {
    throw new MalformedAnswer('field "runs" is not a list');
  }
  if (typeof answer['status'] !== 'string') {
    throw new MalformedAnswer('field "status" is not text');
  }
  const place = placesOf(answer['runs']);
  const runs: Run[] = [];
  for (const value of answer['runs']) {
    if (isRun(value)) {
      runs.push(decodeRun(value, runs.length, place));
    }
  }
  const timeline: Timeline = {
    accountId: text(answer['accountId']) ?? '',
    executionId: text(answer['executionId']) ?? '',
    status: status(answer['status']),
    startedAt: text(answer['startedAt']),
    endedAt: text(answer['endedAt']),
    durationNanos: nanos(answer['durationNanos']),
    verdict: text(answer['verdict']),
    asOf: text(answer['asOf']),
    lastEventAt: text(answer['lastEventAt']),
    eventCount: nanos(answer['eventCount']) ?? 0,
    duplicateCount: nanos(answer['duplicateCount']) ?? 0,
    laneCount: nanos(answer['laneCount']) ?? 0,
    truncated: answer['truncated'] === true,
    payload: text(answer['payload']) ?? 'INCLUDED',
    flags: texts(answer['flags']),
    runs,
    criticalPath: list(answer['criticalPath'], (step) => decodePathStep(step, place)),
    unaccounted: decodeUnaccounted(answer['unaccounted']),
    expected: list(answer['expected'], decodeExpected),
    dataQuality: decodeDataQuality(answer['dataQuality'], place),
  };
  return { timeline, unreadableRuns: answer['runs'].length - runs.length };
}

/** Where the run that the answer has at a place is among those read; null where it is nowhere. */
type Place = (answered: unknown) => number | null;

/** Leaving the unreadable out moves the others, and what names a run by its place must follow. */
function placesOf(answered: readonly unknown[]): Place {
  let kept = 0;
  const places = answered.map((value) => (isRun(value) ? kept++ : null));
  return (place) => (typeof place === 'number' ? (places[place] ?? null) : null);
}

/** Whether it says enough to be drawn: what ran, and when. */
function isRun(value: unknown): value is Fields & { step: string; startOffsetNanos: number } {
  return (
    isFields(value) &&
    typeof value['step'] === 'string' &&
    Number.isFinite(value['startOffsetNanos'])
  );
}

/** What an error answer says of itself; every field null where it is no problem detail. */
export function decodeProblem(answer: unknown): Problem {
  const fields: Fields = isFields(answer) ? answer : {};
  return {
    type: text(fields['type']),
    title: text(fields['title']),
    detail: text(fields['detail']),
    requestId: text(fields['requestId']),
    hints: texts(fields['hints']),
  };
}

function decodeRun(
  value: Fields & { step: string; startOffsetNanos: number },
  index: number,
  place: Place,
): Run {
  return {
    runId: text(value['runId']) ?? `unnamed-${index}`,
    parent: place(value['parent']),
    container: value['container'] === true,
    step: value.step,
    attempt: Math.max(1, nanos(value['attempt']) ?? 1),
    lane: nanos(value['lane']) ?? 0,
    status: status(value['status']),
    recovered: typeof value['recovered'] === 'boolean' ? value['recovered'] : null,
    startedAt: text(value['startedAt']),
    endedAt: text(value['endedAt']),
    startOffsetNanos: Math.max(0, value.startOffsetNanos),
    durationNanos: nanos(value['durationNanos']),
    dependencies: list(value['dependencies'], place),
    unresolvedDependencies: texts(value['unresolvedDependencies']),
    critical: value['critical'] === true,
    slackNanos: nanos(value['slackNanos']),
    waitNanos: nanos(value['waitNanos']),
    baseline: decodeBaseline(value['baseline']),
    flags: texts(value['flags']),
    error: decodeError(value['error']),
    service: text(value['service']),
    host: text(value['host']),
    traceId: text(value['traceId']),
    attributes: decodeAttributes(value['attributes']),
  };
}

function decodeBaseline(value: unknown): Baseline | null {
  if (!isFields(value)) {
    return null;
  }
  const p50Nanos = nanos(value['p50Nanos']);
  const p95Nanos = nanos(value['p95Nanos']);
  if (p50Nanos === null || p95Nanos === null) {
    return null;
  }
  return { p50Nanos, p95Nanos, samples: nanos(value['samples']) ?? 0 };
}

function decodeError(value: unknown): RunError | null {
  if (!isFields(value)) {
    return null;
  }
  const error = { code: text(value['code']), message: text(value['message']) };
  return error.code === null && error.message === null ? null : error;
}

function decodeAttributes(value: unknown): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = Object.create(null);
  if (isFields(value)) {
    for (const [name, content] of Object.entries(value)) {
      attributes[name] = typeof content === 'string' ? content : JSON.stringify(content);
    }
  }
  return attributes;
}

function decodePathStep(value: unknown, place: Place): PathStep | null {
  const run = isFields(value) ? place(value['run']) : null;
  if (!isFields(value) || run === null) {
    return null;
  }
  return {
    run,
    waitNanos: nanos(value['waitNanos']) ?? 0,
    inferred: value['inferred'] === true,
  };
}

function decodeUnaccounted(value: unknown): Timeline['unaccounted'] {
  const fields: Fields = isFields(value) ? value : {};
  return { totalNanos: nanos(fields['totalNanos']) ?? 0, gaps: list(fields['gaps'], decodeGap) };
}

function decodeGap(value: unknown): Gap | null {
  if (!isFields(value)) {
    return null;
  }
  const startOffsetNanos = nanos(value['startOffsetNanos']);
  const durationNanos = nanos(value['durationNanos']);
  return startOffsetNanos === null || durationNanos === null
    ? null
    : { startOffsetNanos, durationNanos };
}

function decodeExpected(value: unknown): ExpectedStep | null {
  const step = isFields(value) ? text(value['step']) : null;
  return step === null || !isFields(value)
    ? null
    : {
        step,
        state: text(value['state']) ?? 'NOT_REACHED',
        blockedBy: texts(value['blockedBy']),
      };
}

function decodeDataQuality(value: unknown, place: Place): DataQuality {
  const fields: Fields = isFields(value) ? value : {};
  const count = (name: string): number => nanos(fields[name]) ?? 0;
  return {
    startsMissing: count('startsMissing'),
    endsMissing: count('endsMissing'),
    duplicateStates: count('duplicateStates'),
    clockSkews: count('clockSkews'),
    invalidParents: count('invalidParents'),
    unresolvedDependencies: count('unresolvedDependencies'),
    cutEvents: count('cutEvents'),
    unreadableItems: count('unreadableItems'),
    skews: list(fields['skews'], (skew) => decodeSkew(skew, place)),
  };
}

function decodeSkew(value: unknown, place: Place): Skew | null {
  const fields: Fields = isFields(value) ? value : {};
  const run = place(fields['run']);
  return run === null
    ? null
    : {
        run,
        dependency: place(fields['dependency']),
        nanos: nanos(fields['nanos']) ?? 0,
        startHost: text(fields['startHost']),
        endHost: text(fields['endHost']),
      };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: unknown): readonly string[] {
  return isFilled(value) ? value.filter((item) => typeof item === 'string') : NONE;
}

/** A finite number that is not negative; anything else would only break the geometry. */
export function nanos(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : null;
}

export function status(value: unknown): Status {
  return typeof value === 'string' && STATUSES.has(value) ? (value as Status) : 'UNKNOWN';
}

export function list<T>(value: unknown, decode: (item: unknown) => T | null): readonly T[] {
  return isFilled(value) ? value.map(decode).filter((item) => item !== null) : NONE;
}

/** Most lists of most runs are empty; they share one. */
const NONE: readonly never[] = [];

function isFilled(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}
