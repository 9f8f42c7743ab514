package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.List;

/** The writing role: adds events to the store. Safe for use by several threads at once. */
public interface StepEventWriter {

  /**
   * Writes the events, each as its own item, and returns those that could not be written by the
   * deadline: retrying is calling again with what came back. Writing an event twice leaves the
   * store as writing it once did, so a doubtful outcome counts as not written. Blocks until done.
   *
   * @param events each with an {@code eventId}
   * @param deadline when to stop trying; an attempt under way may end a little later
   * @return the remainder in the order given; empty when all is stored
   */
  List<StepEvent> append(List<StepEvent> events, Instant deadline);
}
