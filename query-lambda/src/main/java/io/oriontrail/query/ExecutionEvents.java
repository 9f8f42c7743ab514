package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored events of one execution, at least one, in any order.
 *
 * @param tailFrom where events were left out, the sort key of the first event behind the gap; null
 *     when all are here
 * @param unreadable items found among them that are no events
 */
public record ExecutionEvents(
    ExecutionKey key, List<StoredEvent> events, @Nullable String tailFrom, int unreadable) {

  /**
   * Checks that there is something to assemble.
   *
   * @throws IllegalArgumentException if there is no event: an execution without any does not exist
   */
  public ExecutionEvents {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an execution without events does not exist: " + key);
    }
    events = List.copyOf(events);
  }

  /** All events of the execution. */
  public static ExecutionEvents of(ExecutionKey key, List<StoredEvent> events) {
    return new ExecutionEvents(key, events, null, 0);
  }

  /**
   * The first and the last events of an execution that has more than can be assembled.
   *
   * @param head the first ones
   * @param tail the last ones, at least one
   */
  public static ExecutionEvents truncated(
      ExecutionKey key, List<StoredEvent> head, List<StoredEvent> tail) {
    List<StoredEvent> all = new ArrayList<>(head);
    all.addAll(tail);
    String tailFrom = tail.stream().map(StoredEvent::sortKey).min(String::compareTo).orElseThrow();
    return new ExecutionEvents(key, all, tailFrom, 0);
  }

  /** The same, knowing that items were met that are no events. */
  public ExecutionEvents withUnreadable(int items) {
    return new ExecutionEvents(key, events, tailFrom, items);
  }

  /** Whether events were left out in the middle. */
  public boolean isTruncated() {
    return tailFrom != null;
  }
}
