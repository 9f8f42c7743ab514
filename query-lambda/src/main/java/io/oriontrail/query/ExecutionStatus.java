package io.oriontrail.query;

/** How an execution stands as of a moment. */
public enum ExecutionStatus {
  SUCCEEDED,
  FAILED,
  /** Something is open, or a retry may be about to start. */
  RUNNING,
  /** Something is open and nothing was heard for long. */
  STALLED
}
