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
  private final int maxEvents;
  private final int tail;

  ExecutionLookup(StepEventReader reader) {
    this(reader, MAX_EVENTS, TAIL);
  }

  /** Reads at most {@code maxEvents}, of an execution with more {@code tail} of them its last. */
  ExecutionLookup(StepEventReader reader, int maxEvents, int tail) {
    this.reader = reader;
    this.maxEvents = maxEvents;
    this.tail = tail;
  }

  /**
   * The events of the execution; null where there is none. Blocks.
   *
   * @throws io.oriontrail.store.StoreException if the store does not answer
   */
  @Nullable ExecutionEvents find(ExecutionKey key) {
    Reading first = read(key, Order.OLDEST_FIRST, maxEvents + 1);
    if (first.events.isEmpty()) {
      return null;
    }
    if (first.events.size() <= maxEvents) {
      return ExecutionEvents.of(key, first.events).withUnreadable(first.unreadable);
    }
    List<StoredEvent> head = first.events.subList(0, maxEvents - tail);
    Reading last = read(key, Order.NEWEST_FIRST, tail);
    return ExecutionEvents.truncated(key, head, last.events)
        .withUnreadable(first.unreadable + last.unreadable);
  }

  private static final class Reading {
    final List<StoredEvent> events = new ArrayList<>();
    int unreadable;
  }

  private Reading read(ExecutionKey key, Order order, int limit) {
    Reading reading = new Reading();
    String after = null;
    do {
      int wanted = Math.min(PAGE, limit - reading.events.size());
      EventPage page = reader.eventsOf(key, order, after, wanted);
      reading.events.addAll(page.events());
      reading.unreadable += page.unreadable();
      after = page.next();
    } while (after != null && reading.events.size() < limit);
    return reading;
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
            sorted.subList(sorted.size() - tail, sorted.size()))
        .withUnreadable(events.unreadable());
  }
}
