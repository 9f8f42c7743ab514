package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Writes many items: calls of {@value #ITEMS_PER_CALL}, several in flight on virtual threads. Safe
 * for use by several threads at once.
 */
final class BatchWriter {
  /** BatchWriteItem takes no more. */
  static final int ITEMS_PER_CALL = 25;

  /**
   * How hard to try.
   *
   * @param callsInFlight at once, over all appends
   * @param callTimeout of one call; it ends earlier where the deadline comes first
   */
  record Effort(int callsInFlight, Duration callTimeout, Backoff backoff, Pause pause) {
    static Effort create() {
      return new Effort(16, Duration.ofSeconds(3), Backoff.create(), Thread::sleep);
    }
  }

  /** Waits; injected so that tests need not. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Where the calls go and what bounds them. */
  record Target(
      DynamoDbClient client,
      String tableName,
      InstantSource clock,
      Effort effort,
      Semaphore inFlight) {}

  private final Target target;

  BatchWriter(DynamoDbClient client, String tableName, InstantSource clock, Effort effort) {
    this.target =
        new Target(client, tableName, clock, effort, new Semaphore(effort.callsInFlight()));
  }

  Appended append(List<? extends WireMessage> messages, Instant deadline, long ttl) {
    List<ItemKey> keys = new ArrayList<>(messages.size());
    // DynamoDB refuses a call that names one key twice.
    Set<ItemKey> distinct = HashSet.newHashSet(messages.size());
    List<BatchWrite> calls = new ArrayList<>(messages.size() / ITEMS_PER_CALL + 1);
    List<BatchWrite.Item> items = new ArrayList<>(ITEMS_PER_CALL);
    for (WireMessage message : messages) {
      ItemKey key = ItemKey.of(message);
      keys.add(key);
      if (distinct.add(key)) {
        items.add(new BatchWrite.Item(key, message));
      }
      if (items.size() == ITEMS_PER_CALL) {
        calls.add(new BatchWrite(target, items, deadline, ttl));
        items = new ArrayList<>(ITEMS_PER_CALL);
      }
    }
    if (!items.isEmpty()) {
      calls.add(new BatchWrite(target, items, deadline, ttl));
    }
    run(calls);
    return result(messages, keys, calls);
  }

  /** Returns when no call is under way any more, also when this thread is interrupted. */
  private static void run(List<BatchWrite> calls) {
    List<Future<?>> ends = new ArrayList<>(calls.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (BatchWrite call : calls) {
        ends.add(threads.submit(call));
      }
    }
    for (Future<?> end : ends) {
      if (end.state() == Future.State.FAILED) {
        throw new IllegalStateException("a write ended in a way that is a bug", end.exceptionNow());
      }
    }
  }

  private static Appended result(
      List<? extends WireMessage> messages, List<ItemKey> keys, List<BatchWrite> calls) {
    Set<ItemKey> open = new HashSet<>();
    Map<ItemKey, String> refused = new HashMap<>();
    int retries = 0;
    StoreException failure = null;
    for (BatchWrite call : calls) {
      open.addAll(call.open());
      refused.putAll(call.refused());
      retries += call.retries();
      failure = failure == null ? call.failure() : failure;
    }
    return sorted(messages, keys, open, refused, retries, failure);
  }

  private static Appended sorted(
      List<? extends WireMessage> messages,
      List<ItemKey> keys,
      Set<ItemKey> open,
      Map<ItemKey, String> refused,
      int retries,
      @Nullable StoreException failure) {
    List<WireMessage> remainder = new ArrayList<>();
    List<Appended.Refused> unfit = new ArrayList<>();
    Set<ItemKey> stored = HashSet.newHashSet(messages.size());
    int duplicates = 0;
    for (int i = 0; i < messages.size(); i++) {
      ItemKey key = keys.get(i);
      String why = refused.get(key);
      if (open.contains(key)) {
        remainder.add(messages.get(i));
      } else if (why != null) {
        unfit.add(new Appended.Refused(messages.get(i), why));
      } else if (!stored.add(key)) {
        duplicates++;
      }
    }
    return new Appended(stored.size(), duplicates, unfit, remainder, retries, failure);
  }
}
