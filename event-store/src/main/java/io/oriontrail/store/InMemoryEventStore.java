package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The twin of {@link DynamoDbEventStore} in memory: the same contract, proved by the same tests,
 * with nothing to start. Keeps what expires, but no longer returns it. Safe for use by several
 * threads at once; never blocks.
 */
public final class InMemoryEventStore implements StepEventWriter, StepEventReader, HeartbeatReader {
  /** DynamoDB sorts by UTF-8 bytes, which is the order of code points, not of chars. */
  private static final Comparator<String> BY_CODE_POINT = InMemoryEventStore::compare;

  private record Dated(Heartbeat heartbeat, Instant expiresAt) {}

  private final Duration retention;
  private final InstantSource clock;
  private final Map<String, NavigableMap<String, StoredEvent>> events = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<String, Dated>> heartbeats = new ConcurrentHashMap<>();

  /**
   * An empty store.
   *
   * @param retention how long an event is kept, counted from when it is written
   */
  public InMemoryEventStore(Duration retention, InstantSource clock) {
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public Appended append(List<? extends WireMessage> messages, Instant deadline) {
    long ttl = clock.instant().plus(retention).getEpochSecond();
    Set<ItemKey> stored = HashSet.newHashSet(messages.size());
    for (WireMessage message : messages) {
      ItemKey key = ItemKey.of(message);
      if (stored.add(key)) {
        put(key, message, ttl);
      }
    }
    return new Appended(
        stored.size(), messages.size() - stored.size(), List.of(), List.of(), 0, null);
  }

  private void put(ItemKey key, WireMessage message, long ttl) {
    if (message instanceof Heartbeat heartbeat) {
      partition(heartbeats, key.pk())
          .put(key.sk(), new Dated(heartbeat, Instant.ofEpochSecond(ttl)));
    } else {
      // Through the item and back: cut as an item is cut.
      partition(events, key.pk()).put(key.sk(), StepEventItem.toEvent(key.item(message, ttl)));
    }
  }

  private static <T> NavigableMap<String, T> partition(
      Map<String, NavigableMap<String, T>> partitions, String pk) {
    return partitions.computeIfAbsent(pk, absent -> new ConcurrentSkipListMap<>(BY_CODE_POINT));
  }

  @Override
  public EventPage eventsOf(ExecutionKey key, Order order, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more; it is " + limit);
    }
    NavigableMap<String, StoredEvent> sorted = events.get(TableLayout.partitionKey(key));
    if (sorted == null) {
      return new EventPage(List.of(), null);
    }
    NavigableMap<String, StoredEvent> directed =
        order == Order.OLDEST_FIRST ? sorted : sorted.descendingMap();
    Instant now = clock.instant();
    List<StoredEvent> found =
        (after == null ? directed : directed.tailMap(after, false))
            .values().stream()
                .filter(event -> isLive(event.expiresAt(), now))
                .limit(limit + 1L)
                .toList();
    if (found.size() <= limit) {
      return new EventPage(found, null);
    }
    List<StoredEvent> asked = found.subList(0, limit);
    return new EventPage(asked, asked.getLast().sortKey());
  }

  @Override
  public List<Heartbeat> heartbeatsOfHour(Instant instant) {
    NavigableMap<String, Dated> hour = heartbeats.get(TableLayout.heartbeatPartition(instant));
    Instant now = clock.instant();
    List<Heartbeat> found = new ArrayList<>();
    if (hour != null) {
      for (Dated dated : hour.values()) {
        if (isLive(dated.expiresAt(), now)) {
          found.add(dated.heartbeat());
        }
      }
    }
    return found;
  }

  /** As DynamoDB's filter does it: whole seconds. */
  private static boolean isLive(Instant expiresAt, Instant now) {
    return expiresAt.getEpochSecond() > now.getEpochSecond();
  }

  private static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above all others, yet below U+E000 as chars.
        boolean high = Character.isSurrogate(x);
        return high == Character.isSurrogate(y) ? x - y : high ? 1 : -1;
      }
    }
    return a.length() - b.length();
  }
}
