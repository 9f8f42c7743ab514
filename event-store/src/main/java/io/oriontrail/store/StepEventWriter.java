package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.time.Instant;
import java.util.List;

/** The writing role: adds events to the store. Safe for use by several threads at once. */
public interface StepEventWriter {

  /**
   * Writes the messages, each as its own item; heartbeats lie apart from events. Writing one twice
   * leaves the store as writing it once did, so a doubtful outcome counts as not written. Never
   * throws for what the store answers. Blocks until all is done or the deadline has come.
   *
   * @param messages events each with an {@code eventId}, and heartbeats
   * @param deadline when to stop trying; an attempt under way may end a little later
   * @return what is stored and what is not
   */
  Appended append(List<? extends WireMessage> messages, Instant deadline);
}
