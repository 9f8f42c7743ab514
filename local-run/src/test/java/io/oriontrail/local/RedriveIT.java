package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.esm.Checkpoint;
import io.oriontrail.local.esm.EventSourceMapping;
import io.oriontrail.local.esm.MappingSettings;
import io.oriontrail.local.faults.ItemDump;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.redrive.Redrive;
import io.oriontrail.local.redrive.RedriveCounts;
import io.oriontrail.store.DynamoDbEventStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** Faults 45 and 48 on the running line: real S3, real DynamoDB, the mapping's own objects. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1800)
final class RedriveIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Not long ago: what is older than it is kept is not rolled up. */
  private final Instant time =
      Instant.now().minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.HOURS);

  private static final String POISONED = "poisoned";
  private static final String MARKER = "marker-";

  @TempDir static Path folder;
  private AwsEndpoints endpoints;
  private LocalLine line;
  private AwsClients aws;

  @BeforeAll
  void startLine() throws Exception {
    // The page itself is not asked for here, so none need be built.
    Files.createDirectories(folder.resolve("dashboard/dist"));
    Files.writeString(folder.resolve("dashboard/dist/index.html"), "<!doctype html>");
    endpoints =
        EmbeddedEndpoints.start(Path.of(System.getProperty("orion.root", "..")), null, _ -> {});
    line = LocalLine.start(LineSettings.of(folder), endpoints, FrontServer.bind(0));
    aws = AwsClients.of(endpoints);
  }

  @AfterAll
  void stopLine() {
    aws.close();
    line.close();
    endpoints.close();
  }

  @Test
  void fault45_whatWasSetAside_goesThroughTheLineOnceAndWhatIsUnfitStays() throws Exception {
    List<StepEvent> givenUp = events("given-up", 40);
    List<StepEvent> unreadThen = events("unread-then", 10);
    giveUp(givenUp);
    Map<String, byte[]> failures = objects(LineSettings.FAILURE_BUCKET);
    assertThat(failures).isNotEmpty();
    leaveUnfitLine();
    putAsAnOlderVersion(LineSettings.QUARANTINE_BUCKET, unreadThen);

    assertThat(redrive("--dry-run")).isZero();
    assertThat(objects(LineSettings.FAILURE_BUCKET)).containsOnlyKeys(failures.keySet());
    assertThat(redrive()).isZero();

    awaitEvents("given-up", 40);
    awaitEvents("unread-then", 10);
    assertThat(objects(LineSettings.FAILURE_BUCKET)).isEmpty();
    assertThat(reasonsInQuarantine()).containsExactly("MISSING_FIELD", "NOT_JSON");
    List<String> table = table();

    // A redrive that broke off before it removed anything, and one that finds nothing new.
    failures.forEach((key, object) -> put(LineSettings.FAILURE_BUCKET, key, object));
    RedriveCounts again = engine().failures(LineSettings.FAILURE_BUCKET);
    assertThat(again.found()).isEqualTo(again.sent()).isEqualTo(40);
    RedriveCounts unfit = engine().quarantine(LineSettings.QUARANTINE_BUCKET);
    assertThat(unfit.found()).isEqualTo(unfit.unfit()).isEqualTo(2);
    assertThat(unfit.unfitByReason()).isEqualTo(Map.of("MISSING_FIELD", 1L, "NOT_JSON", 1L));
    awaitAllShardsWorkedThrough();
    List<String> afterwards = table().stream().filter(item -> !item.contains(MARKER)).toList();
    assertThat(ItemDump.differences(afterwards, table)).isEmpty();
    assertThat(reasonsInQuarantine()).containsExactly("MISSING_FIELD", "NOT_JSON");
  }

  /**
   * Each shard is worked through in order: what was sent before its marker has been when the marker
   * is in the table.
   */
  private void awaitAllShardsWorkedThrough() {
    List<Shard> shards =
        aws.kinesis().listShards(request -> request.streamName(LineSettings.STREAM)).shards();
    assertThat(shards).hasSizeGreaterThan(1);
    for (Shard shard : shards) {
      StepEvent marker =
          StepEvent.started(ExecutionKey.of(MARKER + shard.shardId(), "e"), "S", time)
              .build()
              .identified();
      aws.kinesis()
          .putRecord(
              request ->
                  request
                      .streamName(LineSettings.STREAM)
                      .partitionKey("marker")
                      .explicitHashKey(shard.hashKeyRange().startingHashKey())
                      .data(SdkBytes.fromByteArray(StepEventJson.encode(marker))));
    }
    shards.forEach(shard -> awaitEvents(MARKER + shard.shardId(), 1));
  }

  /** As somebody redrives a deployed line, by names and the usual credentials. */
  @Test
  void redrive_deployedLine_isReachedByNamesAlone() throws Exception {
    List<StepEvent> unreadThen = events("deployed", 10);
    aws.s3().createBucket(request -> request.bucket("deployed-quarantine"));
    putAsAnOlderVersion("deployed-quarantine", unreadThen);
    String[] names = {
      "redrive",
      "--stream",
      LineSettings.STREAM,
      "--region",
      endpoints.region(),
      "--kinesis-endpoint",
      endpoints.kinesis().toString(),
      "--s3-endpoint",
      endpoints.s3().toString(),
    };
    Map<String, String> credentials =
        Map.of("aws.accessKeyId", "somebody", "aws.secretAccessKey", "secret");
    // These alone: the line's own threads may be setting others meanwhile.
    credentials.forEach(System::setProperty);
    try {
      assertThat(OrionCli.run(names)).as("nothing named to empty").isEqualTo(2);
      assertThat(OrionCli.run(with(names, "--quarantine-bucket", "deployed-quarantine"))).isZero();
      assertThat(OrionCli.run(with(names, "--failure-bucket", "there-is-none"))).isEqualTo(1);
    } finally {
      credentials.keySet().forEach(System::clearProperty);
    }

    awaitEvents("deployed", 10);
    assertThat(objects("deployed-quarantine")).isEmpty();
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void fault45_objectsOfAnotherForm_stayAndAreTold() {
    List<String> notes = new ArrayList<>();
    aws.s3().createBucket(request -> request.bucket("odd"));
    byte[] ofQueue =
        """
        {"requestContext":{"condition":"RecordAgeExceeded"},"KinesisBatchInfo":
        {"shardId":"shardId-000000000001","startSequenceNumber":"17"}}"""
            .getBytes(UTF_8);
    put("odd", "message", ofQueue);
    put("odd", "nonsense", "<html>".getBytes(UTF_8));

    RedriveCounts counts = engine(notes).failures("odd");

    assertThat(counts.objects()).isEqualTo(counts.unreadable()).isEqualTo(2);
    assertThat(notes).anyMatch(note -> note.contains("from 17 of shardId-000000000001"));
    assertThat(objects("odd")).containsOnlyKeys("message", "nonsense");
  }

  @Test
  void fault48_expiredItemsNotYetDeleted_areNotAnswered() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofDays(2));
    DynamoDbEventStore past =
        new DynamoDbEventStore(
            aws.dynamodb(), LineSettings.TABLE, Duration.ofHours(1), () -> longAgo);
    DynamoDbEventStore present =
        new DynamoDbEventStore(
            aws.dynamodb(), LineSettings.TABLE, Duration.ofHours(1), Instant::now);
    List<StepEvent> events = events("expired", 3);
    past.append(events, longAgo.plusSeconds(60));
    assertThat(table()).anyMatch(item -> item.contains("pk=S'expired#e'"));
    assertThat(status("expired")).isEqualTo(404);

    present.append(events.subList(0, 1), Instant.now().plus(PATIENCE));

    assertThat(status("expired")).as("a fresh event is answered").isEqualTo(200);
  }

  /** What roll-ups get wrong under redelivery, the command says beside what it counts. */
  @Test
  void recount_afterABatchWasDeliveredAgain_saysBothFigures() {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    for (int i = 0; i < 30; i++) {
      StepEvent event =
          StepEvent.ended(
                  ExecutionKey.of("recounted", "e"),
                  "DELIVERED_AGAIN",
                  i < 5 ? Status.FAILED : Status.SUCCEEDED,
                  time.plusMillis(i))
              .eventId("again00000-" + Integer.toString(i < 20 ? i : i + 1, 36)) // 20 is missing
              .build();
      record.writeBytes(StepEventJson.encode(event));
      record.write('\n');
    }
    String rolledUp = "  DELIVERED_AGAIN: started 0, ended 30, failed 5; rolled up, about: ";
    // A sum that a busy table did not take in time is given up: another delivery brings another.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              putRecord(LineSettings.STREAM, "again", record.toByteArray());
              return recount();
            },
            lines ->
                lines.stream()
                    .filter(line -> line.startsWith(rolledUp))
                    .mapToLong(line -> Long.parseLong(line.substring(rolledUp.length())))
                    .anyMatch(about -> about > 30 && about % 30 == 0));

    assertThat(recount())
        .contains("emitter again00000: numbered 31, present 30, missing 1, first: [20]")
        .anyMatch(line -> line.matches("exactly \\d+ distinct events, 0 further copies"));
  }

  private List<String> recount() {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, UTF_8));
    try {
      String port = Integer.toString(line.description().dashboard().getPort());
      assertThat(OrionCli.run("recount", "--port", port)).isZero();
    } finally {
      System.setOut(out);
    }
    return said.toString(UTF_8).lines().toList();
  }

  private int status(String account) throws Exception {
    URI timeline =
        line.description()
            .dashboard()
            .resolve("v1/timeline?accountId=" + account + "&executionId=e");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(timeline).build();
      return Patient.answer(() -> client.send(request, HttpResponse.BodyHandlers.discarding()))
          .statusCode();
    }
  }

  /** Through a mapping whose function fails, into the line's own failure bucket. */
  private void giveUp(List<StepEvent> events) throws InterruptedException {
    aws.kinesis().createStream(request -> request.streamName(POISONED).shardCount(2));
    aws.kinesis().waiter().waitUntilStreamExists(request -> request.streamName(POISONED));
    try (InProcessFunction broken =
            InProcessFunction.of(
                FunctionSettings.of("broken").withLog(text -> {}),
                () ->
                    (in, out, context) -> {
                      throw new IllegalStateException("broken on purpose");
                    });
        EventSourceMapping mapping =
            EventSourceMapping.start(
                MappingSettings.builder()
                    .maximumRetryAttempts(1)
                    .retryDelay(Duration.ofMillis(10), Duration.ofMillis(10))
                    .build(),
                aws.kinesis(),
                POISONED,
                broken,
                (key, json) -> put(LineSettings.FAILURE_BUCKET, key, json),
                Checkpoint.NONE)) {
      for (StepEvent event : events) {
        putRecord(POISONED, "key-" + event.eventId(), StepEventJson.encode(event));
      }
      assertThat(mapping.awaitCaughtUp(PATIENCE)).isTrue();
      assertThat(mapping.counts().discarded()).isEqualTo(events.size());
    }
  }

  private void leaveUnfitLine() {
    putLine("unfit", "{\"accountId\":\"lacks the rest\"}");
    putLine("unfit", "no JSON at all");
    await().atMost(PATIENCE).until(() -> reasonsInQuarantine().size() == 2);
  }

  /** As a version that could not decompress would have left it; one line of it is still unfit. */
  private void putAsAnOlderVersion(String bucket, List<StepEvent> events) throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      for (StepEvent event : events) {
        StepEventJson.encode(event, out);
        out.write('\n');
      }
    }
    String entry =
        """
        {"reason":"UNSUPPORTED_ENCODING","field":"","detail":"","shardId":"shardId-000000000000",\
        "sequenceNumber":"1","partitionKey":"p","arrival":"2026-11-22T10:00:00.000000000Z",\
        "index":null,"events":1,"raw":"%s"}
        """
            .formatted(Base64.getEncoder().encodeToString(gzip.toByteArray()));
    put(bucket, "quarantine/2026/11/22/shardId-000000000000-1-older.ndjson", entry.getBytes(UTF_8));
  }

  private int redrive(String... options) {
    List<String> words = new ArrayList<>(List.of("redrive", "--port"));
    words.add(Integer.toString(line.description().dashboard().getPort()));
    words.addAll(List.of(options));
    return OrionCli.run(words.toArray(String[]::new));
  }

  private Redrive engine() {
    return engine(new ArrayList<>());
  }

  private Redrive engine(List<String> notes) {
    return new Redrive(
        aws.s3(), aws.kinesis(), LineSettings.STREAM, reason -> true, false, notes::add);
  }

  private void awaitEvents(String account, int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                table().stream().filter(item -> item.contains("pk=S'" + account + "#e'")).count()
                    == count);
  }

  private List<String> table() {
    return ItemDump.of(
        aws.dynamodb().scanPaginator(scan -> scan.tableName(LineSettings.TABLE)).items().stream()
            .toList());
  }

  private List<String> reasonsInQuarantine() throws Exception {
    List<String> reasons = new ArrayList<>();
    for (byte[] object : objects(LineSettings.QUARANTINE_BUCKET).values()) {
      for (String text : new String(object, UTF_8).lines().toList()) {
        JsonNode entry = new ObjectMapper().readTree(text);
        reasons.add(entry.path("reason").asText());
      }
    }
    return reasons.stream().sorted().toList();
  }

  private Map<String, byte[]> objects(String bucket) {
    return new KeptObjects(aws.s3()).in(bucket);
  }

  private void put(String bucket, String key, byte[] object) {
    new KeptObjects(aws.s3()).put(bucket, key, object);
  }

  private void putLine(String key, String text) {
    putRecord(LineSettings.STREAM, key, text.getBytes(UTF_8));
  }

  private void putRecord(String stream, String key, byte[] data) {
    aws.kinesis()
        .putRecord(
            request ->
                request.streamName(stream).partitionKey(key).data(SdkBytes.fromByteArray(data)));
  }

  private List<StepEvent> events(String account, int count) {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          StepEvent.ended(
                  ExecutionKey.of(account, "e"), "S" + i % 3, Status.SUCCEEDED, time.plusMillis(i))
              .eventId(account + "-" + i)
              .build());
    }
    return events;
  }
}
