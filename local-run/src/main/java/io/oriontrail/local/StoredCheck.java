package io.oriontrail.local;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Knows which events have to be in the table and looks for those not yet found. Holds the sort key
 * of each (some 150 bytes an event). Not safe for use by several threads at once.
 */
final class StoredCheck {
  private static final int PAGE = 1_000;
  private static final int QUERIES_AT_ONCE = 4;

  private final StepEventReader reader;
  private final QuarantineReader quarantine;
  private final Map<ExecutionKey, Set<String>> missing = new HashMap<>();
  private long distinct;
  private long repeated;
  private long stored;
  private long quarantined;

  StoredCheck(StepEventReader reader, QuarantineReader quarantine) {
    this.reader = reader;
    this.quarantine = quarantine;
  }

  void expect(StepEvent event) {
    Set<String> keys = missing.computeIfAbsent(event.key(), _ -> new HashSet<>());
    if (keys.add(TableLayout.sortKey(event))) {
      distinct++;
    } else {
      repeated++;
    }
  }

  /** Distinct events found so far. */
  long stored() {
    return stored;
  }

  /** Events that were expected once already. */
  long repeated() {
    return repeated;
  }

  /** Expected events that ingest put aside instead. */
  long quarantined() {
    return quarantined;
  }

  long missing() {
    return distinct - stored - quarantined;
  }

  /** An execution that misses events, for a message; null when none does. */
  @Nullable ExecutionKey anyMissing() {
    return missing.isEmpty() ? null : missing.keySet().iterator().next();
  }

  /** Looks once for what is missing. Blocks. */
  void look() {
    try (ExecutorService queries = Executors.newFixedThreadPool(QUERIES_AT_ONCE)) {
      List<Callable<Integer>> looks =
          missing.entrySet().stream()
              .<Callable<Integer>>map(entry -> () -> lookFor(entry.getKey(), entry.getValue()))
              .toList();
      for (Future<Integer> found : queries.invokeAll(looks)) {
        stored += found.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while looking into the table", e);
    } catch (ExecutionException e) {
      throw CliException.from(e);
    }
    missing.values().removeIf(Set::isEmpty);
    if (!missing.isEmpty()) {
      quarantine.newEvents().forEach(this::findInQuarantine);
    }
  }

  private void findInQuarantine(StepEvent event) {
    Set<String> keys = missing.get(event.key());
    if (keys != null && keys.remove(TableLayout.sortKey(event))) {
      quarantined++;
      missing.values().removeIf(Set::isEmpty);
    }
  }

  private int lookFor(ExecutionKey key, Set<String> sortKeys) {
    int found = 0;
    String after = null;
    do {
      EventPage page = reader.eventsOf(key, StepEventReader.Order.OLDEST_FIRST, after, PAGE);
      for (StoredEvent event : page.events()) {
        if (sortKeys.remove(event.sortKey())) {
          found++;
        }
      }
      after = page.next();
    } while (after != null && !sortKeys.isEmpty());
    return found;
  }
}
