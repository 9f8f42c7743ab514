package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import java.time.Instant;

/**
 * An execution in the list of its account.
 *
 * @param openedAt time of its first event that opens a listing: in all but odd cases its first
 *     event of all. The list is sorted by it.
 */
public record ListedExecution(ExecutionKey key, Instant openedAt) {}
