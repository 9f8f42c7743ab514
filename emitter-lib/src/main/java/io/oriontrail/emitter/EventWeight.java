package io.oriontrail.emitter;

import io.oriontrail.event.StepEvent;

/** What a waiting event takes of the heap, never less than it really does. */
final class EventWeight {
  /** The event, its time, its numbers, its map and list, and its slot in the queue. */
  private static final int OBJECTS = 336;

  /** A string's two objects and the padding behind them. */
  private static final int STRING = 56;

  private static final int BYTES_PER_CHAR = 2;

  private EventWeight() {}

  static int of(StepEvent event) {
    return OBJECTS + STRING * event.textCount() + BYTES_PER_CHAR * event.textLength();
  }
}
