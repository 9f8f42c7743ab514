package io.oriontrail.store;

import static io.oriontrail.store.TableLayout.AFTER;
import static io.oriontrail.store.TableLayout.ATTEMPT;
import static io.oriontrail.store.TableLayout.ATTRIBUTES;
import static io.oriontrail.store.TableLayout.CUT;
import static io.oriontrail.store.TableLayout.ERROR;
import static io.oriontrail.store.TableLayout.HOST;
import static io.oriontrail.store.TableLayout.MESSAGE;
import static io.oriontrail.store.TableLayout.NANOS;
import static io.oriontrail.store.TableLayout.PARENT;
import static io.oriontrail.store.TableLayout.PK;
import static io.oriontrail.store.TableLayout.RUN;
import static io.oriontrail.store.TableLayout.SERVICE;
import static io.oriontrail.store.TableLayout.SK;
import static io.oriontrail.store.TableLayout.STATE;
import static io.oriontrail.store.TableLayout.STATUS;
import static io.oriontrail.store.TableLayout.TRACE;
import static io.oriontrail.store.TableLayout.TTL;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Rfc3339;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An event as an item of the table, and back. */
final class StepEventItem {
  private static final int USUAL_ATTRIBUTES = 16;

  private StepEventItem() {}

  /**
   * The item, at most one write unit in size wherever that is possible.
   *
   * @param ttl epoch second from which it may be deleted
   */
  static Map<String, AttributeValue> of(StepEvent event, String pk, String sk, long ttl) {
    Map<String, AttributeValue> item = whole(event, pk, sk, ttl);
    // Whenever it is stored, it is cut alike: a redelivery must not leave another item behind.
    StepEvent shorter = ItemLimit.shortened(event, ItemSize.of(item) + ItemSize.unusedBy(ttl));
    if (shorter != null) {
      item = whole(shorter, pk, sk, ttl);
      item.put(CUT, AttributeValue.fromBool(true));
    }
    return item;
  }

  private static Map<String, AttributeValue> whole(
      StepEvent event, String pk, String sk, long ttl) {
    Map<String, AttributeValue> item = HashMap.newHashMap(USUAL_ATTRIBUTES);
    item.put(PK, AttributeValue.fromS(pk));
    item.put(SK, AttributeValue.fromS(sk));
    item.put(TTL, AttributeValue.fromN(Long.toString(ttl)));
    item.put(STATE, AttributeValue.fromS(event.state().name()));
    if (event.status() != null) {
      item.put(STATUS, AttributeValue.fromS(event.status().name()));
    }
    text(item, RUN, event.runId());
    text(item, PARENT, event.parentRunId());
    number(item, ATTEMPT, event.attempt());
    number(item, NANOS, event.durationNanos());
    text(item, ERROR, event.errorCode());
    text(item, MESSAGE, event.errorMessage());
    text(item, SERVICE, event.service());
    text(item, HOST, event.host());
    text(item, TRACE, event.traceId());
    if (!event.dependsOn().isEmpty()) {
      item.put(
          AFTER,
          AttributeValue.fromL(event.dependsOn().stream().map(AttributeValue::fromS).toList()));
    }
    if (!event.attributes().isEmpty()) {
      Map<String, AttributeValue> attributes = HashMap.newHashMap(event.attributes().size());
      event.attributes().forEach((k, v) -> attributes.put(k, AttributeValue.fromS(v)));
      item.put(ATTRIBUTES, AttributeValue.fromM(attributes));
    }
    index(item, event);
    return item;
  }

  private static void index(Map<String, AttributeValue> item, StepEvent event) {
    if (event.status() == Status.FAILED) {
      item.put(
          TableLayout.FAILED,
          AttributeValue.fromS(TableLayout.failureBucket(event.timestamp(), event.key())));
    }
  }

  private static void text(Map<String, AttributeValue> item, String name, @Nullable String value) {
    if (value != null) {
      item.put(name, AttributeValue.fromS(value));
    }
  }

  private static void number(
      Map<String, AttributeValue> item, String name, @Nullable Number value) {
    if (value != null) {
      item.put(name, AttributeValue.fromN(value.toString()));
    }
  }

  /**
   * The event that the item holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  static StoredEvent toEvent(Map<String, AttributeValue> item) {
    ItemFields fields = new ItemFields(item);
    String sk = fields.text(SK);
    int afterTime = Rfc3339.LENGTH;
    int beforeId = sk.lastIndexOf('#');
    int beforeState = sk.lastIndexOf(':', beforeId);
    Instant timestamp =
        beforeState > afterTime && sk.charAt(afterTime) == '#'
            ? Rfc3339.parse(sk.substring(0, afterTime))
            : null;
    if (timestamp == null) {
      throw new IllegalArgumentException("'" + sk + "' is no sort key of an event");
    }
    String status = fields.textOrNull(STATUS);
    Long attempt = fields.numberOrNull(ATTEMPT);
    StepEvent event =
        new StepEvent(
            ExecutionKey.parse(fields.text(PK)),
            sk.substring(afterTime + 1, beforeState),
            State.valueOf(sk.substring(beforeState + 1, beforeId)),
            status == null ? null : Status.valueOf(status),
            timestamp,
            fields.textOrNull(RUN),
            fields.textOrNull(PARENT),
            sk.substring(beforeId + 1),
            attempt == null ? null : attempt.intValue(),
            fields.texts(AFTER),
            fields.numberOrNull(NANOS),
            fields.textOrNull(ERROR),
            fields.textOrNull(MESSAGE),
            fields.textOrNull(SERVICE),
            fields.textOrNull(HOST),
            fields.textOrNull(TRACE),
            attributes(fields.within(ATTRIBUTES)));
    return new StoredEvent(
        event, sk, Instant.ofEpochSecond(fields.number(TTL)), item.containsKey(CUT));
  }

  private static Map<String, String> attributes(ItemFields fields) {
    Map<String, String> values = new TreeMap<>();
    fields.item().keySet().forEach(name -> values.put(name, fields.text(name)));
    return values;
  }
}
