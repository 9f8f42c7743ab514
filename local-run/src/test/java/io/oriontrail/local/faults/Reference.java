package io.oriontrail.local.faults;

import io.oriontrail.event.WireMessage;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.store.StepEventWriter;
import io.oriontrail.store.StoreDoor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the store makes of events that are written once, one by one, with nothing going wrong. */
final class Reference {
  /** Each worked out once: the same events are packed in hundreds of ways. */
  private static final Map<WireMessage, List<Map<String, AttributeValue>>> KNOWN =
      new ConcurrentHashMap<>();

  private Reference() {}

  static List<Map<String, AttributeValue>> itemsOf(List<WireMessage> messages) {
    return messages.stream()
        .flatMap(one -> KNOWN.computeIfAbsent(one, Reference::itemsOfOne).stream())
        .toList();
  }

  private static List<Map<String, AttributeValue>> itemsOfOne(WireMessage message) {
    FaultyDynamoDb table = new FaultyDynamoDb(new KillSwitch());
    VirtualClock clock = new VirtualClock(VirtualMapping.START);
    StepEventWriter writer =
        StoreDoor.open(
            table,
            FaultyDynamoDb.TABLE,
            Duration.ofDays(14),
            clock,
            pause -> {
              throw new AssertionError("nothing to wait for");
            });
    writer.append(List.of(message), clock.instant().plusSeconds(60));
    return table.items();
  }
}
