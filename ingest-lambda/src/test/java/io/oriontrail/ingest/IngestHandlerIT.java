package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.DynamoDbEventStore;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The function with its settings alone, on DynamoDB and S3. */
class IngestHandlerIT {
  private static LocalAws aws;

  @BeforeAll
  static void start() {
    aws = LocalAws.start();
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void batch_handled_isInTheTableAndTheQuarantine() throws IOException {
    ExecutionKey key = ExecutionKey.of("acct-1", "exec 🜁");
    List<StepEvent> events =
        IntStream.range(0, 120).mapToObj(number -> Wire.event(key, number)).toList();
    byte[] unreadable = {0x1f, (byte) 0x8b, 9, 9};
    List<StreamRecord> records =
        Wire.records(
            Wire.gzip(Wire.lines(events.subList(0, 100).toArray())),
            unreadable,
            Wire.lines(events.get(0), "{\"accountId\":7}", Wire.HEARTBEAT),
            Wire.lines(events.subList(100, 120).toArray()));
    IngestHandler handler = new IngestHandler(aws.environment(), System.out);

    for (int delivery = 0; delivery < 2; delivery++) {
      assertThat(handle(handler, records, "request-" + delivery))
          .isEqualTo("{\"batchItemFailures\":[]}");
      assertThat(stored(key)).isEqualTo(events);
    }

    // Others put theirs into the same bucket.
    List<String> objects =
        aws.s3.listObjectsV2(list -> list.bucket(LocalAws.BUCKET)).contents().stream()
            .map(S3Object::key)
            .filter(name -> name.contains("-request-0.") || name.contains("-request-1."))
            .toList();
    assertThat(objects).hasSize(2);
    assertThat(objects.getFirst())
        .matches("quarantine/\\d{4}/\\d{2}/\\d{2}/shardId-000000000006-\\d+1-request-0\\.ndjson");
    requireEntries(objects.getFirst(), unreadable);
  }

  private static void requireEntries(String key, byte[] unreadable) throws IOException {
    String text =
        aws.s3.getObjectAsBytes(get -> get.bucket(LocalAws.BUCKET).key(key)).asString(UTF_8);
    List<String> lines = text.lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode record = JsonMapper.builder().build().readTree(lines.get(0));
    JsonNode piece = JsonMapper.builder().build().readTree(lines.get(1));
    assertThat(record.path("reason").asText()).isEqualTo("BAD_COMPRESSION");
    assertThat(record.path("index").isNull()).isTrue();
    assertThat(record.path("raw").binaryValue()).isEqualTo(unreadable);
    assertThat(record.path("sequenceNumber").asText()).isEqualTo(Wire.origin(2).sequenceNumber());
    assertThat(piece.path("reason").asText()).isEqualTo("INVALID_FIELD");
    assertThat(piece.path("field").asText()).isEqualTo("accountId");
    assertThat(piece.path("detail").asText()).contains("must be a string");
    assertThat(piece.path("index").asInt()).isEqualTo(1);
    assertThat(piece.path("events").asInt()).isEqualTo(1);
    assertThat(piece.path("shardId").asText()).isEqualTo("shardId-000000000006");
    assertThat(piece.path("partitionKey").asText()).isEqualTo("partition-3");
    assertThat(piece.path("arrival").asText()).isEqualTo("2026-11-22T10:15:30.123000000Z");
    assertThat(new String(piece.path("raw").binaryValue(), UTF_8)).isEqualTo("{\"accountId\":7}");
  }

  @Test
  void quarantineBucketMissing_handled_ownsTheUnfitRecordAndStoresTheRest() throws IOException {
    ExecutionKey key = ExecutionKey.of("acct-2", "exec");
    Map<String, String> environment = aws.environment();
    environment.put(IngestConfig.QUARANTINE_BUCKET, "no-such-bucket");
    List<StreamRecord> records =
        Wire.records(
            Wire.lines(Wire.event(key, 1)), Wire.lines("bad"), Wire.lines(Wire.event(key, 2)));

    String answer = handle(new IngestHandler(environment, System.out), records, "request-3");

    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\""
                + Wire.origin(2).sequenceNumber()
                + "\"}]}");
    assertThat(stored(key)).containsExactly(Wire.event(key, 1), Wire.event(key, 2));
  }

  @Test
  void storeUnreachable_handled_ownsEverythingByTheDeadline() throws IOException {
    Map<String, String> environment = aws.environment();
    environment.put(IngestConfig.DYNAMODB_ENDPOINT, "http://127.0.0.1:9");
    List<StreamRecord> records = Wire.records(Wire.lines("bad"), Wire.lines(Wire.event(1)));

    String answer = handle(new IngestHandler(environment, System.out), records, "request-2", 2_000);

    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\""
                + Wire.origin(2).sequenceNumber()
                + "\"}]}");
  }

  private static String handle(IngestHandler handler, List<StreamRecord> records, String requestId)
      throws IOException {
    return handle(handler, records, requestId, LocalAws.MOST_MILLIS);
  }

  private static String handle(
      IngestHandler handler, List<StreamRecord> records, String requestId, int remainingMillis)
      throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    handler.handleRequest(
        new ByteArrayInputStream(Wire.kinesisEvent(records)),
        answer,
        new InvocationContext(requestId, remainingMillis));
    return answer.toString(UTF_8);
  }

  private static List<StepEvent> stored(ExecutionKey key) {
    return new DynamoDbEventStore(
            aws.dynamoDb, LocalAws.TABLE, Duration.ofDays(14), InstantSource.system())
        .eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 1_000).events().stream()
            .map(StoredEvent::event)
            .toList();
  }
}
