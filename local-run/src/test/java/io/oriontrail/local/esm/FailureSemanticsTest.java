package io.oriontrail.local.esm;

import static io.oriontrail.local.esm.Answers.CRASH;
import static io.oriontrail.local.esm.Answers.contains;
import static io.oriontrail.local.esm.Answers.failing;
import static io.oriontrail.local.esm.Answers.json;
import static io.oriontrail.local.esm.MappingHarness.OK;
import static io.oriontrail.local.esm.MappingHarness.START;
import static io.oriontrail.local.esm.VirtualStream.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a mapping makes of a function that fails, numbered like the list of semantics it is built
 * to. 1 to 7 were recorded against AWS by LocalStack's tests of 2025-11-25.
 */
final class FailureSemanticsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:ingest";
  private final VirtualStream stream = new VirtualStream(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"\"",
        "null",
        "{}",
        "{\"batchItemFailures\":[]}",
        "{\"batchItemFailures\":null}"
      })
  void s01_answerThatNamesNothing_isBatchSuccess(String answer) {
    stream.putNumbers(0, 10);
    MappingHarness harness = partial().function((batch, n) -> json(answer)).run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10));
    assertThat(harness.core.counts().done()).isEqualTo(10);
    assertThat(harness.core.counts().partialFailures()).isZero();
  }

  static Stream<String> s02_answerWithoutSense_failsTheWholeBatch() {
    return Stream.of("\"\"", "null", "\"123456789\"")
        .map(id -> "{\"batchItemFailures\":[{\"itemIdentifier\":" + id + "}]}");
  }

  @ParameterizedTest
  @MethodSource
  @ValueSource(strings = "{\"batchItemFailures\":[{\"foo\":\"1\"}]}")
  void s02_answerWithoutSense_failsTheWholeBatch(String answer) {
    stream.putNumbers(0, 10);
    MappingHarness harness = partial().function((batch, n) -> n == 1 ? json(answer) : OK).run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10), numbers(0, 10));
  }

  @Test
  void s02_unknownIdentifierBesideAKnownOne_failsTheWholeBatch() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    List<String> identifiers = List.of(records.get(5).sequenceNumber(), "123456789");
    MappingHarness harness =
        partial().function((batch, n) -> n == 1 ? failing(identifiers) : OK).run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10), numbers(0, 10));
  }

  @Test
  void s02_unhandledException_failsTheWholeBatch() {
    stream.putNumbers(0, 10);
    MappingHarness harness = partial().function((batch, n) -> n == 1 ? CRASH : OK).run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10), numbers(0, 10));
  }

  @Test
  void s03_severalIdentifiers_checkpointAtTheLowest() {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness harness =
        partial()
            .function((batch, n) -> n == 1 ? failing(records.get(7), records.get(4)) : OK)
            .run(HOUR);

    assertThat(harness.batches()).containsExactly(numbers(0, 10), numbers(4, 10));
    assertThat(harness.core.counts().done()).isEqualTo(10);
    assertThat(harness.core.counts().partialFailures()).isEqualTo(1);
  }

  @Test
  void s04_partialFailures_countTowardsTheRetryLimitAndOnlyTheTailIsGivenUp() throws Exception {
    List<StreamRecord> records = stream.putNumbers(0, 10);
    MappingHarness harness =
        harness(settings().reportBatchItemFailures(true).maximumRetryAttempts(3))
            .function((batch, n) -> contains(batch, "9") ? failing(records.get(9)) : OK)
            .at(Duration.ofMinutes(5), now -> stream.putNumbers(10, 1))
            .run(HOUR);

    assertThat(harness.batches())
        .containsExactly(numbers(0, 10), List.of("9"), List.of("9"), List.of("9"), List.of("10"));
    JsonNode invocation = onlyInvocationRecord(harness);
    assertThat(invocation.at("/requestContext/condition").asText())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(invocation.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(4);
    assertThat(invocation.at("/responseContext/functionError").isNull()).isTrue();
    assertThat(invocation.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(1);
    assertThat(invocation.at("/KinesisBatchInfo/startSequenceNumber").asText())
        .isEqualTo(records.get(9).sequenceNumber());
    assertThat(harness.core.counts().discarded()).isEqualTo(1);
  }

  @Test
  void s05_exceptions_beyondTheRetryLimit_areReportedAsUnhandledWithStatus200() throws Exception {
    stream.putNumbers(0, 10);
    MappingHarness harness =
        harness(settings().batchSize(5).maximumRetryAttempts(2))
            .function((batch, n) -> contains(batch, "2") ? CRASH : OK)
            .run(HOUR);

    assertThat(harness.batches())
        .containsExactly(numbers(0, 5), numbers(0, 5), numbers(0, 5), numbers(5, 10));
    JsonNode invocation = onlyInvocationRecord(harness);
    assertThat(invocation.at("/responseContext").toString())
        .isEqualTo(
            "{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"}");
    assertThat(invocation.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(invocation.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(5);
  }

  @Test
  void s06_recordsThatGrowTooOld_areGivenUpAndYoungerOnesGoOn() throws Exception {
    stream.putNumbers(0, 2);
    MappingHarness harness =
        harness(settings().maximumRecordAge(Duration.ofMinutes(1)))
            .at(
                Duration.ofSeconds(40),
                now -> {
                  stream.put(0, "k", "2", now);
                  stream.put(0, "k", "3", now);
                })
            .function((batch, n) -> contains(batch, "0") ? CRASH : OK)
            .run(HOUR);

    JsonNode invocation = onlyInvocationRecord(harness);
    assertThat(invocation.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
    assertThat(invocation.has("responseContext")).isFalse();
    assertThat(invocation.at("/KinesisBatchInfo/batchSize").asInt()).isEqualTo(2);
    assertThat(Duration.between(START, harness.delivered.getFirst().at()))
        .isGreaterThan(Duration.ofMinutes(1));
    assertThat(harness.textsOf(null)).containsExactly("2", "3");
  }

  @Test
  void s06_recordsTooOldWhenFirstRead_areGivenUpWithoutAnInvocationAndCountOne() throws Exception {
    stream.put(0, "k", "old", START.minusSeconds(61));
    stream.put(0, "k", "young", START.minusSeconds(5));
    MappingHarness harness = harness(settings().maximumRecordAge(Duration.ofMinutes(1))).run(HOUR);

    assertThat(harness.batches()).containsExactly(List.of("young"));
    JsonNode invocation = onlyInvocationRecord(harness);
    assertThat(invocation.at("/requestContext/condition").asText()).isEqualTo("RecordAgeExceeded");
    assertThat(invocation.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(1);
    assertThat(invocation.has("responseContext")).isFalse();
  }

  @Test
  void s07_invocationRecord_hasItsFieldsAndOnlyABucketGetsTheRecords() throws Exception {
    stream.putNumbers(0, 3);
    MappingHarness harness =
        harness(settings().maximumRetryAttempts(0)).function((batch, n) -> CRASH).run(HOUR);
    FailedBatch failed = harness.delivered.getFirst();
    EventJson events = new EventJson(MappingHarness.STREAM_ARN);

    JsonNode ofBucket = new ObjectMapper().readTree(failed.json(events, FUNCTION, true));
    JsonNode ofQueue = new ObjectMapper().readTree(failed.json(events, FUNCTION, false));

    assertThat(namesOf(ofQueue))
        .containsExactly(
            "requestContext", "responseContext", "version", "timestamp", "KinesisBatchInfo");
    assertThat(namesOf(ofQueue.path("requestContext")))
        .containsExactly("requestId", "functionArn", "condition", "approximateInvokeCount");
    assertThat(namesOf(ofQueue.path("KinesisBatchInfo")))
        .containsExactly(
            "shardId",
            "startSequenceNumber",
            "endSequenceNumber",
            "approximateArrivalOfFirstRecord",
            "approximateArrivalOfLastRecord",
            "batchSize",
            "streamArn");
    assertThat(ofBucket.at("/payload/Records")).hasSize(3);
    ((com.fasterxml.jackson.databind.node.ObjectNode) ofBucket).remove("payload");
    assertThat(ofBucket).isEqualTo(ofQueue);
    assertThat(failed.objectKey("mapping"))
        .matches(
            "aws/lambda/mapping/shardId-0{12}/2026/11/22/2026-11-22T10\\.00\\.00-[-0-9a-f]{36}");
  }

  @Test
  void s07_queue_getsTheInvocationRecordFromTheMapping() throws IOException {
    List<byte[]> messages = new ArrayList<>();
    FailureDestination queue = FailureDestination.queue(messages::add);

    queue.put("a key that a queue has no use for", new byte[] {1});

    assertThat(queue.wantsRecords()).isFalse();
    assertThat(messages).containsExactly(new byte[] {1});
    FailureDestination bucket = (key, json) -> {};
    assertThat(bucket.wantsRecords()).isTrue();
  }

  private static JsonNode onlyInvocationRecord(MappingHarness harness) throws IOException {
    assertThat(harness.delivered).hasSize(1);
    byte[] json =
        harness
            .delivered
            .getFirst()
            .json(new EventJson(MappingHarness.STREAM_ARN), FUNCTION, false);
    return new ObjectMapper().readTree(json);
  }

  private static List<String> namesOf(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private MappingHarness partial() {
    return harness(settings().reportBatchItemFailures(true));
  }

  private MappingHarness harness(MappingSettings.Builder settings) {
    return new MappingHarness(settings.build(), stream);
  }

  private static MappingSettings.Builder settings() {
    return MappingSettings.builder();
  }
}
