package io.oriontrail.local.faults;

import java.net.ConnectException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * DynamoDB's BatchWriteItem in memory, with its rules, and with faults that the real one cannot be
 * made to have. Safe for use by several threads at once, one call at a time.
 */
final class FaultyDynamoDb implements DynamoDbClient {
  static final String TABLE = "OrionEvents";
  private static final int MAX_PUTS = 25;
  private static final int MAX_ITEM = 400 << 10;

  /** Where an item lies. */
  record Key(String pk, String sk) implements Comparable<Key> {
    static Key of(Map<String, AttributeValue> item) {
      return new Key(text(item, "pk"), text(item, "sk"));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
      AttributeValue value = item.get(name);
      if (value == null || value.s() == null || value.s().isEmpty()) {
        throw refused("The provided key element does not match the schema: " + name);
      }
      return value.s();
    }

    @Override
    public int compareTo(Key other) {
      int partitions = pk.compareTo(other.pk);
      return partitions != 0 ? partitions : sk.compareTo(other.sk);
    }
  }

  /**
   * A call to put items.
   *
   * @param attempt how often a call with the same first item was made before
   */
  record Call(int attempt, List<WriteRequest> puts) {
    Key first() {
      return Key.of(puts.getFirst().putRequest().item());
    }
  }

  /** Decides what a call does: it may {@link #commit}, throw, and returns what is left out. */
  @FunctionalInterface
  interface Fault {
    List<WriteRequest> on(Call call);
  }

  private final Map<Key, Map<String, AttributeValue>> items = new TreeMap<>();
  private final Map<Key, Integer> attempts = new HashMap<>();
  private final KillSwitch kill;
  private final Consumer<List<WriteRequest>> alsoTo;
  private Fault fault = this::healthy;
  private int calls;
  private int puts;

  FaultyDynamoDb(KillSwitch kill) {
    this(kill, puts -> {});
  }

  /**
   * Faults in front of another table.
   *
   * @param alsoTo given whatever is committed, in that order
   */
  FaultyDynamoDb(KillSwitch kill, Consumer<List<WriteRequest>> alsoTo) {
    this.kill = kill;
    this.alsoTo = alsoTo;
  }

  synchronized void fault(Fault newFault) {
    fault = newFault;
    attempts.clear();
  }

  synchronized void heal() {
    fault(this::healthy);
  }

  private List<WriteRequest> healthy(Call call) {
    commit(call.puts());
    return List.of();
  }

  synchronized void commit(List<WriteRequest> requests) {
    for (WriteRequest request : requests) {
      Map<String, AttributeValue> item = request.putRequest().item();
      items.put(Key.of(item), Map.copyOf(item));
      puts++;
    }
    if (!requests.isEmpty()) {
      alsoTo.accept(requests);
    }
  }

  synchronized boolean contains(Key key) {
    return items.containsKey(key);
  }

  synchronized List<Map<String, AttributeValue>> items() {
    return List.copyOf(items.values());
  }

  synchronized int calls() {
    return calls;
  }

  /** Items put, again and again counted. */
  synchronized int puts() {
    return puts;
  }

  @Override
  public synchronized BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    kill.step("before a write");
    List<WriteRequest> given = request.requestItems().getOrDefault(TABLE, List.of());
    requireLegal(given);
    calls++;
    int attempt = attempts.merge(Key.of(given.getFirst().putRequest().item()), 1, Integer::sum) - 1;
    List<WriteRequest> left = fault.on(new Call(attempt, given));
    kill.step("after a write");
    return BatchWriteItemResponse.builder()
        .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(TABLE, left))
        .build();
  }

  /** All of it in one page; no fault touches it. */
  @Override
  public ScanResponse scan(ScanRequest request) {
    return ScanResponse.builder().items(items()).build();
  }

  private static void requireLegal(List<WriteRequest> given) {
    if (given.isEmpty() || given.size() > MAX_PUTS) {
      throw refused("a call takes 1 to 25 items, not " + given.size());
    }
    Set<Key> keys = new HashSet<>();
    for (WriteRequest put : given) {
      if (!keys.add(Key.of(put.putRequest().item()))) {
        throw refused("Provided list of item keys contains duplicates");
      }
      if (ItemDump.sizeOf(put.putRequest().item()) > MAX_ITEM) {
        throw refused("Item size has exceeded the maximum allowed size");
      }
    }
  }

  static DynamoDbException throttled() {
    return error(400, "ProvisionedThroughputExceededException", "too fast");
  }

  static DynamoDbException serverError() {
    return error(500, "InternalServerError", "something broke");
  }

  static DynamoDbException refused(String why) {
    return error(400, "ValidationException", why);
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
