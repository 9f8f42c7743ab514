package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * One call's worth of items on its way into the table, tried until the deadline. Whatever happens,
 * {@link #open} names the items of which it is not certain that they are stored. A call that
 * DynamoDB refuses as a whole is halved until the item at fault stands alone. Used by one thread.
 */
final class BatchWrite implements Runnable {
  /** The SDK takes no time-out of nothing. */
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(50);

  private static final int MAX_DOUBLINGS = 3;

  /** A message, or none where it is a listing, and where it goes. */
  record Item(ItemKey key, @Nullable WireMessage message) {}

  private final BatchWriter.Target target;
  private final Instant deadline;
  private final long ttl;
  private final List<Item> items;
  private final Set<ItemKey> open;
  private final Map<ItemKey, String> refused = new HashMap<>();
  private int retries;
  private @Nullable StoreException failure;

  BatchWrite(BatchWriter.Target target, List<Item> items, Instant deadline, long ttl) {
    this.target = target;
    this.items = items;
    this.open = HashSet.newHashSet(items.size());
    items.forEach(item -> open.add(item.key()));
    this.deadline = deadline;
    this.ttl = ttl;
  }

  @Override
  public void run() {
    try {
      write(items);
    } catch (InterruptedException e) {
      failure = new StoreException("the write was interrupted", e);
    }
  }

  Set<ItemKey> open() {
    return open;
  }

  Map<ItemKey, String> refused() {
    return refused;
  }

  int retries() {
    return retries;
  }

  /** Why items are left; null where none is. */
  @Nullable StoreException failure() {
    return open.isEmpty() ? null : failure;
  }

  private void write(List<Item> items) throws InterruptedException {
    List<Item> left = items;
    for (int retry = 0; hasTime(); retry++) {
      try {
        left = call(left, retry);
        if (left.isEmpty()) {
          return;
        }
        failure = new StoreException("DynamoDB left " + left.size() + " items unprocessed");
      } catch (SdkException e) {
        if (e instanceof AwsServiceException answer && isRefusal(answer)) {
          halve(left, answer);
          return;
        }
        failure = new StoreException("DynamoDB did not write: " + e.getMessage(), e);
        if (!mayPass(e)) {
          return;
        }
      }
      Duration wait = target.effort().backoff().before(retry);
      if (wait.compareTo(untilDeadline()) >= 0) {
        return;
      }
      target.effort().pause().sleep(wait);
      retries++;
    }
  }

  private boolean hasTime() {
    if (untilDeadline().isPositive()) {
      return true;
    }
    if (failure == null) {
      failure = new StoreException("the deadline came before the first try");
    }
    return false;
  }

  private Duration untilDeadline() {
    return Duration.between(target.clock().instant(), deadline);
  }

  /** Writes the items and returns those that DynamoDB left out. */
  private List<Item> call(List<Item> items, int retry) throws InterruptedException {
    BatchWriteItemResponse response;
    // Held for the call alone: what waits to be tried again must not keep other calls back.
    target.inFlight().acquire();
    try {
      response = target.client().batchWriteItem(request(items, retry));
    } finally {
      target.inFlight().release();
    }
    Set<ItemKey> left = new HashSet<>();
    response
        .unprocessedItems()
        .getOrDefault(target.tableName(), List.of())
        .forEach(request -> left.add(ItemKey.of(request.putRequest().item())));
    for (Item item : items) {
      if (!left.contains(item.key())) {
        open.remove(item.key());
      }
    }
    return items.stream().filter(item -> left.contains(item.key())).toList();
  }

  private BatchWriteItemRequest request(List<Item> items, int retry) {
    List<WriteRequest> puts = new ArrayList<>(items.size());
    for (Item item : items) {
      PutRequest put = PutRequest.builder().item(item.key().item(item.message(), ttl)).build();
      puts.add(WriteRequest.builder().putRequest(put).build());
    }
    return BatchWriteItemRequest.builder()
        .requestItems(Map.of(target.tableName(), puts))
        .overrideConfiguration(call -> call.apiCallTimeout(timeout(retry)))
        .build();
  }

  /**
   * Doubles with each retry: a store so slow that the usual time is not enough would otherwise do
   * the same work again and again, and be slower still.
   */
  private Duration timeout(int retry) {
    Duration usual =
        target.effort().callTimeout().multipliedBy(1L << Math.min(retry, MAX_DOUBLINGS));
    Duration left = untilDeadline();
    if (left.compareTo(LEAST_TIMEOUT) < 0) {
      return LEAST_TIMEOUT;
    }
    return left.compareTo(usual) < 0 ? left : usual;
  }

  private void halve(List<Item> items, AwsServiceException refusal) throws InterruptedException {
    if (items.size() == 1) {
      ItemKey culprit = items.getFirst().key();
      refused.put(culprit, String.valueOf(refusal.awsErrorDetails().errorMessage()));
      open.remove(culprit);
      return;
    }
    int middle = items.size() / 2;
    write(items.subList(0, middle));
    write(items.subList(middle, items.size()));
  }

  /** Whether DynamoDB will never take the call as it is. */
  private static boolean isRefusal(AwsServiceException answer) {
    return answer.awsErrorDetails() != null
        && "ValidationException".equals(answer.awsErrorDetails().errorCode());
  }

  /** Whether the same call may succeed in a moment: not where a right or the table is missing. */
  private static boolean mayPass(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return answer.statusCode() >= 500
          || answer.isThrottlingException()
          || answer.isClockSkewException();
    }
    if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
      return true;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return e.retryable();
  }
}
