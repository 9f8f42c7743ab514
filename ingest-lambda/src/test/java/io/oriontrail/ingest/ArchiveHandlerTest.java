package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchiveHandlerTest {
  private static final Instant NOW = Wire.START.plusSeconds(20);

  private final HeldArchive archive = new HeldArchive();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void recordsOfEveryWireForm_archived_areLinesOfEventsByAccount() throws IOException {
    List<StepEvent> events = new ArrayList<>();
    for (int account = 0; account < 40; account++) {
      events.add(Wire.event(ExecutionKey.of("acct-" + account, "e"), account));
    }
    byte[] plain = StepEventJson.encode(events.get(0)); // one object without a line's end
    List<StreamRecord> records =
        Wire.records(
            plain,
            Wire.lines(events.subList(1, 10).toArray()),
            Wire.gzip(Wire.lines(events.subList(10, 20).toArray())),
            Wire.zstd(Wire.lines(events.subList(20, 30).toArray())),
            KplWire.aggregate(events.subList(30, 40).stream().map(StepEventJson::encode).toList()),
            Wire.lines(Wire.HEARTBEAT, "no event"));

    assertThat(handle(records)).isEqualTo("{\"batchItemFailures\":[]}");

    String name =
        "shardId-000000000006-%s-%s.ndjson.gz"
            .formatted(Wire.origin(1).sequenceNumber(), Wire.origin(6).sequenceNumber());
    for (StepEvent event : events) {
      String part = ArchiveLayout.partOf(event.key().accountId());
      assertThat(archive.linesOf("events/day=2026-11-22/part=" + part + "/" + name))
          .contains(new String(StepEventJson.encode(event), UTF_8));
    }
    assertThat(archive.linesOf("heartbeats/day=2026-11-22/" + name))
        .containsExactly(new String(StepEventJson.encode(Wire.HEARTBEAT), UTF_8));
    assertThat(archive.lines()).hasSize(41);
    JsonNode metrics = metrics();
    assertThat(metrics.path(MetricsLine.RECEIVED).asInt()).isEqualTo(42);
    assertThat(metrics.path(ArchiveMetrics.ARCHIVED).asInt()).isEqualTo(41);
    assertThat(metrics.path(ArchiveMetrics.UNFIT).asInt()).isEqualTo(1);
    assertThat(metrics.path(ArchiveMetrics.OBJECTS).asInt()).isEqualTo(archive.objects.size());
    assertThat(metrics.path(ArchiveMetrics.OBJECT_BYTES).asLong())
        .isEqualTo(archive.objects.values().stream().mapToLong(object -> object.length).sum());
  }

  @Test
  void eventWithoutId_archived_hasTheOneThatFollowsFromItsContent() throws IOException {
    String json =
        """
        {"accountId":"a","executionId":"e","step":"S","state":"STARTED","timestamp":"2026-11-22T10:15:30Z","colour":"blue"}""";
    handle(Wire.records(json.getBytes(UTF_8)));

    StepEvent sent = (StepEvent) StepEventJson.decode(json.getBytes(UTF_8)).message();
    assertThat(archive.lines()).containsExactly(new String(StepEventJson.encode(sent), UTF_8));
    assertThat(archive.lines().getFirst()).contains("\"eventId\":").doesNotContain("blue");
  }

  @Test
  void batch_deliveredAgain_makesNoFurtherObject() throws IOException {
    List<StreamRecord> records = Wire.records(Wire.lines(Wire.event(1)), Wire.lines(Wire.event(2)));
    handle(records);
    Set<String> keys = Set.copyOf(archive.objects.keySet());

    handle(records);

    assertThat(archive.objects.keySet()).isEqualTo(keys);
    assertThat(metrics().path(ArchiveMetrics.OBJECTS).asInt()).isZero();
    assertThat(metrics().path(ArchiveMetrics.OBJECTS_AGAIN).asInt()).isEqualTo(1);
    assertThat(metrics().path(ArchiveMetrics.ARCHIVED).asInt()).isEqualTo(2);
  }

  @Test
  void bucketThatRefuses_comesAgainAsAWholeAndIsCounted() throws IOException {
    List<StreamRecord> records = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      records.add(
          new StreamRecord(
              Wire.origin(i), Wire.lines(Wire.event(ExecutionKey.of("acct-" + i, "e"), i))));
    }
    String refused = "part=" + ArchiveLayout.partOf("acct-5");
    archive.breakFor(key -> key.contains(refused));

    assertThat(handle(records)).isEqualTo(answer(1));

    assertThat(metrics().path(ArchiveMetrics.OWED).asInt()).isEqualTo(8);
    assertThat(metrics().path(ArchiveMetrics.ARCHIVED).asInt()).isZero();
    assertThat(metrics().path(MetricsLine.RECORDS_OWED).asInt()).isEqualTo(8);
    assertThat(printed.toString(UTF_8)).contains("\"message\":\"cannot put events/day=");
    archive.breakFor(key -> false);
    assertThat(handle(records)).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(archive.lines()).hasSize(8);
  }

  /** Marked records are stored by ingest; archived again they would stand there twice. */
  @Test
  void replayedRecords_areNotArchivedAnew() throws IOException {
    Origin origin = Wire.origin(2);
    StreamRecord replayed =
        new StreamRecord(
            new Origin(
                origin.shardId(),
                origin.sequenceNumber(),
                ArchiveLayout.REPLAY_KEY + "17",
                origin.arrival()),
            Wire.lines(Wire.event(2)));

    handle(List.of(Wire.records(Wire.lines(Wire.event(1))).getFirst(), replayed));

    assertThat(archive.lines())
        .containsExactly(new String(StepEventJson.encode(Wire.event(1)), UTF_8));
    assertThat(metrics().path(ArchiveMetrics.REPLAYED).asInt()).isEqualTo(1);
    assertThat(metrics().path(MetricsLine.RECEIVED).asInt()).isEqualTo(1);
  }

  @Test
  void recordsAroundMidnight_lieUnderTheDaysOnWhichTheyCame() throws IOException {
    List<StreamRecord> records = new ArrayList<>();
    for (String time : List.of("2026-11-22T23:59:59.999Z", "2026-11-23T00:00:00Z")) {
      Origin origin = Wire.origin(records.size() + 1);
      records.add(
          new StreamRecord(
              new Origin(origin.shardId(), origin.sequenceNumber(), "p", Instant.parse(time)),
              Wire.lines(Wire.event(records.size()))));
    }

    handle(records);

    assertThat(archive.objects.keySet().stream().map(key -> key.substring(0, 21)))
        .containsExactly("events/day=2026-11-22", "events/day=2026-11-23");
  }

  /** A batch that takes too long to be read is taken in part, so that the rest gets its turn. */
  @Test
  void batchThatOutlastsHalfItsTime_isTakenInPartAndGoneOnWith() throws IOException {
    Iterator<Instant> times =
        Stream.concat(
                IntStream.range(0, 4).mapToObj(NOW::plusSeconds),
                Stream.generate(() -> NOW.plusSeconds(40)))
            .iterator();
    List<StreamRecord> records =
        Wire.records(
            Wire.lines(Wire.event(1)),
            Wire.lines(Wire.event(2)),
            Wire.lines(Wire.event(3)),
            Wire.lines(Wire.event(4)),
            Wire.lines(Wire.event(5)));

    String answer = handle(records, times::next, PayloadRules.NONE);

    // Half of 60 s less 10 s is 25 s.
    assertThat(answer).isEqualTo(answer(4));
    assertThat(archive.lines()).hasSize(3);
    assertThat(archive.objects.keySet())
        .allSatisfy(
            key -> assertThat(key).contains("-" + Wire.origin(3).sequenceNumber() + ".ndjson"));
    assertThat(metrics().path(MetricsLine.RECORDS_OWED).asInt()).isEqualTo(2);
  }

  @Test
  void payloadRules_holdForTheArchiveToo() throws IOException {
    handle(
        Wire.records(Wire.lines(Wire.event(1))),
        () -> NOW,
        new PayloadRules(Set.of("region"), null));

    assertThat(archive.lines().getFirst()).contains("eu-west-1").doesNotContain("\"text\"");
  }

  /** As a query in Athena computes it: {@code substr(lower(to_hex(sha256(to_utf8(id)))), 1, 1)}. */
  @Test
  void part_isTheFirstDigitOfTheHashOfTheAccount() {
    assertThat(ArchiveLayout.partOf("abc")).isEqualTo("b"); // ba7816bf…, FIPS 180-2's example
    assertThat(
            IntStream.range(0, 2_000)
                .mapToObj(number -> ArchiveLayout.partOf("acct-" + number))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(ArchiveLayout.PARTS);
  }

  private static String answer(int record) {
    return "{\"batchItemFailures\":[{\"itemIdentifier\":\""
        + Wire.origin(record).sequenceNumber()
        + "\"}]}";
  }

  private String handle(List<StreamRecord> records) throws IOException {
    return handle(records, () -> NOW, PayloadRules.NONE);
  }

  private String handle(List<StreamRecord> records, InstantSource clock, PayloadRules payload)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    printed.reset();
    new ArchiveHandler(archive, payload, clock, new PrintStream(printed, true, UTF_8))
        .handleRequest(
            new ByteArrayInputStream(Wire.kinesisEvent(records)),
            answer,
            new InvocationContext("request-1", (int) Duration.ofSeconds(60).toMillis()));
    return answer.toString(UTF_8);
  }

  /** The last line, whose sum has to come out even. */
  private JsonNode metrics() throws IOException {
    List<String> lines = printed.toString(UTF_8).lines().toList();
    JsonNode metrics = JsonMapper.builder().build().readTree(lines.getLast());
    assertThat(metrics.path(MetricsLine.RECEIVED).asInt())
        .isEqualTo(
            Stream.of(ArchiveMetrics.ARCHIVED, ArchiveMetrics.UNFIT, ArchiveMetrics.OWED)
                .mapToInt(name -> metrics.path(name).asInt())
                .sum());
    assertThat(metrics.at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
        .isEqualTo("[[\"FunctionName\"]]");
    assertThat(Map.of("FunctionName", metrics.path("FunctionName").asText()))
        .containsValue("orion-ingest");
    return metrics;
  }
}
