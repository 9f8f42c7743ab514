package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import org.jspecify.annotations.Nullable;

/** The reading role. Safe for use by several threads at once. */
public interface StepEventReader {

  /** Which end of an execution to read from. */
  enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  /**
   * One page of an execution's events in sort-key order (that is, by time). Expired events are left
   * out even while the table still holds them. Blocks.
   *
   * @param after the sort key behind which to go on, from {@link EventPage#next}; null to begin
   * @param limit at most this many events, 1 or more
   * @throws StoreException if the store does not answer
   */
  EventPage eventsOf(ExecutionKey key, Order order, @Nullable String after, int limit);
}
