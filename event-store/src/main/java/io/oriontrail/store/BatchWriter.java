package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
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

  /** Listings written by this process: an execution's events come in many batches. */
  private static final int RECENT_LISTINGS = 20_000;

  private static final Duration LISTED_FOR = Duration.ofMinutes(10);

  private final Target target;
  private final RecentKeys listed = new RecentKeys(RECENT_LISTINGS, LISTED_FOR);

  BatchWriter(DynamoDbClient client, String tableName, InstantSource clock, Effort effort) {
    this.target =
        new Target(client, tableName, clock, effort, new Semaphore(effort.callsInFlight()));
  }

  Appended append(List<? extends WireMessage> messages, Instant deadline, long ttl) {
    Instant now = target.clock().instant();
    AppendPlan plan = new AppendPlan(messages, listed, now);
    List<BatchWrite.Item> items = plan.items();
    List<BatchWrite> calls = new ArrayList<>(items.size() / ITEMS_PER_CALL + 1);
    for (int from = 0; from < items.size(); from += ITEMS_PER_CALL) {
      int to = Math.min(from + ITEMS_PER_CALL, items.size());
      calls.add(new BatchWrite(target, items.subList(from, to), deadline, ttl));
    }
    run(calls);
    return plan.result(calls, listed, now);
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
}
