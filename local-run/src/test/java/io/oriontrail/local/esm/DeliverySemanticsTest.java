package io.oriontrail.local.esm;

import static io.oriontrail.local.esm.Answers.CRASH;
import static io.oriontrail.local.esm.Answers.THROTTLED;
import static io.oriontrail.local.esm.Answers.contains;
import static io.oriontrail.local.esm.Answers.failing;
import static io.oriontrail.local.esm.MappingHarness.OK;
import static io.oriontrail.local.esm.MappingHarness.START;
import static io.oriontrail.local.esm.VirtualStream.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.local.esm.MappingHarness.Invoked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How a mapping delivers, numbered like the list of semantics it is built to: 8 to 13 and 15 are
 * documented by AWS or seen there, 14 is how Kinesis consumers keep order.
 */
final class DeliverySemanticsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final VirtualStream stream = new VirtualStream(1);

  @Test
  void s08_lane_hasOneBatchInFlight() {
    stream.putNumbers(0, 30);
    MappingHarness harness =
        harness(settings().batchSize(10)).invocationsTake(Duration.ofSeconds(7)).run(HOUR);

    assertThat(harness.invocations)
        .extracting(Invoked::after)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(7), Duration.ofSeconds(14));
  }

  @Test
  void s08_failingLane_blocksItsOwnKeysOnly() {
    for (int i = 0; i < 100; i++) {
      stream.put(0, "key-" + i % 10, Integer.toString(i), START);
    }
    MappingHarness harness =
        harness(settings().batchSize(5).parallelizationFactor(10))
            .function((batch, n) -> contains(batch, "7") ? CRASH : OK)
            .run(Duration.ofMinutes(10));

    List<String> done = harness.textsOf(null);
    assertThat(done).doesNotContain("7", "17", "97").contains("0", "90");
    assertThat(harness.core.counts().pending()).isEqualTo(100 - done.size()).isLessThan(50);
  }

  @Test
  void s08_failingBatch_withOneLane_blocksTheShardAndNoOther() {
    VirtualStream two = new VirtualStream(2);
    for (int i = 0; i < 40; i++) {
      two.put(i % 2, "k", Integer.toString(i), START);
    }
    MappingHarness harness =
        new MappingHarness(settings().batchSize(5).build(), two)
            .function((batch, n) -> contains(batch, "10") ? CRASH : OK)
            .run(Duration.ofMinutes(10));

    assertThat(harness.textsOf(null))
        .containsAll(IntStream.range(0, 20).mapToObj(i -> "" + (2 * i + 1)).toList())
        .contains("8")
        .doesNotContain("10", "20", "38");
  }

  @Test
  void s09_serviceErrors_areNeverCountedTowardsTheRetryLimit() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().maximumRetryAttempts(1))
            .function((batch, n) -> n <= 50 ? THROTTLED : OK)
            .run(Duration.ofHours(2));

    assertThat(harness.invocations).hasSize(51);
    assertThat(harness.core.counts().done()).isEqualTo(3);
    assertThat(harness.core.counts().serviceErrors()).isEqualTo(50);
    assertThat(harness.delivered).isEmpty();
  }

  @Test
  void s09_serviceErrors_lastUntilTheAgeLimit() {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().maximumRetryAttempts(0).maximumRecordAge(Duration.ofMinutes(30)))
            .function((batch, n) -> THROTTLED)
            .run(HOUR);

    assertThat(harness.delivered).hasSize(1);
    FailedBatch failed = harness.delivered.getFirst();
    assertThat(failed.condition()).isEqualTo(Condition.RECORD_AGE_EXCEEDED);
    assertThat(Duration.between(START, failed.at())).isGreaterThan(Duration.ofMinutes(30));
  }

  @Test
  void s10_bisect_restartsTheCountAtEachSplitAndEndsAtOneRecord() {
    List<StreamRecord> records = stream.putNumbers(0, 1_000);
    MappingHarness harness =
        harness(
                settings()
                    .batchSize(1_000)
                    .bisectBatchOnFunctionError(true)
                    .maximumRetryAttempts(2))
            .function((batch, n) -> contains(batch, "617") ? CRASH : OK)
            .run(HOUR);

    List<String> expected = new ArrayList<>(numbers(0, 1_000));
    expected.remove("617");
    assertThat(harness.textsOf(null)).isEqualTo(expected);
    assertThat(harness.delivered).hasSize(1);
    assertThat(harness.delivered.getFirst().records()).containsExactly(records.get(617));
    // Three invocations of the record by itself, however many there were before it was alone.
    assertThat(harness.delivered.getFirst().invocations()).isEqualTo(3);
    assertThat(harness.invocations).hasSizeLessThan(2 * 10 + 5);
  }

  @Test
  void s10_bisect_withRetryLimitOfZero_stillSplits() {
    stream.putNumbers(0, 8);
    MappingHarness harness =
        harness(settings().bisectBatchOnFunctionError(true).maximumRetryAttempts(0))
            .function((batch, n) -> contains(batch, "3") ? CRASH : OK)
            .run(HOUR);

    assertThat(harness.core.counts().done()).isEqualTo(7);
    assertThat(harness.core.counts().discarded()).isEqualTo(1);
  }

  @Test
  void s11_partialFailure_withBisect_isCutThereAndNotHalved() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness harness =
        harness(settings().reportBatchItemFailures(true).bisectBatchOnFunctionError(true))
            .function((batch, n) -> n == 1 ? failing(records.get(8)) : OK)
            .run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10), numbers(8, 10));
  }

  @Test
  void s11_functionErrorOfTheTail_isHalved() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness harness =
        harness(settings().reportBatchItemFailures(true).bisectBatchOnFunctionError(true))
            .function((batch, n) -> n == 1 ? failing(records.get(6)) : n == 2 ? CRASH : OK)
            .run(HOUR);

    assertThat(harness.batches())
        .containsExactly(numbers(0, 10), numbers(6, 10), numbers(6, 8), numbers(8, 10));
  }

  @Test
  void s12_batchThatSucceeded_mayComeAgainAndIsCountedOnce() {
    stream.putNumbers(0, 30);
    MappingHarness harness = harness(settings().batchSize(10)).repeatInvocations(2).run(HOUR);

    assertThat(harness.batches())
        .containsExactly(
            numbers(0, 10), numbers(0, 10), numbers(10, 20), numbers(10, 20), numbers(20, 30));
    assertThat(harness.core.counts().done()).isEqualTo(30);
  }

  @Test
  void s12_mappingThatDiesBeforeItHearsTheAnswer_deliversAgain() {
    stream.putNumbers(0, 10);
    MappingHarness dying =
        harness(settings()).invocationsTake(Duration.ofSeconds(30)).run(Duration.ofSeconds(20));
    assertThat(dying.batches()).containsExactly(numbers(0, 10));

    MappingHarness next = resumed(dying).run(HOUR);

    assertThat(next.batches()).containsExactly(numbers(0, 10));
  }

  @Test
  void s13_disabledMapping_remembersItsPlaceAndGoesOnWithWhatCameMeanwhile() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness enabled =
        harness(settings().reportBatchItemFailures(true))
            .function((batch, n) -> failing(records.get(6)))
            .run(Duration.ofMinutes(2));
    enabled.core.stop();
    int before = enabled.invocations.size();
    stream.putNumbers(10, 5);
    enabled.run(HOUR);
    assertThat(enabled.invocations).hasSize(before);

    MappingHarness again = resumed(enabled).run(HOUR);

    assertThat(again.textsOf(null)).isEqualTo(numbers(6, 15));
  }

  @Test
  void s14_children_areReadOnlyAfterTheirParentIsDone() {
    stream.putNumbers(0, 50);
    List<String> born = stream.replace(List.of(VirtualStream.name(0)), 2);
    for (int i = 0; i < 10; i++) {
      stream.put(born.get(i % 2), "k", new byte[] {(byte) ('a' + i)}, START);
    }
    MappingHarness harness =
        harness(settings().batchSize(10))
            .function((batch, n) -> contains(batch, "45") && n < 20 ? CRASH : OK)
            .run(HOUR);

    List<String> done = harness.textsOf(null);
    assertThat(done.subList(0, 50)).isEqualTo(numbers(0, 50));
    assertThat(done).hasSize(60);
  }

  @Test
  void s14_childOfAMerge_waitsForBothParents() {
    VirtualStream two = new VirtualStream(2);
    two.put(0, "k", "left", START);
    two.put(1, "k", "right", START);
    MappingHarness harness =
        new MappingHarness(settings().build(), two)
            .invocationsTake(Duration.ofSeconds(30))
            .at(
                Duration.ofSeconds(5),
                now -> {
                  String child = two.replace(two.open(), 1).getFirst();
                  two.put(child, "k", new byte[] {'c'}, now);
                })
            .run(HOUR);

    assertThat(harness.textsOf(null)).hasSize(3).endsWith("c");
    assertThat(harness.invocations.getLast().after())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void s15_event_hasBase64DataFractionalArrivalAndTheShardInItsId() throws Exception {
    Instant arrival = Instant.parse("2026-11-22T10:00:00.123Z");
    StreamRecord put = stream.put(0, "key", "what was put", arrival);

    byte[] event = new EventJson(MappingHarness.STREAM_ARN).write(List.of(put));

    JsonNode written = new ObjectMapper().readTree(event).at("/Records/0");
    assertThat(written.at("/kinesis/data").asText()).isEqualTo("d2hhdCB3YXMgcHV0");
    assertThat(new String(event, java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"approximateArrivalTimestamp\":1795341600.123}");
    assertThat(written.at("/kinesis/partitionKey").asText()).isEqualTo("key");
    assertThat(written.at("/kinesis/sequenceNumber").asText()).isEqualTo(put.sequenceNumber());
    assertThat(written.at("/eventID").asText())
        .isEqualTo("shardId-000000000000:" + put.sequenceNumber());
    assertThat(written.at("/eventSourceARN").asText()).isEqualTo(MappingHarness.STREAM_ARN);
  }

  private MappingHarness harness(MappingSettings.Builder settings) {
    return new MappingHarness(settings.build(), stream);
  }

  /** Another mapping that knows of the first what it has on record, and nothing else. */
  private MappingHarness resumed(MappingHarness first) {
    return new MappingHarness(
        settings().reportBatchItemFailures(true).build(),
        stream,
        true,
        first.core.checkpoint(),
        first.now());
  }

  private static MappingSettings.Builder settings() {
    return MappingSettings.builder();
  }
}
