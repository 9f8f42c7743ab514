package io.oriontrail.store;

import static io.oriontrail.store.TableLayout.AT;
import static io.oriontrail.store.TableLayout.COUNTERS;
import static io.oriontrail.store.TableLayout.PK;
import static io.oriontrail.store.TableLayout.SK;
import static io.oriontrail.store.TableLayout.TTL;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.Rfc3339;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A heartbeat as an item of the table, and back. */
final class HeartbeatItem {
  private HeartbeatItem() {}

  static Map<String, AttributeValue> of(Heartbeat heartbeat, String pk, String sk, long ttl) {
    Map<String, AttributeValue> counters = HashMap.newHashMap(heartbeat.counters().size());
    heartbeat
        .counters()
        .forEach((name, count) -> counters.put(name, AttributeValue.fromN(count.toString())));
    return Map.of(
        PK, AttributeValue.fromS(pk),
        SK, AttributeValue.fromS(sk),
        TTL, AttributeValue.fromN(Long.toString(ttl)),
        AT, AttributeValue.fromS(Rfc3339.format(heartbeat.timestamp())),
        COUNTERS, AttributeValue.fromM(counters));
  }

  /**
   * The heartbeat that the item holds.
   *
   * @throws IllegalArgumentException if it holds none
   */
  static Heartbeat toHeartbeat(Map<String, AttributeValue> item) {
    ItemFields fields = new ItemFields(item);
    String sk = fields.text(SK);
    int beforeSeq = sk.lastIndexOf('#');
    Instant timestamp = Rfc3339.parse(fields.text(AT));
    if (beforeSeq < 0 || timestamp == null) {
      throw new IllegalArgumentException("'" + sk + "' is no sort key of a heartbeat");
    }
    ItemFields counters = fields.within(COUNTERS);
    Map<String, Long> counts = new TreeMap<>();
    counters.item().keySet().forEach(name -> counts.put(name, counters.number(name)));
    return new Heartbeat(
        sk.substring(0, beforeSeq), Long.parseLong(sk.substring(beforeSeq + 1)), timestamp, counts);
  }
}
