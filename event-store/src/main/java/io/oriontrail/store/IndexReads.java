package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads listings and the index of failures. Safe for use by several threads at once. */
final class IndexReads implements ExecutionListing.Source, FailureSearch.Source {
  private final DynamoDbClient client;
  private final String tableName;
  private final InstantSource clock;
  private final StepEventReader events;

  IndexReads(DynamoDbClient client, String tableName, InstantSource clock, StepEventReader events) {
    this.client = client;
    this.tableName = tableName;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public List<String> listings(String accountId, @Nullable String below, int limit) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .keyConditionExpression(below == null ? "#p = :p" : "#p = :p AND #s < :s")
            .expressionAttributeNames(
                below == null
                    ? Map.of("#p", TableLayout.PK, "#ttl", TableLayout.TTL)
                    : Map.of("#p", TableLayout.PK, "#s", TableLayout.SK, "#ttl", TableLayout.TTL));
    String pk = TableLayout.listingPartition(accountId);
    request.expressionAttributeValues(
        below == null
            ? Map.of(":p", AttributeValue.fromS(pk), ":now", now())
            : Map.of(
                ":p", AttributeValue.fromS(pk), ":s", AttributeValue.fromS(below), ":now", now()));
    List<String> found = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      QueryResponse page = query(request.exclusiveStartKey(from).limit(limit - found.size()));
      page.items().forEach(item -> found.add(new ItemFields(item).text(TableLayout.SK)));
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null && found.size() < limit);
    return found;
  }

  @Override
  public List<@Nullable Instant> openedAt(List<ExecutionKey> keys) {
    List<Callable<@Nullable Instant>> reads = new ArrayList<>();
    for (ExecutionKey key : keys) {
      reads.add(() -> OpeningEvent.time(events, key));
    }
    return ParallelReads.all(reads);
  }

  @Override
  public FailureSearch.Found failuresOfHour(Instant hour, FailureSearch.Part part, int limit) {
    List<Callable<FailureSearch.Found>> reads =
        IntStream.range(0, TableLayout.FAILURE_SHARDS)
            .<Callable<FailureSearch.Found>>mapToObj(
                shard -> () -> failures(TableLayout.failureBucket(hour, shard), part, limit))
            .toList();
    List<StoredEvent> found = new ArrayList<>();
    int unreadable = 0;
    for (FailureSearch.Found ofShard : ParallelReads.all(reads)) {
      found.addAll(ofShard.events());
      unreadable += ofShard.unreadable();
    }
    return new FailureSearch.Found(found, unreadable);
  }

  private FailureSearch.Found failures(String bucket, FailureSearch.Part part, int limit) {
    if (part.from().compareTo(part.to()) > 0) {
      return new FailureSearch.Found(List.of(), 0);
    }
    QueryRequest.Builder request =
        QueryRequest.builder()
            .indexName(TableLayout.FAILURES_INDEX)
            .keyConditionExpression("#p = :p AND #s BETWEEN :from AND :to")
            .expressionAttributeNames(
                Map.of("#p", TableLayout.FAILED, "#s", TableLayout.SK, "#ttl", TableLayout.TTL))
            .expressionAttributeValues(
                Map.of(
                    ":p", AttributeValue.fromS(bucket),
                    ":from", AttributeValue.fromS(part.from()),
                    ":to", AttributeValue.fromS(part.to()),
                    ":now", now()));
    List<StoredEvent> found = new ArrayList<>();
    int unreadable = 0;
    Map<String, AttributeValue> from = null;
    do {
      QueryResponse page = query(request.exclusiveStartKey(from));
      for (Map<String, AttributeValue> item : page.items()) {
        try {
          StoredEvent event = StepEventItem.toEvent(item);
          if (part.wanted().test(event)) {
            found.add(event);
          }
        } catch (IllegalArgumentException e) {
          unreadable++;
        }
      }
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null && found.size() < limit);
    return new FailureSearch.Found(found, unreadable);
  }

  private AttributeValue now() {
    return AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()));
  }

  private QueryResponse query(QueryRequest.Builder request) {
    try {
      return client.query(
          request
              .tableName(tableName)
              .filterExpression("#ttl > :now")
              .scanIndexForward(false)
              .build());
    } catch (SdkException e) {
      throw new StoreException("DynamoDB did not answer: " + e.getMessage(), e);
    }
  }
}
