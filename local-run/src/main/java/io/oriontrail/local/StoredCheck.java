package io.oriontrail.local;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which events have to be in the table and looks for those not yet found. Holds the sort key
 * of each (some 150 bytes an event). Not safe for use by several threads at once.
 */
final class StoredCheck {
  private static final int PAGE = 1_000;
  private static final int QUERIES_AT_ONCE = 4;
  private static final int EXECUTIONS_AT_ONCE = 128;

  /** So many looks in a row that find nothing, and the next one goes through everything. */
  private static final int IDLE_LOOKS = 5;

  private final StepEventReader reader;
  private final Supplier<List<StepEvent>> putAside;

  /** In the order of the executions' last events, as ingest is expected to complete them. */
  private final Map<ExecutionKey, Set<String>> missing = new LinkedHashMap<>(16, 0.75f, true);

  private int idle;
  private long distinct;
  private long repeated;
  private long stored;
  private long quarantined;

  StoredCheck(StepEventReader reader, QuarantineReader quarantine) {
    this(reader, quarantine::newEvents);
  }

  /** {@code putAside}: what came into quarantine since it was last asked. */
  StoredCheck(StepEventReader reader, Supplier<List<StepEvent>> putAside) {
    this.reader = reader;
    this.putAside = putAside;
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

  /** Looks once for all that is missing. Blocks. */
  void look() {
    look(false);
  }

  /**
   * Looks for what is likely to have come since: each execution is asked for about once while all
   * goes well, in place of all of them each time. Blocks.
   */
  void lookOn() {
    boolean inOrder = idle < IDLE_LOOKS;
    long before = missing();
    look(inOrder);
    idle = missing() < before || !inOrder ? 0 : idle + 1;
  }

  private void look(boolean untilMostAreMissing) {
    try (ExecutorService queries = Executors.newFixedThreadPool(QUERIES_AT_ONCE)) {
      List<Map.Entry<ExecutionKey, Set<String>>> executions = List.copyOf(missing.entrySet());
      for (int from = 0; from < executions.size(); from += EXECUTIONS_AT_ONCE) {
        int to = Math.min(executions.size(), from + EXECUTIONS_AT_ONCE);
        List<Map.Entry<ExecutionKey, Set<String>>> some = executions.subList(from, to);
        lookFor(some, queries);
        long still = some.stream().filter(entry -> !entry.getValue().isEmpty()).count();
        if (untilMostAreMissing && still > some.size() / 2) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted while looking into the table", e);
    } catch (ExecutionException e) {
      throw CliException.from(e);
    }
    missing.values().removeIf(Set::isEmpty);
    if (!missing.isEmpty()) {
      putAside.get().forEach(this::findInQuarantine);
    }
  }

  private void lookFor(
      List<Map.Entry<ExecutionKey, Set<String>>> executions, ExecutorService queries)
      throws InterruptedException, ExecutionException {
    List<Callable<Integer>> looks =
        executions.stream()
            .<Callable<Integer>>map(entry -> () -> lookFor(entry.getKey(), entry.getValue()))
            .toList();
    for (Future<Integer> found : queries.invokeAll(looks)) {
      stored += found.get();
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
