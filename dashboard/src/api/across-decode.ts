import type {
  BlastRadius,
  Completeness,
  DroppedEvents,
  EmitterCompleteness,
  ExecutionList,
  ExecutionSummary,
  FailedRun,
  FailureList,
  Figures,
  MinuteCount,
  StepBucket,
  StepEdge,
  StepMap,
  StepNode,
  Steps,
  StepSeries,
  StepTotals,
} from './across-types.ts';
import { isFields, list, MalformedAnswer, nanos, status, text, type Fields } from './decode.ts';

/*
 * As the timeline's decoder: absent fields become null, a row that does not say what it is about is
 * left out, and only an answer without its list is refused.
 */

export function decodeExecutions(answer: unknown): ExecutionList {
  const fields = withList(answer, 'executions');
  return {
    executions: list(fields['executions'], named('executionId', decodeSummary)),
    nextCursor: text(fields['nextCursor']),
  };
}

function decodeSummary(value: Fields, executionId: string): ExecutionSummary {
  return {
    executionId,
    status: status(value['status']),
    startedAt: text(value['startedAt']),
    endedAt: text(value['endedAt']),
    durationNanos: nanos(value['durationNanos']),
    lastEventAt: text(value['lastEventAt']),
    failedStep: text(value['failedStep']),
    errorCode: text(value['errorCode']),
  };
}

export function decodeFailures(answer: unknown): FailureList {
  const fields = withList(answer, 'failures');
  return {
    from: text(fields['from']),
    to: text(fields['to']),
    payload: text(fields['payload']) ?? 'INCLUDED',
    failures: list(fields['failures'], named('executionId', decodeFailedRun)),
    nextCursor: text(fields['nextCursor']),
  };
}

function decodeFailedRun(value: Fields, executionId: string): FailedRun | null {
  const accountId = text(value['accountId']);
  return accountId === null
    ? null
    : {
        accountId,
        executionId,
        step: text(value['step']) ?? '',
        attempt: Math.max(1, nanos(value['attempt']) ?? 1),
        failedAt: text(value['failedAt']),
        runId: text(value['runId']),
        durationNanos: nanos(value['durationNanos']),
        errorCode: text(value['errorCode']),
        errorMessage: text(value['errorMessage']),
        service: text(value['service']),
        host: text(value['host']),
      };
}

export function decodeBlastRadius(answer: unknown): BlastRadius {
  const fields = withList(answer, 'minutes');
  return {
    step: text(fields['step']) ?? '',
    errorCode: text(fields['errorCode']),
    from: text(fields['from']),
    to: text(fields['to']),
    failures: count(fields['failures']),
    executions: count(fields['executions']),
    accounts: count(fields['accounts']),
    firstSeen: text(fields['firstSeen']),
    minutes: list(
      fields['minutes'],
      named('minute', (value, minute): MinuteCount => ({
        minute,
        failures: count(value['failures']),
      })),
    ),
  };
}

export function decodeSteps(answer: unknown): Steps {
  const fields = withList(answer, 'steps');
  return {
    from: text(fields['from']),
    to: text(fields['to']),
    steps: list(
      fields['steps'],
      named('step', (value, step): StepTotals => ({ step, ...decodeFigures(value) })),
    ),
  };
}

export function decodeStepSeries(answer: unknown): StepSeries {
  const fields = withList(answer, 'buckets');
  return {
    step: text(fields['step']) ?? '',
    from: text(fields['from']),
    to: text(fields['to']),
    buckets: list(
      fields['buckets'],
      named('from', (value, from): StepBucket | null => {
        const widthNanos = count(value['widthNanos']);
        return widthNanos > 0 ? { from, widthNanos, ...decodeFigures(value) } : null;
      }),
    ),
  };
}

export function decodeStepMap(answer: unknown): StepMap {
  const fields = withList(answer, 'nodes');
  return {
    from: text(fields['from']),
    to: text(fields['to']),
    nodes: list(
      fields['nodes'],
      named('step', (value, step): StepNode => ({
        step,
        ended: count(value['ended']),
        perMinute: count(value['perMinute']),
        failureRatio: nanos(value['failureRatio']),
        p95Nanos: nanos(value['p95Nanos']),
      })),
    ),
    edges: list(
      fields['edges'],
      named('from', (value, from): StepEdge | null => {
        const to = text(value['to']);
        return to === null ? null : { from, to, count: count(value['count']) };
      }),
    ),
  };
}

export function decodeCompleteness(answer: unknown): Completeness {
  const fields = withList(answer, 'emitters');
  return {
    from: text(fields['from']),
    to: text(fields['to']),
    asOf: text(fields['asOf']),
    lastHeardAt: text(fields['lastHeardAt']),
    numbered: count(fields['numbered']),
    stored: count(fields['stored']),
    untold: count(fields['untold']),
    missing: count(fields['missing']),
    dropped: count(fields['dropped']),
    emitterCount: count(fields['emitterCount']),
    emitters: list(
      fields['emitters'],
      named('emitterId', (value, emitterId): EmitterCompleteness => ({
        emitterId,
        lastHeardAt: text(value['lastHeardAt']),
        numbered: count(value['numbered']),
        stored: count(value['stored']),
        missing: count(value['missing']),
        dropped: list(
          value['dropped'],
          named('reason', (dropped, reason): DroppedEvents => ({
            reason,
            events: count(dropped['events']),
          })),
        ),
      })),
    ),
  };
}

function decodeFigures(value: Fields): Figures {
  return {
    started: count(value['started']),
    ended: count(value['ended']),
    failures: count(value['failures']),
    failureRatio: nanos(value['failureRatio']),
    p50Nanos: nanos(value['p50Nanos']),
    p95Nanos: nanos(value['p95Nanos']),
    p99Nanos: nanos(value['p99Nanos']),
  };
}

function withList(answer: unknown, name: string): Fields {
  if (!isFields(answer)) {
    throw new MalformedAnswer('the answer is not a JSON object');
  }
  if (!Array.isArray(answer[name])) {
    throw new MalformedAnswer(`field "${name}" is not a list`);
  }
  return answer;
}

/** Reads a row by the text that names it; one without is left out. */
function named<T>(
  name: string,
  decode: (value: Fields, called: string) => T | null,
): (value: unknown) => T | null {
  return (value) => {
    const called = isFields(value) ? text(value[name]) : null;
    return called === null || !isFields(value) ? null : decode(value, called);
  };
}

function count(value: unknown): number {
  return nanos(value) ?? 0;
}
