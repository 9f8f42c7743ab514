package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The contract on AWS's own DynamoDB Local, and what only it can tell. */
class DynamoDbEventStoreIT extends StepEventStoreContract {
  @AutoClose private static final LocalTables tables = new LocalTables();
  private String table = "";

  @Override
  Backend emptyStore() {
    table = tables.eventTable();
    DynamoDbEventStore store =
        new DynamoDbEventStore(tables.client, table, RETENTION, clock, LocalTables.EFFORT);
    return new Backend(store, store, store);
  }

  /** Of no other table: DynamoDB Local deletes by the real time, and these tests have their own. */
  @Test
  void timeToLive_askedFor_isByItsAttribute() {
    emptyStore();

    tables.client.updateTimeToLive(TableLayout.timeToLiveRequest(table));

    assertThat(
            tables.client.describeTimeToLive(ask -> ask.tableName(table)).timeToLiveDescription())
        .satisfies(
            told -> {
              assertThat(told.attributeName()).isEqualTo(TableLayout.TTL);
              assertThat(told.timeToLiveStatus())
                  .isIn(TimeToLiveStatus.ENABLED, TimeToLiveStatus.ENABLING);
            });
  }

  /** What ItemSize computes is what AWS bills: one byte more than a unit costs a second one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void itemSize_atTheEdgeOfAWriteUnit_isWhatIsBilled(int units) {
    emptyStore();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS("é長🜁"));
    item.put("sk", AttributeValue.fromS("s"));
    item.put("number", AttributeValue.fromN("1794000000"));
    item.put("negative", AttributeValue.fromN("-12345"));
    item.put("flag", AttributeValue.fromBool(true));
    item.put("list", AttributeValue.fromL(List.of(AttributeValue.fromS("a"))));
    item.put("map", AttributeValue.fromM(Map.of("k", AttributeValue.fromN("70"))));
    item.put("text", AttributeValue.fromS(""));
    int rest = units * ItemSize.WRITE_UNIT - ItemSize.of(item);

    item.put("text", AttributeValue.fromS("x".repeat(rest)));
    assertThat(ItemSize.of(item)).isEqualTo(units * ItemSize.WRITE_UNIT);
    assertThat(writeUnits(item)).isEqualTo(units);

    item.put("text", AttributeValue.fromS("x".repeat(rest + 1)));
    assertThat(writeUnits(item)).isEqualTo(units + 1);
  }

  @Test
  void index_events_holdsOnlyFailures() {
    StepEventWriter writer = emptyStore().writer();
    ExecutionKey key = ExecutionKey.of("acct-42", "exec-7");
    Instant now = ManualClock.START;
    StepEvent bracket = StepEvent.started(key, StepEvent.EXECUTION, now).eventId("1").build();
    StepEvent success = StepEvent.ended(key, "S", Status.SUCCEEDED, now).eventId("2").build();
    StepEvent failure = StepEvent.ended(key, "S", Status.FAILED, now).eventId("3").build();

    writer.append(List.of(bracket, success, failure), now.plusSeconds(30));

    assertThat(
            index(
                TableLayout.FAILURES_INDEX,
                TableLayout.FAILED,
                TableLayout.failureBucket(now, key)))
        .containsExactly(failure);
  }

  @Test
  void executionLargerThanAPage_read_isWhole() {
    Backend store = emptyStore();
    ExecutionKey key = ExecutionKey.of("acct-42", "exec-7");
    List<StepEvent> events =
        IntStream.range(0, 2_500)
            .mapToObj(
                i ->
                    StepEvent.started(key, "S", ManualClock.START.plusSeconds(i))
                        .eventId("e" + i)
                        .attributes(Map.of("a", "x".repeat(256), "b", "y".repeat(256)))
                        .build())
            .toList();

    Appended appended = store.writer().append(events, ManualClock.START.plusSeconds(60));
    EventPage page = store.reader().eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 2_500);

    assertThat(appended.stored()).isEqualTo(2_500);
    assertThat(page.events()).extracting(StoredEvent::event).isEqualTo(events);
    assertThat(page.next()).isNull();
  }

  @Test
  void itemMadeByHand_read_isLeftOutAndCounted() {
    Backend store = emptyStore();
    ExecutionKey key = ExecutionKey.of("acct-42", "exec-7");
    tables.client.putItem(
        put ->
            put.tableName(table)
                .item(
                    Map.of(
                        "pk", AttributeValue.fromS(TableLayout.partitionKey(key)),
                        "sk", AttributeValue.fromS("a note"),
                        "ttl", AttributeValue.fromN("99999999999"))));

    assertThat(store.reader().eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 10))
        .isEqualTo(new EventPage(List.of(), null, 1));
  }

  @Test
  void tableMissing_readAndWrite_sayWhy() {
    DynamoDbEventStore store = new DynamoDbEventStore(tables.client, "NoTable", RETENTION, clock);
    ExecutionKey key = ExecutionKey.of("acct-42", "exec-7");
    StepEvent event = StepEvent.started(key, "S", ManualClock.START).eventId("1").build();

    Appended appended = store.append(List.of(event), clock.instant().plusSeconds(30));

    assertThat(appended.remainder()).containsExactly(event);
    assertThat(appended.failure()).hasMessageContaining("non-existent table");
    assertThatThrownBy(() -> store.eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 10))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("non-existent table");
  }

  private double writeUnits(Map<String, AttributeValue> item) {
    return tables
        .client
        .putItem(
            put ->
                put.tableName(table)
                    .item(item)
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
        .consumedCapacity()
        .capacityUnits();
  }

  private List<StepEvent> index(String index, String keyName, String key) {
    return tables
        .client
        .query(
            query ->
                query
                    .tableName(table)
                    .indexName(index)
                    .keyConditionExpression("#k = :k")
                    .expressionAttributeNames(Map.of("#k", keyName))
                    .expressionAttributeValues(Map.of(":k", AttributeValue.fromS(key))))
        .items()
        .stream()
        .map(item -> StepEventItem.toEvent(item).event())
        .toList();
  }
}
