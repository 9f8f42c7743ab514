package io.oriontrail.query;

/** What is to be known about a run before its figures are believed. */
public enum RunFlag {
  /** Its end lies before its start: two clocks disagree. */
  CLOCK_SKEW,
  /** Only its end was stored. */
  START_MISSING,
  /** It was started or ended more than once under one runId. */
  DUPLICATE_STATE,
  /** Its parent is itself, unknown, or part of a circle of parents, and was ignored. */
  PARENT_INVALID,
  /** It took longer than the step's usual p95. */
  SLOW
}
