package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Events in a DynamoDB table of {@link TableLayout}'s form. Reads are strongly consistent: a
 * timeline must not lose an event that it has shown before, and reads are few beside writes. Safe
 * for use by several threads at once; every call blocks.
 */
public final class DynamoDbEventStore
    implements StepEventWriter,
        StepEventReader,
        HeartbeatReader,
        ExecutionListReader,
        FailureReader {
  /** More than one page of DynamoDB's holds of such small items. */
  private static final int MAX_PAGE = 10_000;

  private final DynamoDbClient client;
  private final String tableName;
  private final Duration retention;
  private final InstantSource clock;
  private final BatchWriter writer;
  private final IndexReads indexes;

  /**
   * A store that neither owns nor closes its client. Writes are tried again here, so a client that
   * is used for writing should not do so itself.
   *
   * @param retention how long an event is kept, counted from when it is written
   */
  public DynamoDbEventStore(
      DynamoDbClient client, String tableName, Duration retention, InstantSource clock) {
    this(client, tableName, retention, clock, BatchWriter.Effort.create());
  }

  DynamoDbEventStore(
      DynamoDbClient client,
      String tableName,
      Duration retention,
      InstantSource clock,
      BatchWriter.Effort effort) {
    this.client = client;
    this.tableName = tableName;
    this.retention = retention;
    this.clock = clock;
    this.writer = new BatchWriter(client, tableName, clock, effort);
    this.indexes = new IndexReads(client, tableName, clock, this);
  }

  @Override
  public Appended append(List<? extends WireMessage> messages, Instant deadline) {
    return writer.append(messages, deadline, clock.instant().plus(retention).getEpochSecond());
  }

  @Override
  public EventPage eventsOf(ExecutionKey key, Order order, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be 1 or more; it is " + limit);
    }
    String pk = TableLayout.partitionKey(key);
    List<StoredEvent> events = new ArrayList<>();
    int unreadable = 0;
    Map<String, AttributeValue> from = after == null ? null : start(pk, after);
    do {
      // One more than asked for tells whether there is a next page.
      int wanted = Math.min(limit + 1 - events.size(), MAX_PAGE);
      QueryResponse page = query(pk, order == Order.OLDEST_FIRST, from, wanted);
      for (Map<String, AttributeValue> item : page.items()) {
        try {
          events.add(StepEventItem.toEvent(item));
        } catch (IllegalArgumentException e) {
          unreadable++;
        }
      }
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null && events.size() <= limit);
    if (events.size() <= limit) {
      return new EventPage(events, null, unreadable);
    }
    List<StoredEvent> asked = events.subList(0, limit);
    return new EventPage(asked, asked.getLast().sortKey(), unreadable);
  }

  @Override
  public List<Heartbeat> heartbeatsOfHour(Instant instant) {
    String pk = TableLayout.heartbeatPartition(instant);
    List<Heartbeat> heartbeats = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      QueryResponse page = query(pk, true, from, MAX_PAGE);
      page.items().forEach(item -> heartbeats.add(HeartbeatItem.toHeartbeat(item)));
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null);
    return heartbeats;
  }

  @Override
  public ExecutionPage executionsOf(String accountId, @Nullable String after, int limit) {
    return ExecutionListing.read(indexes, accountId, after, limit);
  }

  @Override
  public FailurePage failures(FailureQuery query, @Nullable String after, int limit) {
    return FailureSearch.read(indexes, query, after, limit);
  }

  private QueryResponse query(
      String pk, boolean forward, @Nullable Map<String, AttributeValue> from, int limit) {
    try {
      return client.query(
          QueryRequest.builder()
              .tableName(tableName)
              .consistentRead(true)
              .keyConditionExpression("#pk = :pk")
              // DynamoDB may keep expired items for days.
              .filterExpression("#ttl > :now")
              .expressionAttributeNames(Map.of("#pk", TableLayout.PK, "#ttl", TableLayout.TTL))
              .expressionAttributeValues(
                  Map.of(
                      ":pk", AttributeValue.fromS(pk),
                      ":now",
                          AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()))))
              .scanIndexForward(forward)
              .exclusiveStartKey(from)
              .limit(limit)
              .build());
    } catch (SdkException e) {
      throw new StoreException("DynamoDB did not answer: " + e.getMessage(), e);
    }
  }

  private static Map<String, AttributeValue> start(String pk, String after) {
    return Map.of(
        TableLayout.PK, AttributeValue.fromS(pk), TableLayout.SK, AttributeValue.fromS(after));
  }
}
