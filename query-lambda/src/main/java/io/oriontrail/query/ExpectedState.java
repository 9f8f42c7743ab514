package io.oriontrail.query;

/** Why a step of the journey definition was never seen; the first that fits. */
public enum ExpectedState {
  /** A step that it depends on failed and was not recovered. */
  BLOCKED,
  /** It is optional, or the execution succeeded without it. */
  SKIPPED,
  /** What it depends on has been done for longer than is usual or allowed. */
  OVERDUE,
  /** None of the above: the execution has not come this far. */
  NOT_REACHED
}
