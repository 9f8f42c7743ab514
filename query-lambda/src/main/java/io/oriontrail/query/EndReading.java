package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reading of an execution's events from one of its ends, page by page. Read by one thread; how
 * far it has come may be asked by another.
 */
final class EndReading {
  private final StepEventReader reader;
  private final ExecutionKey key;
  private final Order order;
  private final int page;
  private final List<StoredEvent> events = new ArrayList<>();
  private int unreadable;
  private volatile int count;
  private volatile @Nullable String reached;
  private volatile boolean over;

  /** {@code page}: how many events to ask for at once. */
  EndReading(StepEventReader reader, ExecutionKey key, Order order, int page) {
    this.reader = reader;
    this.key = key;
    this.order = order;
    this.page = page;
  }

  /** Reads pages until there are no more or enough was read. Blocks. */
  void readUntil(BooleanSupplier enough) {
    while (!over && !enough.getAsBoolean()) {
      EventPage next = reader.eventsOf(key, order, reached, page);
      events.addAll(next.events());
      unreadable += next.unreadable();
      count = events.size();
      if (next.next() == null) {
        over = true;
      } else {
        reached = next.next();
      }
    }
  }

  /** Events read, in the order of reading. */
  List<StoredEvent> events() {
    return events;
  }

  int unreadable() {
    return unreadable;
  }

  int count() {
    return count;
  }

  /** Whether the other end was reached. */
  boolean isOver() {
    return over;
  }

  /** Whether this reading, of the oldest first, has come to where the other has come. */
  boolean hasMet(EndReading newestFirst) {
    String here = reached;
    String there = newestFirst.reached;
    return over
        || newestFirst.over
        || (here != null && there != null && CodePointOrder.compare(here, there) >= 0);
  }
}
