package io.oriontrail.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The twin of {@link DynamoDbRollupStore} in memory: the same contract, proved by the same tests.
 * Safe for use by several threads at once; never blocks.
 */
public final class InMemoryRollupStore implements RollupWriter {
  private record Held(RollupUpdate sums, Instant expiresAt) {}

  private final Duration retention;
  private final InstantSource clock;
  private final Map<String, NavigableMap<String, Held>> partitions = new ConcurrentHashMap<>();

  /**
   * An empty store.
   *
   * @param retention how long an item is kept, counted from when it was last added to
   */
  public InMemoryRollupStore(Duration retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * The reading role.
   *
   * @param heartbeats what completeness is judged by
   */
  public RollupReader reader(HeartbeatReader heartbeats) {
    return new RollupQueries(this::read, heartbeats);
  }

  @Override
  public List<RollupUpdate> add(List<RollupUpdate> updates, Instant deadline) {
    Instant expiresAt = clock.instant().plus(retention);
    for (RollupUpdate update : updates) {
      partitions
          .computeIfAbsent(
              update.key().pk(), absent -> new ConcurrentSkipListMap<>(CodePoints.ORDER))
          .compute(
              update.key().sk(),
              (sk, held) -> {
                RollupUpdate sum = new RollupUpdate(update.key());
                if (held != null) {
                  sum.addAll(held.sums());
                }
                sum.addAll(update);
                return new Held(sum, expiresAt);
              });
    }
    return List.of();
  }

  private List<List<RollupItem>> read(List<String> wanted, String prefix) {
    long now = clock.instant().getEpochSecond();
    List<List<RollupItem>> found = new ArrayList<>();
    for (String partition : wanted) {
      List<RollupItem> items = new ArrayList<>();
      partitions
          .getOrDefault(partition, new TreeMap<>())
          .forEach(
              (sk, held) -> {
                if (sk.startsWith(prefix) && held.expiresAt().getEpochSecond() > now) {
                  items.add(new RollupItem(sk, held.sums().counters(), held.sums().marks()));
                }
              });
      found.add(items);
    }
    return found;
  }
}
