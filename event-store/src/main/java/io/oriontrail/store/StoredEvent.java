package io.oriontrail.store;

import io.oriontrail.event.StepEvent;
import java.time.Instant;

/**
 * An event as the store holds it.
 *
 * @param sortKey {@code timestamp#step:state#eventId}; unique within the execution
 * @param expiresAt when the store may drop it, to the second
 */
public record StoredEvent(StepEvent event, String sortKey, Instant expiresAt) {}
