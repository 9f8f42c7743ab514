package io.oriontrail.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Roll-ups in a DynamoDB table of {@link RollupLayout}'s form. Reads are eventually consistent:
 * figures that are about right need not be the newest. Safe for use by several threads at once;
 * every call blocks.
 */
public final class DynamoDbRollupStore implements RollupWriter {
  /** An update names each attribute twice, and may hold 4 KB of text in all. */
  private static final int ATTRIBUTES_PER_UPDATE = 100;

  /**
   * How long an addition may take unless told otherwise. One that is cut short is in doubt, so none
   * begins with less time than that before the deadline.
   */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);

  private final DynamoDbClient client;
  private final String tableName;
  private final Duration retention;
  private final InstantSource clock;
  private final Duration callTimeout;

  /**
   * A store that neither owns nor closes its client.
   *
   * @param retention how long an item is kept, counted from when it was last added to
   */
  public DynamoDbRollupStore(
      DynamoDbClient client, String tableName, Duration retention, InstantSource clock) {
    this(client, tableName, retention, clock, CALL_TIMEOUT);
  }

  private DynamoDbRollupStore(
      DynamoDbClient client,
      String tableName,
      Duration retention,
      InstantSource clock,
      Duration callTimeout) {
    this.client = client;
    this.tableName = tableName;
    this.retention = retention;
    this.clock = clock;
    this.callTimeout = callTimeout;
  }

  /**
   * The same store, which waits that long for each addition in place of four seconds. For those who
   * would rather wait than be in doubt about an addition that was not answered in time.
   */
  public DynamoDbRollupStore withCallTimeout(Duration newTimeout) {
    return new DynamoDbRollupStore(client, tableName, retention, clock, newTimeout);
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
    List<Callable<@Nullable RollupUpdate>> writes = new ArrayList<>(updates.size());
    for (RollupUpdate update : updates) {
      writes.add(() -> write(update, deadline));
    }
    List<RollupUpdate> left = new ArrayList<>();
    for (@Nullable RollupUpdate rest : ParallelReads.all(writes)) {
      if (rest != null) {
        left.add(rest);
      }
    }
    return left;
  }

  /** What was not written of it, and will not have been; null where all may have been. */
  private @Nullable RollupUpdate write(RollupUpdate update, Instant deadline) {
    List<String> names = new ArrayList<>();
    Map<String, AttributeValue> values = new HashMap<>();
    update
        .counters()
        .forEach(
            (name, count) -> {
              names.add(name);
              values.put(":" + name, AttributeValue.fromN(count.toString()));
            });
    update
        .marks()
        .forEach(
            (name, marks) -> {
              names.add(name);
              values.put(
                  ":" + name,
                  AttributeValue.fromNs(marks.stream().map(mark -> mark.toString()).toList()));
            });
    for (int from = 0; from < names.size(); from += ATTRIBUTES_PER_UPDATE) {
      List<String> some = names.subList(from, Math.min(from + ATTRIBUTES_PER_UPDATE, names.size()));
      if (!send(update.key(), some, values, deadline)) {
        return update.without(names.subList(0, from));
      }
    }
    return null;
  }

  private boolean send(
      ItemKey key, List<String> names, Map<String, AttributeValue> values, Instant deadline) {
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.compareTo(CALL_TIMEOUT) < 0) {
      return false;
    }
    Map<String, AttributeValue> used = new HashMap<>();
    List<String> adds = new ArrayList<>();
    for (String name : names) {
      String placeholder = ":" + name;
      adds.add(name + ' ' + placeholder);
      AttributeValue value = values.get(placeholder);
      if (value != null) {
        used.put(placeholder, value);
      }
    }
    used.put(":ttl", AttributeValue.fromN(Long.toString(expiry())));
    try {
      client.updateItem(
          UpdateItemRequest.builder()
              .tableName(tableName)
              .key(
                  Map.of(
                      RollupLayout.PK, AttributeValue.fromS(key.pk()),
                      RollupLayout.SK, AttributeValue.fromS(key.sk())))
              .updateExpression("SET #ttl = :ttl ADD " + String.join(", ", adds))
              .expressionAttributeNames(Map.of("#ttl", RollupLayout.TTL))
              .expressionAttributeValues(used)
              .overrideConfiguration(
                  call -> call.apiCallTimeout(left.compareTo(callTimeout) < 0 ? left : callTimeout))
              .build());
      return true;
    } catch (SdkException e) {
      return isInDoubt(e);
    }
  }

  private long expiry() {
    return clock.instant().plus(retention).getEpochSecond();
  }

  /** Whether the update may have been made nevertheless. */
  private static boolean isInDoubt(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      return answer.statusCode() >= 500;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.ConnectException) {
        return false;
      }
      if (cause instanceof IOException) {
        return true;
      }
    }
    return true;
  }

  private List<List<RollupItem>> read(List<String> partitions, String prefix) {
    List<Callable<List<RollupItem>>> reads = new ArrayList<>();
    for (String partition : partitions) {
      reads.add(() -> read(partition, prefix));
    }
    return ParallelReads.all(reads);
  }

  private List<RollupItem> read(String partition, String prefix) {
    QueryRequest.Builder request =
        QueryRequest.builder().tableName(tableName).filterExpression("#ttl > :now");
    AttributeValue now = AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()));
    AttributeValue pk = AttributeValue.fromS(partition);
    if (prefix.isEmpty()) {
      request
          .keyConditionExpression("#p = :p")
          .expressionAttributeNames(Map.of("#p", RollupLayout.PK, "#ttl", RollupLayout.TTL))
          .expressionAttributeValues(Map.of(":p", pk, ":now", now));
    } else {
      request
          .keyConditionExpression("#p = :p AND begins_with(#s, :s)")
          .expressionAttributeNames(
              Map.of("#p", RollupLayout.PK, "#s", RollupLayout.SK, "#ttl", RollupLayout.TTL))
          .expressionAttributeValues(
              Map.of(":p", pk, ":s", AttributeValue.fromS(prefix), ":now", now));
    }
    List<RollupItem> items = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      QueryResponse page = query(request.exclusiveStartKey(from).build());
      page.items().forEach(item -> items.add(toItem(item)));
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null);
    return items;
  }

  private QueryResponse query(QueryRequest request) {
    try {
      return client.query(request);
    } catch (SdkException e) {
      throw new StoreException("DynamoDB did not answer: " + e.getMessage(), e);
    }
  }

  private static RollupItem toItem(Map<String, AttributeValue> item) {
    Map<String, Long> counters = new HashMap<>();
    Map<String, Set<Long>> marks = new HashMap<>();
    item.forEach(
        (name, value) -> {
          @Nullable String number = value.n();
          if (number != null && !name.equals(RollupLayout.TTL)) {
            counters.put(name, Long.valueOf(number));
          } else if (value.hasNs()) {
            marks.put(name, value.ns().stream().map(Long::valueOf).collect(Collectors.toSet()));
          }
        });
    return new RollupItem(new ItemFields(item).text(RollupLayout.SK), counters, marks);
  }
}
