package io.oriontrail.query;

/** How a run stands as of a moment. */
public enum RunStatus {
  SUCCEEDED,
  FAILED,
  /** Started, not ended, and the execution was heard of lately. */
  RUNNING,
  /** Started, not ended, and nothing was heard of the execution for long. */
  STALLED,
  /** Started, and the execution ended without an end of this run. */
  LOST
}
