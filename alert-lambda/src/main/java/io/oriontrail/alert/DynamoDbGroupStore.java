package io.oriontrail.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Groups in a DynamoDB table of {@link AlertTable}'s form: an item for each group, written on
 * condition that it is still the version that was read, and one for each message with the channels
 * that have taken it. Reads are consistent.
 */
final class DynamoDbGroupStore implements GroupStore {
  private static final Duration KEPT_GROUP = Duration.ofDays(35);
  private static final Duration KEPT_MESSAGE = Duration.ofDays(1);
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String TOLD = "told";
  private static final String ALARMS = "alarms";
  private static final String CHANNELS = "channels";
  private static final String AT = "at";
  private static final String ALARMING = "alarming";
  private static final String TO = "to";

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;

  DynamoDbGroupStore(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Versioned read(String name) {
    Map<String, AttributeValue> item = get(AlertTable.group(name));
    if (item.isEmpty()) {
      return new Versioned(Group.NONE, 0);
    }
    Map<String, Group.Last> last = new TreeMap<>();
    item.getOrDefault(ALARMS, AttributeValue.fromM(Map.of()))
        .m()
        .forEach((alarm, value) -> last.put(alarm, last(value.m())));
    AttributeValue since = item.get(SINCE);
    return new Versioned(
        new Group(
            last, since == null ? null : Instant.parse(since.s()), severities(item.get(TOLD))),
        Long.parseLong(item.getOrDefault(VERSION, AttributeValue.fromN("0")).n()));
  }

  private static Group.Last last(Map<String, AttributeValue> value) {
    return new Group.Last(
        Instant.parse(text(value, AT)),
        value.getOrDefault(ALARMING, AttributeValue.fromBool(false)).bool(),
        severities(value.get(TO)),
        Instant.parse(text(value, SINCE)));
  }

  private static String text(Map<String, AttributeValue> value, String name) {
    return value.getOrDefault(name, AttributeValue.fromS(Instant.EPOCH.toString())).s();
  }

  private static Set<Severity> severities(@Nullable AttributeValue value) {
    Set<Severity> found = EnumSet.noneOf(Severity.class);
    if (value != null) {
      value.ss().forEach(name -> found.add(Severity.valueOf(name)));
    }
    return found;
  }

  @Override
  public boolean write(String name, Group group, long version) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put(AlertTable.PK, AttributeValue.fromS(AlertTable.group(name)));
    item.put(AlertTable.TTL, ttl(KEPT_GROUP));
    item.put(VERSION, AttributeValue.fromN(Long.toString(version + 1)));
    if (group.since() != null) {
      item.put(SINCE, AttributeValue.fromS(group.since().toString()));
    }
    putSeverities(item, TOLD, group.told());
    Map<String, AttributeValue> alarms = new HashMap<>();
    group.last().forEach((alarm, last) -> alarms.put(alarm, item(last)));
    item.put(ALARMS, AttributeValue.fromM(alarms));
    PutItemRequest.Builder put = PutItemRequest.builder().tableName(table).item(item);
    if (version == 0) {
      put.conditionExpression("attribute_not_exists(#pk)")
          .expressionAttributeNames(Map.of("#pk", AlertTable.PK));
    } else {
      put.conditionExpression("#v = :v")
          .expressionAttributeNames(Map.of("#v", VERSION))
          .expressionAttributeValues(Map.of(":v", AttributeValue.fromN(Long.toString(version))));
    }
    return answer(
        () -> {
          try {
            client.putItem(put.build());
            return true;
          } catch (ConditionalCheckFailedException e) {
            return false;
          }
        });
  }

  private static AttributeValue item(Group.Last last) {
    Map<String, AttributeValue> value = new HashMap<>();
    value.put(AT, AttributeValue.fromS(last.at().toString()));
    value.put(ALARMING, AttributeValue.fromBool(last.alarming()));
    value.put(SINCE, AttributeValue.fromS(last.since().toString()));
    putSeverities(value, TO, last.to());
    return AttributeValue.fromM(value);
  }

  /** DynamoDB has no empty sets. */
  private static void putSeverities(
      Map<String, AttributeValue> item, String name, Set<Severity> severities) {
    if (!severities.isEmpty()) {
      item.put(
          name, AttributeValue.fromSs(severities.stream().map(Severity::name).sorted().toList()));
    }
  }

  @Override
  public Set<String> takenBy(String messageId) {
    AttributeValue channels = get(AlertTable.message(messageId)).get(CHANNELS);
    return channels == null ? Set.of() : Set.copyOf(channels.ss());
  }

  @Override
  public void taken(String messageId, String channel) {
    answer(
        () ->
            client.updateItem(
                UpdateItemRequest.builder()
                    .tableName(table)
                    .key(Map.of(AlertTable.PK, AttributeValue.fromS(AlertTable.message(messageId))))
                    .updateExpression("SET #ttl = :ttl ADD #c :c")
                    .expressionAttributeNames(Map.of("#ttl", AlertTable.TTL, "#c", CHANNELS))
                    .expressionAttributeValues(
                        Map.of(
                            ":ttl",
                            ttl(KEPT_MESSAGE),
                            ":c",
                            AttributeValue.fromSs(List.of(channel))))
                    .build()));
  }

  private Map<String, AttributeValue> get(String key) {
    return answer(
            () ->
                client.getItem(
                    GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of(AlertTable.PK, AttributeValue.fromS(key)))
                        .consistentRead(true)
                        .build()))
        .item();
  }

  private AttributeValue ttl(Duration kept) {
    return AttributeValue.fromN(Long.toString(clock.instant().plus(kept).getEpochSecond()));
  }

  private static <T> T answer(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StateException("DynamoDB did not answer: " + e.getMessage(), e);
    }
  }
}
