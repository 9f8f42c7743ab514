package io.oriontrail.local.simulate;

import io.oriontrail.event.StepEvent;

/** Takes ready-made events, each with its {@code eventId} and its own time. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes one event. May block, which slows the playing of history down and nothing else. Called by
   * one thread at a time.
   */
  void emit(StepEvent event);
}
