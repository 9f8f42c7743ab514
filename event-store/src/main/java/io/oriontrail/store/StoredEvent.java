package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.time.Instant;

/**
 * An event as the store holds it.
 *
 * @param sortKey {@code timestamp#step:state#eventId}; unique within the execution
 * @param expiresAt when the store may drop it, to the second
 * @param cut whether its error message or attributes were cut so that it fits one write unit
 */
public record StoredEvent(StepEvent event, String sortKey, Instant expiresAt, boolean cut) {

  /** An event that is stored as it came. */
  public StoredEvent(StepEvent event, String sortKey, Instant expiresAt) {
    this(event, sortKey, expiresAt, false);
  }
}
