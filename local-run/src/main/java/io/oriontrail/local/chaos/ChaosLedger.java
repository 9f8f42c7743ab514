package io.oriontrail.local.chaos;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What was sent into a line. Safe for use by several threads at once. */
public final class ChaosLedger {
  private final List<StepEvent> offered = new ArrayList<>();
  private final Map<ExecutionKey, Integer> counts = new HashMap<>();
  private final Set<String> poison = new HashSet<>();

  /** Before the event is handed over. */
  public synchronized void offer(StepEvent event) {
    offered.add(event);
    counts.merge(event.key(), 1, Integer::sum);
  }

  /** A piece that has to end in quarantine; in base64. */
  public synchronized void offerPoison(String raw) {
    poison.add(raw);
  }

  public synchronized List<StepEvent> offered() {
    return List.copyOf(offered);
  }

  public synchronized Set<String> poison() {
    return Set.copyOf(poison);
  }

  /** Events of the execution that were offered until now. */
  public synchronized int count(ExecutionKey key) {
    return counts.getOrDefault(key, 0);
  }

  /** Of one of the newest events; null before the first. */
  public synchronized @Nullable ExecutionKey recentExecution(RandomGenerator random, int newest) {
    int size = offered.size();
    return size == 0 ? null : offered.get(size - 1 - random.nextInt(Math.min(newest, size))).key();
  }
}
