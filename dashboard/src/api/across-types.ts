import type { Status } from './types.ts';

/**
 * What the API answers across executions, after the decoders of `across-decode.ts`: every absent
 * field is null. Times are RFC 3339 text, durations nanoseconds.
 */
export interface ExecutionList {
  readonly executions: readonly ExecutionSummary[];
  readonly nextCursor: string | null;
}

export interface ExecutionSummary {
  readonly executionId: string;
  readonly status: Status;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationNanos: number | null;
  readonly lastEventAt: string | null;
  /** The step of the failure that was not made good; null where there is none. */
  readonly failedStep: string | null;
  readonly errorCode: string | null;
}

export interface FailureList {
  readonly from: string | null;
  readonly to: string | null;
  /** `INCLUDED`, or why error messages are left out. */
  readonly payload: string;
  readonly failures: readonly FailedRun[];
  readonly nextCursor: string | null;
}

export interface FailedRun {
  readonly accountId: string;
  readonly executionId: string;
  readonly step: string;
  readonly attempt: number;
  readonly failedAt: string | null;
  readonly runId: string | null;
  readonly durationNanos: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly service: string | null;
  readonly host: string | null;
}

export interface BlastRadius {
  readonly step: string;
  readonly errorCode: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly failures: number;
  readonly executions: number;
  readonly accounts: number;
  readonly firstSeen: string | null;
  readonly minutes: readonly MinuteCount[];
}

export interface MinuteCount {
  readonly minute: string;
  readonly failures: number;
}

export interface Figures {
  readonly started: number;
  readonly ended: number;
  readonly failures: number;
  readonly failureRatio: number | null;
  readonly p50Nanos: number | null;
  readonly p95Nanos: number | null;
  readonly p99Nanos: number | null;
}

export interface StepTotals extends Figures {
  readonly step: string;
}

export interface StepBucket extends Figures {
  readonly from: string;
  readonly widthNanos: number;
}

export interface Steps {
  readonly from: string | null;
  readonly to: string | null;
  readonly steps: readonly StepTotals[];
}

export interface StepSeries {
  readonly step: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly buckets: readonly StepBucket[];
}

/** Of what emitters numbered within whole hours, what is stored. */
export interface Completeness {
  readonly from: string | null;
  readonly to: string | null;
  readonly asOf: string | null;
  /** When an emitter timed the latest heartbeat of all. */
  readonly lastHeardAt: string | null;
  readonly numbered: number;
  readonly stored: number;
  /** Those of the stored that are counted without telling whose they are. */
  readonly untold: number;
  /** Numbered and not stored, be it given up later, lost or under way. */
  readonly missing: number;
  /** Events that emitters say never left them; most had no number yet, so they are not missing. */
  readonly dropped: number;
  readonly emitterCount: number;
  /** Those that miss most come first. */
  readonly emitters: readonly EmitterCompleteness[];
}

export interface EmitterCompleteness {
  readonly emitterId: string;
  readonly lastHeardAt: string | null;
  readonly numbered: number;
  readonly stored: number;
  readonly missing: number;
  readonly dropped: readonly DroppedEvents[];
}

export interface DroppedEvents {
  readonly reason: string;
  readonly events: number;
}

export interface StepMap {
  readonly from: string | null;
  readonly to: string | null;
  readonly nodes: readonly StepNode[];
  readonly edges: readonly StepEdge[];
}

export interface StepNode {
  readonly step: string;
  readonly ended: number;
  readonly perMinute: number;
  readonly failureRatio: number | null;
  readonly p95Nanos: number | null;
}

export interface StepEdge {
  readonly from: string;
  /** The step that waits for `from`. */
  readonly to: string;
  readonly count: number;
}
