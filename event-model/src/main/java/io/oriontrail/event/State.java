package io.oriontrail.event;

/** Which end of a run an event records. */
public enum State {
  /** The run began. */
  STARTED,
  /** The run is over. */
  ENDED
}
