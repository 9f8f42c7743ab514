package io.oriontrail.event;

/** How a run ended; carried by {@link State#ENDED} events and only by them. */
public enum Status {
  SUCCEEDED,
  FAILED
}
