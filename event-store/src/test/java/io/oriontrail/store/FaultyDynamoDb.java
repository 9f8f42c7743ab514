package io.oriontrail.store;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB's BatchWriteItem with its rules, and with faults that the real one cannot be made do.
 */
final class FaultyDynamoDb implements DynamoDbClient {
  static final String TABLE = "OrionEvents";

  /** Decides what a call does: it may {@link #commit}, throw, and returns what is left out. */
  interface Fault {
    List<WriteRequest> on(int call, List<WriteRequest> puts) throws Exception;
  }

  final Map<ItemKey, Map<String, AttributeValue>> table = new ConcurrentHashMap<>();
  final List<Integer> callSizes = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  final AtomicInteger mostInFlight = new AtomicInteger();
  private Fault fault =
      (call, puts) -> {
        commit(puts);
        return List.of();
      };
  private Predicate<ItemKey> poison = key -> false;

  void fault(Fault fault) {
    this.fault = fault;
  }

  /** Calls that name such an item are refused as a whole. */
  void poison(Predicate<ItemKey> poison) {
    this.poison = poison;
  }

  boolean isPoison(ItemKey key) {
    return poison.test(key);
  }

  void commit(List<WriteRequest> puts) {
    for (WriteRequest put : puts) {
      Map<String, AttributeValue> item = put.putRequest().item();
      table.put(ItemKey.of(item), item);
    }
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      List<WriteRequest> puts = request.requestItems().getOrDefault(TABLE, List.of());
      callSizes.add(puts.size());
      requireLegal(puts);
      List<WriteRequest> left = fault.on(calls.getAndIncrement(), puts);
      return BatchWriteItemResponse.builder()
          .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(TABLE, left))
          .build();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void requireLegal(List<WriteRequest> puts) {
    Set<ItemKey> keys = new HashSet<>();
    for (WriteRequest put : puts) {
      ItemKey key = ItemKey.of(put.putRequest().item());
      if (!keys.add(key)) {
        throw error(400, "ValidationException", "Provided list of item keys contains duplicates");
      }
      if (poison.test(key)) {
        throw error(400, "ValidationException", "One or more parameter values were invalid");
      }
    }
    if (puts.isEmpty() || puts.size() > 25) {
      throw error(400, "ValidationException", "a call takes 1 to 25 items, not " + puts.size());
    }
  }

  static DynamoDbException throttled() {
    return error(400, "ProvisionedThroughputExceededException", "too fast");
  }

  static DynamoDbException serverError() {
    return error(500, "InternalServerError", "something broke");
  }

  static DynamoDbException accessDenied() {
    return error(400, "AccessDeniedException", "not authorized to perform: BatchWriteItem");
  }

  static RuntimeException timedOut() {
    return ApiCallTimeoutException.create(3_000);
  }

  static RuntimeException unreachable() {
    return SdkClientException.create(
        "Unable to execute HTTP request", new ConnectException("refused"));
  }

  private static DynamoDbException error(int status, String code, String message) {
    return (DynamoDbException)
        DynamoDbException.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
