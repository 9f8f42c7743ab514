package io.oriontrail.store;

import java.util.Map;
import java.util.Set;

/** An item of the roll-ups as it was read. */
record RollupItem(String sk, Map<String, Long> counters, Map<String, Set<Long>> marks) {

  long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  Set<Long> marks(String name) {
    return marks.getOrDefault(name, Set.of());
  }
}
