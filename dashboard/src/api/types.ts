/**
 * The timeline as the API answers it (`GET /v1/timeline`), after {@link decodeTimeline} has filled
 * every absent field with null or an empty list. Times are RFC 3339 text, durations are nanoseconds.
 */
export interface Timeline {
  readonly accountId: string;
  readonly executionId: string;
  readonly status: Status;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationNanos: number | null;
  readonly verdict: string | null;
  readonly asOf: string | null;
  readonly lastEventAt: string | null;
  readonly eventCount: number;
  readonly duplicateCount: number;
  readonly laneCount: number;
  readonly truncated: boolean;
  /** `INCLUDED`, or why attributes and error messages are left out. */
  readonly payload: string;
  readonly flags: readonly string[];
  /** In the API's order: by start, then end (open last), step, attempt, runId. */
  readonly runs: readonly Run[];
  readonly criticalPath: readonly PathStep[];
  readonly unaccounted: Unaccounted;
  readonly expected: readonly ExpectedStep[];
  readonly dataQuality: DataQuality;
}

/** `UNKNOWN` stands for any word that this page does not know; it is drawn, not refused. */
export type Status = 'SUCCEEDED' | 'FAILED' | 'RUNNING' | 'STALLED' | 'LOST' | 'UNKNOWN';

/** Where one run means another it gives its place in the timeline's list of runs. */
export interface Run {
  readonly runId: string;
  readonly parent: number | null;
  /** Whether it encloses other runs. */
  readonly container: boolean;
  readonly step: string;
  readonly attempt: number;
  /** 0 is the first lane. */
  readonly lane: number;
  readonly status: Status;
  /** Of a failed run: whether a later one of its step made good for it. */
  readonly recovered: boolean | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly startOffsetNanos: number;
  /** Null while the run is open. */
  readonly durationNanos: number | null;
  /** The runs it had to wait for. */
  readonly dependencies: readonly number[];
  /** Names of steps it had to wait for of which no run is known. */
  readonly unresolvedDependencies: readonly string[];
  readonly critical: boolean;
  readonly slackNanos: number | null;
  readonly waitNanos: number | null;
  readonly baseline: Baseline | null;
  readonly flags: readonly string[];
  readonly error: RunError | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly traceId: string | null;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Baseline {
  readonly p50Nanos: number;
  readonly p95Nanos: number;
  readonly samples: number;
}

export interface RunError {
  readonly code: string | null;
  readonly message: string | null;
}

export interface PathStep {
  readonly run: number;
  readonly waitNanos: number;
  readonly inferred: boolean;
}

export interface Unaccounted {
  readonly totalNanos: number;
  readonly gaps: readonly Gap[];
}

export interface Gap {
  readonly startOffsetNanos: number;
  readonly durationNanos: number;
}

/** How far the events can be believed; counts of what was missing, doubled or at odds. */
export interface DataQuality {
  readonly startsMissing: number;
  readonly endsMissing: number;
  readonly duplicateStates: number;
  readonly clockSkews: number;
  readonly invalidParents: number;
  readonly unresolvedDependencies: number;
  readonly cutEvents: number;
  readonly unreadableItems: number;
  /** The first of the clock skews. */
  readonly skews: readonly Skew[];
}

/** Two moments that one clock cannot have seen in this order. */
export interface Skew {
  /** The run that started too early, or too late for its own end. */
  readonly run: number;
  /** The run that should have ended before; null where it is `run` itself. */
  readonly dependency: number | null;
  readonly nanos: number;
  readonly startHost: string | null;
  readonly endHost: string | null;
}

export interface ExpectedStep {
  readonly step: string;
  /** `NOT_REACHED`, `BLOCKED`, `SKIPPED`, `OVERDUE` or a word of a newer API. */
  readonly state: string;
  /** Where it is blocked, the steps that failed. */
  readonly blockedBy: readonly string[];
}

/** An RFC 9457 problem detail, as far as this page shows it. */
export interface Problem {
  readonly type: string | null;
  readonly title: string | null;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly hints: readonly string[];
}
