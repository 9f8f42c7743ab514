package io.oriontrail.query;

/** What is to be known about an execution before its figures are believed. */
public enum ExecutionFlag {
  /** The earliest stored event is near its expiry or past it: older ones may be gone. */
  PARTLY_EXPIRED,
  /** It ended before its first run started: two clocks disagree, and the duration shown is 0. */
  CLOCK_SKEW
}
