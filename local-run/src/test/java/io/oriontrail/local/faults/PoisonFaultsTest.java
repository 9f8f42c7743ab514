package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.esm.VirtualMapping;
import io.oriontrail.local.lambda.Outcome;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that are no events, events that are too large, and events of a newer producer. */
@Timeout(900)
final class PoisonFaultsTest {
  private static final int WRITE_UNIT = 1_024;

  @Test
  void fault41_poisonOfEveryKind_goesToQuarantineAndItsNeighboursAreStored() {
    IngestRig rig = new IngestRig();
    Map<String, Packed> poisons = poisons();
    Scenario scenario = new Scenario(41);
    for (Packed poison : poisons.values()) {
      rig.putAll(scenario.packed(scenario.goodLines(10), List.of()));
      rig.put(poison);
    }
    rig.putAll(scenario.packed(scenario.goodLines(10), List.of()));

    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.books.outcomes()).as("no crash").allMatch(Outcome.Success.class::isInstance);
    assertThat(rig.mapping.counts().done()).isEqualTo(rig.mapping.counts().read());
    assertThat(rig.quarantine.reasons()).hasSizeGreaterThanOrEqualTo(poisons.size());
    rig.quietPhase();
  }

  @Test
  void fault41_zipBombs_takeNoMoreMemoryThanOneOfThem() {
    IngestRig rig = new IngestRig();
    byte[] bomb = Packed.gzip(new byte[64 << 20]);
    rig.put(Packed.unreadable(bomb));
    rig.mapping.run(Duration.ofMinutes(1));
    long one = allocatedBy(rig, 1, bomb);

    long ten = allocatedBy(rig, 10, bomb);

    // Each is read up to a limit into one buffer: ten cost little more than one.
    assertThat(ten - one).isLessThan(10L * (16 << 20));
    rig.quietPhase();
  }

  private static long allocatedBy(IngestRig rig, int count, byte[] bomb) {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    for (int i = 0; i < count; i++) {
      rig.put(Packed.unreadable(bomb));
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    rig.mapping.run(Duration.ofMinutes(1));
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static Map<String, Packed> poisons() {
    byte[] good = Packed.gzip("{\"a\":1}\n".repeat(50).getBytes(UTF_8));
    Map<String, Packed> poisons = new LinkedHashMap<>();
    poisons.put("bad magic", Packed.unreadable(new byte[] {(byte) 0xca, (byte) 0xfe, 1, 2, 3}));
    byte[] wrongCrc = good.clone();
    wrongCrc[wrongCrc.length - 6] ^= 1;
    poisons.put("wrong CRC", Packed.unreadable(wrongCrc));
    poisons.put("truncated", Packed.unreadable(Arrays.copyOf(good, good.length / 2)));
    poisons.put("zip bomb", Packed.unreadable(Packed.gzip(new byte[64 << 20])));
    poisons.put(
        "broken aggregate",
        Packed.unreadable(
            new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2, -1, -1, -1, 0, 7}));
    poisons.put(
        "broken zstd", Packed.unreadable(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 9}));
    poisons.put("unknown kind", Packed.plain(List.of(), List.of("{\"type\":\"OF_TOMORROW\"}")));
    poisons.put("invalid UTF-8", invalidUtf8());
    poisons.put("deep JSON", Packed.plain(List.of(), List.of("[".repeat(10_000))));
    poisons.put(
        "deep field", Packed.plain(List.of(), List.of("{\"x\":" + "[".repeat(10_000) + "}")));
    poisons.put("empty", Packed.unreadable("\n \n".getBytes(UTF_8)));
    return poisons;
  }

  private static Packed invalidUtf8() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes("{\"accountId\":\"".getBytes(UTF_8));
    line.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80});
    line.writeBytes(
        "\",\"executionId\":\"e\",\"step\":\"S\",\"state\":\"STARTED\"".getBytes(UTF_8));
    line.writeBytes(",\"timestamp\":\"2026-11-22T10:00:00Z\"}".getBytes(UTF_8));
    return Packed.unreadable(line.toByteArray());
  }

  @Test
  void fault42_overAWriteUnit_isCutAndMarkedByRule() {
    IngestRig rig = new IngestRig();
    StepEvent.Builder event =
        StepEvent.ended(ExecutionKey.of("a", "e"), "S", Status.FAILED, VirtualMapping.START)
            .eventId("e-1")
            .errorMessage("x".repeat(1_000));
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < 16; i++) {
      attributes.put("name-" + i, "🜁".repeat(256));
    }
    rig.put(Packed.of(event.attributes(attributes).build()));

    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.stored()).hasSize(1);
    assertThat(rig.dynamoDb.items().getLast()).containsKey("cut");
    // The dump writes a little more than DynamoDB counts.
    assertThat(ItemDump.sizeOf(rig.dynamoDb.items().getLast())).isLessThan(WRITE_UNIT * 5 / 4);
    rig.quietPhase();
  }

  @Test
  void fault42_overWhatAnItemMayHold_goesToQuarantine() {
    IngestRig rig = new IngestRig();
    String huge =
        "{\"accountId\":\"a\",\"executionId\":\"e\",\"step\":\"S\",\"state\":\"STARTED\","
            + "\"timestamp\":\"2026-11-22T10:00:00Z\",\"service\":\""
            + "x".repeat(500 << 10)
            + "\"}";
    List<String> good = new ArrayList<>(new Scenario(42).goodLines(5));
    rig.put(Packed.plain(good, List.of(huge)));

    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.quarantine.reasons()).hasSize(1);
    assertThat(rig.stored()).hasSize(5);
    rig.quietPhase();
  }

  @Test
  void fault47_fieldsOfANewerProducer_areLeftOutAndCounted() {
    IngestRig rig = new IngestRig();
    List<String> lines = new Scenario(47).goodLines(20);
    List<String> newer =
        lines.stream()
            .map(line -> "{\"ofTomorrow\":{\"deep\":[1,2]},\"another\":null," + line.substring(1))
            .toList();
    rig.put(Packed.plain(lines, List.of()));
    rig.put(Packed.plain(newer, List.of()).gzip());

    rig.mapping.run(Duration.ofMinutes(1));

    assertThat(rig.books.unknownFields()).isGreaterThanOrEqualTo(20);
    assertThat(rig.stored()).hasSize(20);
    rig.quietPhase();
  }
}
