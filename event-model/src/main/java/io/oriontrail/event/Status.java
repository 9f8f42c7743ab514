package io.oriontrail.event;

/** How a run ended; carried by {@link State#ENDED} events and only by them. */
public enum Status {
  /** It did what it was to do. */
  SUCCEEDED,
  /** It did not, or nobody said that it did. */
  FAILED
}
