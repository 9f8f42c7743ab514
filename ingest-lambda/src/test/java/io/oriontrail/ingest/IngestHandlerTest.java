package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestHandlerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Wire.START.plusSeconds(2);

  private final ScriptedWriter writer = new ScriptedWriter();
  private final HeldQuarantine quarantine = new HeldQuarantine();
  private final ByteArrayOutputStream standardOut = new ByteArrayOutputStream();
  private final IngestHandler handler =
      new IngestHandler(
          Wire.ingestor(writer, quarantine, NOW),
          () -> NOW,
          new PrintStream(standardOut, true, UTF_8));

  @Test
  void allStored_handled_answersNoFailure() throws IOException {
    String answer = handle(Wire.records(Wire.lines(Wire.event(1), Wire.HEARTBEAT)), 60_000);

    assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(writer.stored).hasSize(2);
  }

  @Test
  void notAllStored_handled_answersOneResumePointAndLogsWhy() throws IOException {
    writer.owe(message -> message.equals(Wire.event(2)) || message.equals(Wire.event(3)));

    String answer =
        handle(
            Wire.records(
                Wire.lines(Wire.event(1)), Wire.lines(Wire.event(2)), Wire.lines(Wire.event(3))),
            60_000);

    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\""
                + Wire.origin(2).sequenceNumber()
                + "\"}]}");
    JsonNode log = out().getFirst();
    assertThat(log.path("level").asText()).isEqualTo("WARN");
    assertThat(log.path("requestId").asText()).isEqualTo("request-1");
    assertThat(log.path("message").asText())
        .isEqualTo("2 events are not stored: throttled to the last");
    assertThat(log.path("resumeAt").asText()).isEqualTo(Wire.origin(2).sequenceNumber());
    assertThat(log.path("shardId").asText()).isEqualTo("shardId-000000000006");
    assertThat(log.path("recordsOwed").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"60000, 50000", "900000, 890000", "20000, 15000", "4000, 3000", "0, 0"})
  void timeLimit_handled_leavesAMarginToAnswer(int remainingMillis, int untilDeadline)
      throws IOException {
    handle(Wire.records(Wire.lines(Wire.event(1))), remainingMillis);

    assertThat(writer.deadlines).containsExactly(NOW.plusMillis(untilDeadline));
  }

  @Test
  void batch_handled_writesOneLineOfMetrics() throws IOException {
    handle(
        Wire.records(
            Wire.lines(Wire.event(0), Wire.event(0), Wire.HEARTBEAT, "bad", "{}"),
            Wire.gzip(Wire.lines("bad"))),
        60_000);

    assertThat(out()).hasSize(1);
    // What docs/COST.md reckons with.
    assertThat(standardOut.size()).isLessThan(2_200);
    JsonNode line = out().getFirst();
    Map<String, Integer> expected =
        Map.ofEntries(
            Map.entry("Records", 2),
            Map.entry("RecordsOwed", 0),
            Map.entry("Received", 6),
            Map.entry("Stored", 2),
            Map.entry("StoredLate", 0),
            Map.entry("Duplicates", 1),
            Map.entry("Quarantined", 3),
            Map.entry("Owed", 0),
            Map.entry("Heartbeats", 1),
            Map.entry("UnknownFields", 0),
            Map.entry("StoreRetries", 0),
            Map.entry("RollupsWritten", 4),
            Map.entry("RollupsWaiting", 0),
            Map.entry("RollupsLeftOut", 0),
            Map.entry("Rejected", 3),
            Map.entry("Rejected.NOT_JSON", 2),
            Map.entry("Rejected.MISSING_FIELD", 1),
            Map.entry("BatchMillis", 0),
            Map.entry("FreshnessP50Millis", 2_000),
            Map.entry("FreshnessP99Millis", 2_000),
            Map.entry("FreshnessMaxMillis", 2_000));
    expected.forEach(
        (name, value) -> assertThat(line.path(name).asInt(-1)).as(name).isEqualTo(value));
    assertThat(line.path("RecordBytes").asInt()).isPositive();
    requireEmbeddedMetricFormat(line);
    assertThat(declared(line)).containsAll(expected.keySet()).hasSize(expected.size() + 1);
  }

  @Test
  void everyReasonAtOnce_metrics_stayWithinTheFormatAndNameNoOne() throws IOException {
    Map<QuarantineReason, Integer> all = new EnumMap<>(QuarantineReason.class);
    for (QuarantineReason reason : QuarantineReason.values()) {
      all.put(reason, 1);
    }
    BatchOutcome outcome =
        new BatchOutcome(
            null,
            new BatchOutcome.Counts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            new RollupKeeper.Outcome(12, 13, 14),
            all,
            new Freshness(0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            Duration.ofMillis(5),
            List.of(),
            List.of());

    JsonNode line =
        JSON.readTree(MetricsLine.of(outcome, new Invocation("orion-ingest", "r"), NOW));

    requireEmbeddedMetricFormat(line);
    assertThat(declared(line)).hasSizeLessThanOrEqualTo(100).doesNotContain("FreshnessP50Millis");
  }

  @Test
  void whatIsPrinted_whateverHappens_holdsNoPayload() throws IOException {
    writer.owe(message -> message.equals(Wire.event(2)));
    quarantine.breakWhen(() -> true);

    handle(
        Wire.records(
            Wire.lines("{\"accountId\":\"acct-42\",\"secret\":1}", Wire.event(1), Wire.event(2))),
        60_000);

    assertThat(standardOut.toString(UTF_8))
        .isNotEmpty()
        .doesNotContain("acct-42", "exec-7", "VERIFY_IDENTITY", "eu-west-1", "secret");
  }

  @Test
  void inputThatIsNoKinesisEvent_handled_fails() {
    assertThatThrownBy(
            () ->
                handler.handleRequest(
                    new ByteArrayInputStream("{}".getBytes(UTF_8)),
                    new ByteArrayOutputStream(),
                    new InvocationContext("request-1", 60_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no Kinesis event");
  }

  @Test
  void settingsMissing_constructed_saysWhich() {
    assertThatThrownBy(() -> new IngestHandler(Map.of(), System.out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ORION_EVENT_TABLE is not set");
  }

  /** What the specification of the embedded metric format asks for. */
  private static void requireEmbeddedMetricFormat(JsonNode line) {
    assertThat(line.path("_aws").path("Timestamp").asLong()).isEqualTo(NOW.toEpochMilli());
    JsonNode directive = line.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(directive.path("Namespace").asText()).isEqualTo("OrionTrail");
    assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"FunctionName\"]]");
    assertThat(line.path("FunctionName").asText()).isEqualTo("orion-ingest");
    for (JsonNode metric : directive.path("Metrics")) {
      assertThat(metric.path("Unit").asText()).isIn("Count", "Milliseconds");
      assertThat(line.path(metric.path("Name").asText()).isNumber()).isTrue();
    }
  }

  private static List<String> declared(JsonNode line) {
    List<String> names = new ArrayList<>();
    line.path("_aws")
        .path("CloudWatchMetrics")
        .path(0)
        .path("Metrics")
        .forEach(metric -> names.add(metric.path("Name").asText()));
    return names;
  }

  private List<JsonNode> out() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : standardOut.toString(UTF_8).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private String handle(List<StreamRecord> records, int remainingMillis) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(Wire.kinesisEvent(records)),
        answer,
        new InvocationContext("request-1", remainingMillis));
    return answer.toString(UTF_8);
  }
}
