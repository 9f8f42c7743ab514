package io.oriontrail.store;

import io.oriontrail.event.ExecutionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * All items of one account in an event table, expired ones too, to be counted and deleted. For
 * tools: no function may delete. Copies in the index go with their items; roll-ups name no account.
 * Not safe for use by several threads at once; every call blocks, and throws {@link StoreException}
 * where DynamoDB does not answer.
 */
public final class AccountItems {
  private static final int TRIES = 10;
  private static final Map<String, String> NAMES =
      Map.of("#pk", TableLayout.PK, "#sk", TableLayout.SK);

  private final DynamoDbClient client;
  private final String table;
  private final Backoff backoff = Backoff.create();

  public AccountItems(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /** How many items there were. */
  public record Count(long events, long listings) {
    public long items() {
      return events + listings;
    }

    private Count plus(Count other) {
      return new Count(events + other.events, listings + other.listings);
    }
  }

  /**
   * The executions that the account's listings name. One whose opening event never came is not
   * among them; {@link #executionsByScan} finds it, and so does the archive.
   */
  public Set<String> listedExecutions(String accountId) {
    Set<String> executions = new TreeSet<>();
    keys(TableLayout.listingPartition(accountId))
        .forEach(key -> executions.add(TableLayout.listedExecution(key.sk())));
    return executions;
  }

  /** The same by reading the whole table, which costs as much as reading every byte of it does. */
  public Set<String> executionsByScan(String accountId) {
    Set<String> executions = new TreeSet<>();
    try {
      client
          .scanPaginator(
              scan ->
                  scan.tableName(table)
                      .limit(EventScan.PAGE)
                      .filterExpression("begins_with(#pk, :account)")
                      .projectionExpression("#pk, #sk")
                      .expressionAttributeNames(NAMES)
                      .expressionAttributeValues(
                          // No account's id holds this sign, so none begins with another one's.
                          Map.of(":account", AttributeValue.fromS(accountId + '#'))))
          .items()
          .forEach(item -> executions.add(ExecutionKey.parse(ItemKey.of(item).pk()).executionId()));
    } catch (SdkException e) {
      throw unanswered(e);
    }
    return executions;
  }

  /** Counts the account's listings and the events of these executions of it. */
  public Count count(String accountId, Collection<String> executions) {
    Count count = new Count(0, keys(TableLayout.listingPartition(accountId)).size());
    for (String execution : executions) {
      count = count.plus(new Count(keys(partition(accountId, execution)).size(), 0));
    }
    return count;
  }

  /**
   * Deletes them, the listings last: what breaks off can find the rest again.
   *
   * @return what was deleted
   */
  public Count delete(String accountId, Collection<String> executions) {
    Count count = new Count(0, 0);
    for (String execution : executions) {
      count = count.plus(new Count(deleteAll(keys(partition(accountId, execution))), 0));
    }
    return count.plus(new Count(0, deleteAll(keys(TableLayout.listingPartition(accountId)))));
  }

  private static String partition(String accountId, String execution) {
    return TableLayout.partitionKey(ExecutionKey.of(accountId, execution));
  }

  private List<ItemKey> keys(String pk) {
    List<ItemKey> keys = new ArrayList<>();
    Map<String, AttributeValue> from = null;
    do {
      QueryResponse page = page(pk, from);
      page.items().forEach(item -> keys.add(ItemKey.of(item)));
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
    } while (from != null);
    return keys;
  }

  private QueryResponse page(String pk, @Nullable Map<String, AttributeValue> from) {
    try {
      return client.query(
          QueryRequest.builder()
              .tableName(table)
              .consistentRead(true)
              .keyConditionExpression("#pk = :pk")
              .projectionExpression("#pk, #sk")
              .expressionAttributeNames(NAMES)
              .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk)))
              .exclusiveStartKey(from)
              .build());
    } catch (SdkException e) {
      throw unanswered(e);
    }
  }

  private long deleteAll(List<ItemKey> keys) {
    for (int from = 0; from < keys.size(); from += BatchWriter.ITEMS_PER_CALL) {
      delete(keys.subList(from, Math.min(from + BatchWriter.ITEMS_PER_CALL, keys.size())));
    }
    return keys.size();
  }

  private void delete(List<ItemKey> keys) {
    Map<String, List<WriteRequest>> left = new HashMap<>();
    left.put(table, keys.stream().map(AccountItems::deletion).toList());
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Map<String, List<WriteRequest>> now = left;
      try {
        BatchWriteItemResponse response = client.batchWriteItem(write -> write.requestItems(now));
        if (response.unprocessedItems().isEmpty()) {
          return;
        }
        left = response.unprocessedItems();
      } catch (SdkException e) {
        if (attempt == TRIES - 1) {
          throw unanswered(e);
        }
      }
      await(backoff.before(attempt));
    }
    throw new StoreException("DynamoDB did not delete all items in " + TRIES + " tries");
  }

  private static void await(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("the deletion was interrupted", e);
    }
  }

  private static WriteRequest deletion(ItemKey key) {
    return WriteRequest.builder()
        .deleteRequest(
            DeleteRequest.builder()
                .key(
                    Map.of(
                        TableLayout.PK, AttributeValue.fromS(key.pk()),
                        TableLayout.SK, AttributeValue.fromS(key.sk())))
                .build())
        .build();
  }

  private static StoreException unanswered(SdkException e) {
    return new StoreException("DynamoDB did not answer: " + e.getMessage(), e);
  }
}
