package io.oriontrail.store;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.WireMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Where a message lies in the table; equal keys are the same message. */
record ItemKey(String pk, String sk) {

  static ItemKey of(WireMessage message) {
    return switch (message) {
      case StepEvent event ->
          new ItemKey(TableLayout.partitionKey(event.key()), TableLayout.sortKey(event));
      case Heartbeat heartbeat ->
          new ItemKey(
              TableLayout.heartbeatPartition(heartbeat.timestamp()),
              TableLayout.sortKey(heartbeat));
    };
  }

  /** Where the listing of the event's execution lies. */
  static ItemKey listing(StepEvent event) {
    return new ItemKey(
        TableLayout.listingPartition(event.key().accountId()), TableLayout.listingSortKey(event));
  }

  static ItemKey of(Map<String, AttributeValue> item) {
    ItemFields fields = new ItemFields(item);
    return new ItemKey(fields.text(TableLayout.PK), fields.text(TableLayout.SK));
  }

  /**
   * The message's item under this key; of a listing, which has no message, all there is.
   *
   * @param ttl epoch second from which it may be deleted
   */
  Map<String, AttributeValue> item(@Nullable WireMessage message, long ttl) {
    return switch (message) {
      case StepEvent event -> StepEventItem.of(event, pk, sk, ttl);
      case Heartbeat heartbeat -> HeartbeatItem.of(heartbeat, pk, sk, ttl);
      case null ->
          Map.of(
              TableLayout.PK, AttributeValue.fromS(pk),
              TableLayout.SK, AttributeValue.fromS(sk),
              TableLayout.TTL, AttributeValue.fromN(Long.toString(ttl)));
    };
  }
}
