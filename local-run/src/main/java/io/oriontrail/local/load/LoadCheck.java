package io.oriontrail.local.load;

import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What became of the events of a load, looked up one execution after the other.
 *
 * @param expected offered
 * @param missing not in the store
 * @param different in the store with another content
 * @param invented in those executions without having been offered
 */
public record LoadCheck(long expected, long missing, long different, long invented) {
  private static final int PAGE = 1_000;
  private static final int AT_ONCE = 4;

  /** Whether everything is there, as it was, and nothing else. */
  public boolean isClean() {
    return missing == 0 && different == 0 && invented == 0;
  }

  LoadCheck plus(LoadCheck other) {
    return new LoadCheck(
        expected + other.expected,
        missing + other.missing,
        different + other.different,
        invented + other.invented);
  }

  /**
   * Looks all of them up. Blocks.
   *
   * @param events that were offered, from the first on
   * @param progress told how many executions have been looked up, by several threads
   * @throws io.oriontrail.store.StoreException if the store does not answer
   */
  public static LoadCheck of(
      LoadTraffic traffic, long events, StepEventReader reader, LongConsumer progress)
      throws InterruptedException {
    long executions = traffic.executions(events);
    AtomicLong next = new AtomicLong();
    List<Future<LoadCheck>> parts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        parts.add(
            threads.submit(
                () -> {
                  LoadCheck sum = new LoadCheck(0, 0, 0, 0);
                  for (long e = next.getAndIncrement(); e < executions; ) {
                    sum = sum.plus(one(traffic.eventsOf(e, events), reader));
                    progress.accept(e);
                    e = next.getAndIncrement();
                  }
                  return sum;
                }));
      }
      LoadCheck sum = new LoadCheck(0, 0, 0, 0);
      for (Future<LoadCheck> part : parts) {
        sum = sum.plus(part.get());
      }
      return sum;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private static LoadCheck one(List<StepEvent> events, StepEventReader reader) {
    Map<String, StepEvent> missing = new HashMap<>();
    events.forEach(event -> missing.put(TableLayout.sortKey(event), event));
    long different = 0;
    long invented = 0;
    String after = null;
    do {
      EventPage page =
          reader.eventsOf(events.getFirst().key(), StepEventReader.Order.OLDEST_FIRST, after, PAGE);
      for (StoredEvent stored : page.events()) {
        StepEvent expected = missing.remove(stored.sortKey());
        invented += expected == null ? 1 : 0;
        different += expected != null && !expected.equals(stored.event()) ? 1 : 0;
      }
      after = page.next();
    } while (after != null);
    return new LoadCheck(events.size(), missing.size(), different, invented);
  }
}
