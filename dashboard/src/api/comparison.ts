/** What `GET /v1/compare` answers: how `here`, the execution asked about, differs from `other`. */
export interface Comparison {
  readonly here: ComparedExecution;
  readonly other: ComparedExecution;
  /** By how many nanoseconds it took longer here; null where one of the two is not known. */
  readonly deltaNanos: number | null;
  readonly steps: readonly StepDifference[];
}

export interface ComparedExecution {
  readonly executionId: string;
  readonly status: string;
  readonly verdict: string;
  readonly startedAt: string;
  readonly durationNanos: number | null;
}

export interface StepDifference {
  readonly step: string;
  readonly changes: readonly string[];
  readonly deltaNanos: number | null;
  readonly here: StepFigures | null;
  readonly other: StepFigures | null;
}

/** A step in one execution; `durationNanos` of all its runs that ended, summed up. */
export interface StepFigures {
  readonly runs: number;
  readonly failures: number;
  readonly status: string;
  readonly errorCode: string | null;
  readonly startOffsetNanos: number;
  readonly durationNanos: number | null;
}

/** One page of `GET /v1/events`. An event stays as it came; the page reads few of its fields. */
export interface EventPage {
  readonly events: readonly StoredEvent[];
  readonly nextCursor: string | null;
}

export interface StoredEvent {
  readonly step: string;
  readonly state: string;
  readonly status: string | null;
  readonly timestamp: string | null;
  readonly runId: string | null;
  readonly attempt: number | null;
  readonly host: string | null;
  readonly eventId: string | null;
  /** All of it, for showing and copying. */
  readonly whole: Readonly<Record<string, unknown>>;
}
