package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StepEventReader.Order;
import io.oriontrail.store.StoreException;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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

  /** Some half a megabyte: one page is read while another is decoded. */
  private static final int PAGE = 2_500;

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
   * The events of the execution; null where there is none. Blocks. Reads from both ends at once
   * what is more than a page, because the store hands out one page after another.
   *
   * @throws io.oriontrail.store.StoreException if the store does not answer
   */
  @Nullable ExecutionEvents find(ExecutionKey key) {
    EndReading oldest = reading(key, Order.OLDEST_FIRST);
    EndReading newest = reading(key, Order.NEWEST_FIRST);
    oldest.readUntil(() -> oldest.count() > 0);
    if (!oldest.isOver()) {
      readBoth(oldest, newest);
    }
    if (newest.unreadable() > 0) {
      // Where the two met, both may have counted the same items: count them by one reading.
      return oneReading(key);
    }
    return events(key, oldest, newest);
  }

  private EndReading reading(ExecutionKey key, Order order) {
    return new EndReading(reader, key, order, Math.min(PAGE, maxEvents + 1));
  }

  private void readBoth(EndReading oldest, EndReading newest) {
    BooleanSupplier enough =
        () -> oldest.hasMet(newest) || oldest.count() + newest.count() > maxEvents;
    AtomicBoolean failed = new AtomicBoolean();
    FutureTask<@Nullable Void> other =
        new FutureTask<>(() -> newest.readUntil(() -> failed.get() || enough.getAsBoolean()), null);
    Thread.ofVirtual().name("newest-first").start(other);
    try {
      oldest.readUntil(enough);
      other.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StoreException failure
          ? new StoreException(String.valueOf(failure.getMessage()), failure)
          : new IllegalStateException("a read ended in a way that is a bug", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the read was interrupted", e);
    } finally {
      failed.set(true); // where something failed, the other reading is in vain
    }
  }

  private @Nullable ExecutionEvents oneReading(ExecutionKey key) {
    EndReading oldest = reading(key, Order.OLDEST_FIRST);
    oldest.readUntil(() -> oldest.count() > maxEvents);
    return events(key, oldest, reading(key, Order.NEWEST_FIRST));
  }

  /** What was read put together, and what is missing of head and tail read. */
  private @Nullable ExecutionEvents events(ExecutionKey key, EndReading oldest, EndReading newest) {
    boolean complete = oldest.hasMet(newest);
    List<StoredEvent> events = complete ? joined(oldest, newest) : oldest.events();
    if (events.isEmpty()) {
      return null;
    }
    if (complete && events.size() <= maxEvents) {
      return ExecutionEvents.of(key, events).withUnreadable(oldest.unreadable());
    }
    oldest.readUntil(() -> oldest.count() >= maxEvents - tail);
    newest.readUntil(() -> newest.count() >= tail);
    return ExecutionEvents.truncated(
            key, oldest.events().subList(0, maxEvents - tail), newest.events().subList(0, tail))
        .withUnreadable(oldest.unreadable() + newest.unreadable());
  }

  /** The two may overlap by a page, where they met. */
  private static List<StoredEvent> joined(EndReading oldest, EndReading newest) {
    if (oldest.isOver()) {
      return oldest.events();
    }
    List<StoredEvent> all = new ArrayList<>(oldest.events());
    String reached = all.getLast().sortKey();
    for (StoredEvent event : newest.events().reversed()) {
      if (CodePointOrder.compare(event.sortKey(), reached) > 0) {
        all.add(event);
      }
    }
    return all;
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
