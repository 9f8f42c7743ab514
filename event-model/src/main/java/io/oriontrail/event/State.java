package io.oriontrail.event;

/** Which end of a run an event records. */
public enum State {
  STARTED,
  ENDED
}
