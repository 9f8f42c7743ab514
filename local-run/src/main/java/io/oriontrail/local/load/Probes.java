package io.oriontrail.local.load;

import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoreException;
import io.oriontrail.store.TableLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks for some of the events until a query finds them. A time counts from when the event was due,
 * so a sender that comes too late makes it longer; what is found is known with the next look, so it
 * is rounded up by at most a tenth or {@link #FIRST_LOOK}. Safe for use by several threads at once.
 */
public final class Probes implements AutoCloseable {
  /** When an event is looked for first. */
  public static final Duration FIRST_LOOK = Duration.ofMillis(250);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PART_OF_AGE = 10;
  private static final int THREADS = 4;

  private final StepEventReader reader;
  private final ScheduledExecutorService threads;
  private final AtomicInteger open = new AtomicInteger();
  private final List<Probe> found = new ArrayList<>();
  private int lost;

  /**
   * One that was found.
   *
   * @param dueNanos when it was due, counted from the first event
   * @param millis how long after that it was found
   */
  public record Probe(long dueNanos, long millis) {}

  /** {@code reader}: where the events must appear. */
  public Probes(StepEventReader reader) {
    this.reader = reader;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newScheduledThreadPool(
            THREADS,
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("load-probe-" + count.incrementAndGet())
                    .unstarted(task));
  }

  /**
   * Begins to look for the event. Does not block.
   *
   * @param dueNanos when it was due, counted from the first event
   * @param due the same on {@link System#nanoTime}
   */
  public void watch(StepEvent event, long dueNanos, long due) {
    open.incrementAndGet();
    lookAfter(FIRST_LOOK.toNanos() - (System.nanoTime() - due), event, dueNanos, due);
  }

  private void lookAfter(long nanos, StepEvent event, long dueNanos, long due) {
    var _ = threads.schedule(() -> look(event, dueNanos, due), nanos, TimeUnit.NANOSECONDS);
  }

  private void look(StepEvent event, long dueNanos, long due) {
    boolean there = isThere(event);
    long age = System.nanoTime() - due;
    if (!there && age < PATIENCE.toNanos()) {
      lookAfter(age / PART_OF_AGE, event, dueNanos, due);
      return;
    }
    synchronized (this) {
      if (there) {
        found.add(new Probe(dueNanos, Duration.ofNanos(age).toMillis()));
      } else {
        lost++;
      }
    }
    open.decrementAndGet();
  }

  private boolean isThere(StepEvent event) {
    String key = TableLayout.sortKey(event);
    String before = key.substring(0, key.length() - 1);
    try {
      EventPage page = reader.eventsOf(event.key(), StepEventReader.Order.OLDEST_FIRST, before, 1);
      return !page.events().isEmpty() && page.events().getFirst().sortKey().equals(key);
    } catch (StoreException e) {
      return false; // it is looked for again
    }
  }

  /** Whether all that were watched are found or given up. */
  public boolean isDone() {
    return open.get() == 0;
  }

  /** Those found so far, in the order in which they were found. */
  public synchronized List<Probe> found() {
    return List.copyOf(found);
  }

  /** Those not found within two minutes. */
  public synchronized int lost() {
    return lost;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
