package io.oriontrail.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StepEventItemTest {
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");

  /** A second that takes as many bytes as any can. */
  private static final long TTL = 1_794_000_011L;

  @Test
  void usualEvent_item_isLeanAndReadable() {
    StepEvent event =
        StepEvent.ended(KEY, "VERIFY_IDENTITY", Status.FAILED, ManualClock.START)
            .eventId("k7f3q-1a2b")
            .runId("9f86d081884c7d65")
            .attempt(2)
            .durationNanos(2_100_000_000L)
            .errorCode("UPSTREAM_TIMEOUT")
            .attributes(Map.of("region", "eu-west-1"))
            .build();

    assertThat(item(event))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                text("pk", "acct-42#exec-7"),
                text("sk", "2026-11-22T10:15:30.123456789Z#VERIFY_IDENTITY:ENDED#k7f3q-1a2b"),
                Map.entry("ttl", AttributeValue.fromN("1794000011")),
                text("state", "ENDED"),
                text("status", "FAILED"),
                text("run", "9f86d081884c7d65"),
                Map.entry("attempt", AttributeValue.fromN("2")),
                Map.entry("nanos", AttributeValue.fromN("2100000000")),
                text("error", "UPSTREAM_TIMEOUT"),
                text("failed", "2026-11-22T10#" + shard()),
                Map.entry(
                    "attrs",
                    AttributeValue.fromM(Map.of("region", AttributeValue.fromS("eu-west-1"))))));
  }

  @Test
  void messageTooLong_cut_fillsTheUnitToTheLastBytes() {
    StepEvent event = failed().errorMessage("x".repeat(1024)).build();

    Map<String, AttributeValue> item = item(event);

    assertThat(ItemSize.of(item)).isEqualTo(ItemSize.WRITE_UNIT);
    assertThat(item).containsEntry("cut", AttributeValue.fromBool(true));
    assertThat(StepEventItem.toEvent(item).event().errorMessage()).matches("x+…");
  }

  @Test
  void messageAndAttributesTooLong_cut_messageFirstThenAttributesInKeyOrder() {
    TreeMap<String, String> attributes = new TreeMap<>();
    for (String key : List.of("a", "b", "c", "d", "e")) {
      attributes.put(key, key.repeat(256));
    }
    StepEvent event = failed().errorMessage("why").attributes(attributes).build();

    StoredEvent stored = StepEventItem.toEvent(item(event));

    assertThat(stored.cut()).isTrue();
    assertThat(stored.event().errorMessage()).isNull();
    assertThat(stored.event().attributes()).containsOnlyKeys("b", "c", "d", "e");
    assertThat(stored.event().attributes().get("b")).matches("b+…");
    assertThat(stored.event().attributes())
        .containsEntry("c", "c".repeat(256))
        .containsEntry("e", "e".repeat(256));
  }

  @Test
  void itemOfExactlyOneUnit_kept_asItIs() {
    int rest = ItemSize.WRITE_UNIT - ItemSize.of(item(failed().errorMessage("").build()));
    StepEvent exact = failed().errorMessage("x".repeat(rest)).build();

    assertThat(ItemSize.of(item(exact))).isEqualTo(ItemSize.WRITE_UNIT);
    assertThat(StepEventItem.toEvent(item(exact)).event()).isEqualTo(exact);
    assertThat(item(exact)).doesNotContainKey("cut");
  }

  @Test
  void namesAloneLargerThanAUnit_cut_onlyDownToTheUnitsTheyNeed() {
    ExecutionKey longKey = ExecutionKey.of("長".repeat(128), "🜁".repeat(128));
    StepEvent event =
        StepEvent.ended(longKey, "ß".repeat(128), Status.FAILED, ManualClock.START)
            .eventId("e")
            .errorMessage("x".repeat(1024))
            .build();

    Map<String, AttributeValue> item = item(event);

    assertThat(ItemSize.of(item)).isEqualTo(2 * ItemSize.WRITE_UNIT);
    assertThat(StepEventItem.toEvent(item).event().errorMessage()).hasSizeGreaterThan(300);
  }

  @Test
  void anyEvent_item_staysWithinTheUnitsItsNamesNeedAndIsReadBack() {
    for (int seed = 0; seed < 3_000; seed++) {
      StepEvent event = new RandomEvents(new Random(seed)).next(KEY);

      Map<String, AttributeValue> item = item(event);
      StoredEvent stored = StepEventItem.toEvent(item);

      assertThat(ItemSize.of(item)).as("seed %s", seed).isLessThanOrEqualTo(ItemSize.WRITE_UNIT);
      assertThat(item(event)).as("the same every time").isEqualTo(item);
      if (!stored.cut()) {
        assertThat(stored.event()).as("seed %s", seed).isEqualTo(event);
      } else {
        assertThat(uncuttable(stored.event())).isEqualTo(uncuttable(event));
      }
    }
  }

  @Test
  void cutEvent_storedInAnotherSecond_isCutAlike() {
    StepEvent event = failed().errorMessage("é".repeat(1_024)).build();
    Map<String, AttributeValue> item = new HashMap<>(item(event));

    for (long ttl : new long[] {1_800_000_000L, 1_800_000_100L, 1_799_999_999L}) {
      Map<String, AttributeValue> other = new HashMap<>(ItemKey.of(event).item(event, ttl));
      assertThat(ItemSize.of(other)).isLessThanOrEqualTo(ItemSize.WRITE_UNIT);
      other.put("ttl", item.get("ttl"));
      assertThat(other).as("ttl %s", ttl).isEqualTo(item);
    }
  }

  @Test
  void largestLegalEvent_item_fitsDynamoDbsKeysAndItems() {
    String longest = "🜁".repeat(128);
    StepEvent event =
        StepEvent.ended(
                ExecutionKey.of(longest, longest), longest, Status.FAILED, ManualClock.START)
            .eventId("x".repeat(64))
            .runId("x".repeat(64))
            .parentRunId("x".repeat(64))
            .dependsOn(java.util.Collections.nCopies(16, longest))
            .errorCode(longest)
            .service(longest)
            .host(longest)
            .traceId("0".repeat(32))
            .build();

    Map<String, AttributeValue> item = item(event);

    assertThat(bytes(item, "pk")).isLessThanOrEqualTo(2048);
    assertThat(bytes(item, "sk")).isLessThanOrEqualTo(1024);
    assertThat(ItemSize.of(item)).isLessThan(16 * 1024);
  }

  @Test
  void itemThatIsNoEvent_read_saysWhy() {
    Map<String, AttributeValue> item = new HashMap<>(item(failed().build()));
    item.put("nanos", AttributeValue.fromS("soon"));

    assertThatThrownBy(() -> StepEventItem.toEvent(item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nanos' is absent or of another type");
  }

  private static StepEvent.Builder failed() {
    return StepEvent.ended(KEY, "S", Status.FAILED, ManualClock.START).eventId("e");
  }

  private static StepEvent uncuttable(StepEvent event) {
    return event.toBuilder().errorMessage(null).attributes(Map.of()).build();
  }

  private static Map<String, AttributeValue> item(StepEvent event) {
    return ItemKey.of(event).item(event, TTL);
  }

  private static String shard() {
    return Integer.toHexString(Math.floorMod("acct-42#exec-7".hashCode(), 16));
  }

  private static Map.Entry<String, AttributeValue> text(String name, String value) {
    return Map.entry(name, AttributeValue.fromS(value));
  }

  private static int bytes(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? -1 : value.s().getBytes(StandardCharsets.UTF_8).length;
  }
}
