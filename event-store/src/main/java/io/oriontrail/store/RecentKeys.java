package io.oriontrail.store;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys of items that were written a moment ago and need not be written again. Bounded in number and
 * in time: what is replayed later renews its expiry. Safe for use by several threads at once.
 */
final class RecentKeys {
  private final int capacity;
  private final Duration age;
  private final LinkedHashMap<ItemKey, Instant> written = new LinkedHashMap<>(16, 0.75f, true);

  RecentKeys(int capacity, Duration age) {
    this.capacity = capacity;
    this.age = age;
  }

  synchronized boolean contains(ItemKey key, Instant now) {
    Instant at = written.get(key);
    return at != null && at.plus(age).isAfter(now);
  }

  synchronized void add(ItemKey key, Instant now) {
    written.put(key, now);
    if (written.size() > capacity) {
      Map.Entry<ItemKey, Instant> eldest = written.entrySet().iterator().next();
      written.remove(eldest.getKey());
    }
  }
}
