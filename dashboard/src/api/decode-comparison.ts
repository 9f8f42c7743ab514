import type {
  ComparedExecution,
  Comparison,
  EventPage,
  StepDifference,
  StepFigures,
  StoredEvent,
} from './comparison.ts';
import { MalformedAnswer } from './decode.ts';

type Fields = Readonly<Record<string, unknown>>;

/** @throws MalformedAnswer where it says nothing that could be shown */
export function decodeComparison(answer: unknown): Comparison {
  const fields = fieldsOf(answer);
  if (!Array.isArray(fields['steps'])) {
    throw new MalformedAnswer('field "steps" is not a list');
  }
  return {
    here: execution(fields['here']),
    other: execution(fields['other']),
    deltaNanos: number(fields['deltaNanos']),
    steps: fields['steps'].map(difference).filter((step) => step !== null),
  };
}

function execution(value: unknown): ComparedExecution {
  const fields = fieldsOf(value);
  return {
    executionId: text(fields['executionId']) ?? '',
    status: text(fields['status']) ?? 'UNKNOWN',
    verdict: text(fields['verdict']) ?? '',
    startedAt: text(fields['startedAt']) ?? '',
    durationNanos: number(fields['durationNanos']),
  };
}

function difference(value: unknown): StepDifference | null {
  const fields = fieldsOf(value);
  const step = text(fields['step']);
  const changes = Array.isArray(fields['changes']) ? fields['changes'] : [];
  return step === null
    ? null
    : {
        step,
        changes: changes.filter((change) => typeof change === 'string'),
        deltaNanos: number(fields['deltaNanos']),
        here: figures(fields['here']),
        other: figures(fields['other']),
      };
}

function figures(value: unknown): StepFigures | null {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const fields = fieldsOf(value);
  return {
    runs: number(fields['runs']) ?? 1,
    failures: number(fields['failures']) ?? 0,
    status: text(fields['status']) ?? 'UNKNOWN',
    errorCode: text(fields['errorCode']),
    startOffsetNanos: Math.max(0, number(fields['startOffsetNanos']) ?? 0),
    durationNanos: number(fields['durationNanos']),
  };
}

/** @throws MalformedAnswer where it lists nothing */
export function decodeEventPage(answer: unknown): EventPage {
  const fields = fieldsOf(answer);
  if (!Array.isArray(fields['events'])) {
    throw new MalformedAnswer('field "events" is not a list');
  }
  return { events: fields['events'].map(event), nextCursor: text(fields['nextCursor']) };
}

function event(value: unknown): StoredEvent {
  const whole = fieldsOf(value);
  return {
    step: text(whole['step']) ?? '',
    state: text(whole['state']) ?? '',
    status: text(whole['status']),
    timestamp: text(whole['timestamp']),
    runId: text(whole['runId']),
    attempt: number(whole['attempt']),
    host: text(whole['host']),
    eventId: text(whole['eventId']),
    whole,
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
