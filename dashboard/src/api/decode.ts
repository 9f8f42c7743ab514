import type {
  Baseline,
  ExpectedStep,
  Gap,
  PathStep,
  Problem,
  Run,
  RunError,
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

type Fields = Readonly<Record<string, unknown>>;

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
  const read = answer['runs'].map(decodeRun);
  const runs = read.filter((run) => run !== null);
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
    flags: texts(answer['flags']),
    runs,
    criticalPath: list(answer['criticalPath'], decodePathStep),
    unaccounted: decodeUnaccounted(answer['unaccounted']),
    expected: list(answer['expected'], decodeExpected),
  };
  return { timeline, unreadableRuns: read.length - runs.length };
}

/** What an error answer says of itself; every field null where it is no problem detail. */
export function decodeProblem(answer: unknown): Problem {
  const fields: Fields = isFields(answer) ? answer : {};
  return {
    type: text(fields['type']),
    title: text(fields['title']),
    detail: text(fields['detail']),
    requestId: text(fields['requestId']),
  };
}

function decodeRun(value: unknown, index: number): Run | null {
  if (!isFields(value)) {
    return null;
  }
  const step = text(value['step']);
  const start = nanos(value['startOffsetNanos']);
  if (step === null || start === null) {
    return null;
  }
  return {
    runId: text(value['runId']) ?? `unnamed-${index}`,
    parentRunId: text(value['parentRunId']),
    step,
    attempt: Math.max(1, nanos(value['attempt']) ?? 1),
    lane: nanos(value['lane']) ?? 0,
    status: status(value['status']),
    startedAt: text(value['startedAt']),
    endedAt: text(value['endedAt']),
    startOffsetNanos: start,
    durationNanos: nanos(value['durationNanos']),
    dependsOn: texts(value['dependsOn']),
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

function decodePathStep(value: unknown): PathStep | null {
  const runId = isFields(value) ? text(value['runId']) : null;
  if (!isFields(value) || runId === null) {
    return null;
  }
  return {
    runId,
    step: text(value['step']),
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
    : { step, state: text(value['state']) ?? 'NOT_REACHED' };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A finite number that is not negative; anything else would only break the geometry. */
function nanos(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : null;
}

function status(value: unknown): Status {
  return typeof value === 'string' && STATUSES.has(value) ? (value as Status) : 'UNKNOWN';
}

function list<T>(value: unknown, decode: (item: unknown) => T | null): readonly T[] {
  return Array.isArray(value) ? value.map(decode).filter((item) => item !== null) : [];
}
