package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events that a timeline is assembled from: all of them, or of an execution that has too
 * many the first and the last. Safe for use by several threads at once.
 */
final class ExecutionLookup {
  /** At most this many events become a timeline. */
  static final int MAX_EVENTS = 50_000;

  /** With more than that, this many of them are the last: the failure is usually at the end. */
  static final int TAIL = 1_000;

  private static final int PAGE = 10_000;

  private final StepEventReader reader;

  ExecutionLookup(StepEventReader reader) {
    this.reader = reader;
  }

  /**
   * The events of the execution; null where there is none. Blocks.
   *
   * @throws io.oriontrail.store.StoreException if the store does not answer
   */
  @Nullable ExecutionEvents find(ExecutionKey key) {
    List<StoredEvent> first = read(key, Order.OLDEST_FIRST, MAX_EVENTS + 1);
    if (first.isEmpty()) {
      return null;
    }
    if (first.size() <= MAX_EVENTS) {
      return ExecutionEvents.of(key, first);
    }
    List<StoredEvent> head = first.subList(0, MAX_EVENTS - TAIL);
    return ExecutionEvents.truncated(key, head, read(key, Order.NEWEST_FIRST, TAIL));
  }

  private List<StoredEvent> read(ExecutionKey key, Order order, int limit) {
    List<StoredEvent> events = new ArrayList<>();
    String after = null;
    do {
      EventPage page = reader.eventsOf(key, order, after, Math.min(PAGE, limit - events.size()));
      events.addAll(page.events());
      after = page.next();
    } while (after != null && events.size() < limit);
    return events;
  }

  /** The same execution with half as many events, the last {@value #TAIL} among them. */
  static ExecutionEvents halved(ExecutionEvents events) {
    List<StoredEvent> sorted = new ArrayList<>(events.events());
    sorted.sort((a, b) -> CodePointOrder.compare(a.sortKey(), b.sortKey()));
    int keep = Math.max(2, sorted.size() / 2);
    int tail = Math.min(TAIL, keep / 2);
    return ExecutionEvents.truncated(
        events.key(),
        sorted.subList(0, keep - tail),
        sorted.subList(sorted.size() - tail, sorted.size()));
  }
}
