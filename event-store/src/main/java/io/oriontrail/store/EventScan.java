package io.oriontrail.store;

import io.oriontrail.event.WireMessage;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads a whole event table, for recounts. It costs as much as reading every byte of the table
 * does, so no function calls it. Stateless.
 */
public final class EventScan {
  /**
   * Items a page. DynamoDB itself ends a page at 1 MB; DynamoDB Local gathers all that is left of
   * the table for a page without a limit, and a quarter of a million items are more than its heap.
   */
  static final int PAGE = 1_000;

  private EventScan() {}

  /**
   * Hands over every event and heartbeat once, in no order; expired ones too, where DynamoDB still
   * has them. Blocks until all are read.
   *
   * @return items that are none of these, such as hand-made ones
   * @throws StoreException if DynamoDB does not answer
   */
  public static long read(
      DynamoDbClient client, String table, Consumer<? super WireMessage> messages) {
    long unreadable = 0;
    try {
      for (Map<String, AttributeValue> item :
          client
              .scanPaginator(scan -> scan.tableName(table).consistentRead(true).limit(PAGE))
              .items()) {
        try {
          WireMessage message = message(item);
          if (message != null) {
            messages.accept(message);
          }
        } catch (IllegalArgumentException e) {
          unreadable++;
        }
      }
    } catch (SdkException e) {
      throw new StoreException("DynamoDB did not answer: " + e.getMessage(), e);
    }
    return unreadable;
  }

  /** Null for an item that lists an execution. */
  private static @Nullable WireMessage message(Map<String, AttributeValue> item) {
    if (TableLayout.holdsEvents(ItemKey.of(item).pk())) {
      return StepEventItem.toEvent(item).event();
    }
    return item.containsKey(TableLayout.COUNTERS) ? HeartbeatItem.toHeartbeat(item) : null;
  }
}
