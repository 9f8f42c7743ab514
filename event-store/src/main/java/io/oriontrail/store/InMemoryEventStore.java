package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
public final class InMemoryEventStore
    implements StepEventWriter,
        StepEventReader,
        HeartbeatReader,
        ExecutionListReader,
        FailureReader {
  private record Dated(Heartbeat heartbeat, Instant expiresAt) {}

  private final Duration retention;
  private final InstantSource clock;
  private final Map<String, NavigableMap<String, StoredEvent>> events = new ConcurrentHashMap<>();
  private final Map<String, NavigableMap<String, Instant>> listings = new ConcurrentHashMap<>();
  private final NavigableMap<String, NavigableMap<String, StoredEvent>> failures =
      new ConcurrentSkipListMap<>();
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
      StoredEvent stored = StepEventItem.toEvent(key.item(message, ttl));
      partition(events, key.pk()).put(key.sk(), stored);
      index(stored);
    }
  }

  private void index(StoredEvent stored) {
    StepEvent event = stored.event();
    if (TableLayout.opensListing(event)) {
      ItemKey listing = ItemKey.listing(event);
      partition(listings, listing.pk()).put(listing.sk(), stored.expiresAt());
    }
    if (event.status() == Status.FAILED) {
      ItemKey key = ItemKey.of(event);
      partition(failures, TableLayout.hour(event.timestamp()))
          .put(key.sk() + '\n' + key.pk(), stored);
    }
  }

  private static <T> NavigableMap<String, T> partition(
      Map<String, NavigableMap<String, T>> partitions, String pk) {
    return partitions.computeIfAbsent(pk, absent -> new ConcurrentSkipListMap<>(CodePoints.ORDER));
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

  @Override
  public ExecutionPage executionsOf(String accountId, @Nullable String after, int limit) {
    return ExecutionListing.read(new Listings(), accountId, after, limit);
  }

  @Override
  public FailurePage failures(FailureQuery query, @Nullable String after, int limit) {
    return FailureSearch.read(this::failuresOfHour, query, after, limit);
  }

  private FailureSearch.Found failuresOfHour(Instant hour, FailureSearch.Part part, int limit) {
    Instant now = clock.instant();
    List<StoredEvent> found =
        failures
            .getOrDefault(TableLayout.hour(hour), new ConcurrentSkipListMap<>())
            .values()
            .stream()
            .filter(event -> isLive(event.expiresAt(), now))
            .filter(event -> CodePoints.ORDER.compare(event.sortKey(), part.to()) <= 0)
            .filter(part.wanted())
            .toList();
    return new FailureSearch.Found(found, 0);
  }

  private final class Listings implements ExecutionListing.Source {
    @Override
    public List<String> listings(String accountId, @Nullable String below, int limit) {
      NavigableMap<String, Instant> all = listings.get(TableLayout.listingPartition(accountId));
      if (all == null) {
        return List.of();
      }
      Instant now = clock.instant();
      return (below == null ? all : all.headMap(below, false))
          .descendingMap().entrySet().stream()
              .filter(listing -> isLive(listing.getValue(), now))
              .map(Map.Entry::getKey)
              .limit(limit)
              .toList();
    }

    @Override
    public List<@Nullable Instant> openedAt(List<ExecutionKey> keys) {
      List<@Nullable Instant> times = new ArrayList<>();
      for (ExecutionKey key : keys) {
        times.add(OpeningEvent.time(InMemoryEventStore.this, key));
      }
      return times;
    }
  }

  /** As DynamoDB's filter does it: whole seconds. */
  private static boolean isLive(Instant expiresAt, Instant now) {
    return expiresAt.getEpochSecond() > now.getEpochSecond();
  }
}
