package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.ingest.ArchiveHandler;
import io.oriontrail.ingest.ArchiveLayout;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.lambda.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** From the stream into the archive and back, and out of everything: real S3, real DynamoDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class ArchiveIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A few days ago, whenever that is: what is older than the retention is rolled up nowhere. */
  private final Instant time =
      Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(6));

  private final LocalDate firstDay = LocalDate.now(ZoneOffset.UTC);
  private static final String BUCKET = KeptObjects.ARCHIVE;

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private AwsEndpoints endpoints;
  private LocalLine line;
  private AwsClients aws;
  private KeptObjects kept;
  private KeptItems items;
  private String said = "";

  @BeforeAll
  void startLine() throws Exception {
    // The page itself is not asked for here, so none need be built.
    Files.createDirectories(folder.resolve("dashboard/dist"));
    Files.writeString(folder.resolve("dashboard/dist/index.html"), "<!doctype html>");
    endpoints =
        EmbeddedEndpoints.start(Path.of(System.getProperty("orion.root", "..")), null, 2, _ -> {});
    line =
        LocalLine.start(LineSettings.of(folder).withArchive(true), endpoints, FrontServer.bind(0));
    aws = AwsClients.of(endpoints);
    kept = new KeptObjects(aws.s3());
    items = new KeptItems(aws.dynamodb());
    // As they are deployed where data is kept.
    for (String bucket : KeptObjects.BUCKETS) {
      aws.s3()
          .putBucketVersioning(
              put ->
                  put.bucket(bucket)
                      .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  @AfterAll
  void stopLine() {
    http.close();
    aws.close();
    line.close();
    endpoints.close();
  }

  @Test
  void replay_intoAnEmptiedTable_leavesTheSameTimelinesAndCountsThatAddUp() throws Exception {
    List<String> accounts = IntStream.range(0, 5).mapToObj(n -> "replayed-" + n).toList();
    List<StepEvent> events = accounts.stream().flatMap(a -> events(a, 8).stream()).toList();
    put(gzip(lines(events.subList(0, 20))));
    events.subList(20, 40).forEach(event -> put(StepEventJson.encode(event)));
    awaitArchived("replayed-", 40);
    awaitItems("replayed-", 40);
    List<String> tags = tags(accounts);
    List<String> before = items.of("replayed-");
    // The first record once more, as a redelivery of other bounds leaves it.
    Map<String, byte[]> objects = kept.in(BUCKET);
    String twice = KeptObjects.keyOf(objects, "\"replayed-0\"");
    long again = KeptObjects.linesOf(objects, twice, "replayed-");
    byte[] whole = Objects.requireNonNull(objects.get(twice));
    kept.put(BUCKET, twice.replace(".ndjson.gz", "-again.ndjson.gz"), whole);
    // And one whose end is missing: its events are counted nowhere.
    String damaged = twice.replace(".ndjson.gz", "-damaged.ndjson.gz");
    kept.put(BUCKET, damaged, Arrays.copyOf(whole, whole.length - 9));
    accounts.forEach(items::delete);
    assertThat(tags(accounts)).containsOnly("404");

    int status =
        run("replay", "--archive", "--from", firstDay.toString(), "--wait", "--port", port());

    assertThat(status).as("one object is damaged").isEqualTo(1);
    assertThat(said).contains(damaged + " is damaged", "damaged objects (named above");
    assertThat(tags(accounts)).isEqualTo(tags);
    assertThat(items.of("replayed-")).isEqualTo(before);
    long[] archive = numbers("archive: objects (\\d+), read (\\d+) = delivered (\\d+) .*");
    long[] table = numbers("table: delivered (\\d+) = stored (\\d+) \\+ repeated (\\d+) .*");
    assertThat(archive[1]).isEqualTo(archive[2]).isGreaterThanOrEqualTo(40 + again);
    assertThat(table[0]).isEqualTo(archive[2]).isEqualTo(table[1] + table[2]);
    assertThat(table[2]).isGreaterThanOrEqualTo(again);
    // What came out of the archive does not go into it again.
    awaitMarker();
    assertThat(kept.archived("replayed-")).hasSize(40 + (int) again);
    kept.delete(BUCKET, damaged);
    kept.delete(BUCKET, twice.replace(".ndjson.gz", "-again.ndjson.gz"));
  }

  @Test
  void restore_ofOneAccount_bringsItsExecutionsBackAndTouchesNoOther() throws Exception {
    List<StepEvent> gone = events("restored", 10);
    List<StepEvent> others = events("restored-2", 10);
    put(gzip(lines(gone)));
    put(gzip(lines(others)));
    awaitArchived("restored", 20);
    awaitItems("restored", 20);
    List<String> tags = tags(List.of("restored"));
    List<String> neighbour = items.of("restored-2#");
    items.delete("restored");

    assertThat(run("restore", "--account", "restored", "--days", "1", "--port", port())).isZero();

    assertThat(said).contains("delivered 10 = stored 10 + repeated 0 + quarantined 0 + missing 0");
    assertThat(tags(List.of("restored"))).isEqualTo(tags);
    assertThat(items.of("restored-2#")).isEqualTo(neighbour);
    assertThat(run("restore", "--account", "restored", "--execution", "none", "--port", port()))
        .isZero();
    assertThat(said).contains("delivered 0 + passed by ");
  }

  @Test
  void erase_ofOneAccount_leavesNothingOfItAnywhereAndItsNeighboursToTheByte() throws Exception {
    String account = "erased";
    String neighbour = inTheSamePartAs(account);
    List<StepEvent> theirs = new ArrayList<>(events(account, 12));
    // An execution that no listing names: its beginning never came.
    theirs.add(
        StepEvent.ended(ExecutionKey.of(account, "unlisted"), "S", Status.SUCCEEDED, time)
            .runId("r1")
            .build()
            .identified());
    List<StepEvent> others = events(neighbour, 12);
    put(gzip(lines(Stream.concat(theirs.stream(), others.stream()).toList())));
    put(unfit(account));
    put(unfit(neighbour));
    giveUp(Stream.concat(theirs.stream(), others.stream()).toList());
    awaitArchived(account + "\"", 13);
    awaitArchived(neighbour + "\"", 12);
    awaitItems(account + "#", 13);
    awaitItems(neighbour + "#", 12);
    await()
        .atMost(PATIENCE)
        .until(() -> kept.mentions(LineSettings.QUARANTINE_BUCKET, neighbour) >= 1);
    await()
        .atMost(PATIENCE)
        .until(() -> kept.mentions(LineSettings.QUARANTINE_BUCKET, account) >= 1);
    awaitMarker(); // what comes again, as Lambda may deliver twice, has come
    // One that comes again puts the same objects once more: older versions of them then.
    kept.in(LineSettings.QUARANTINE_BUCKET)
        .forEach((key, object) -> kept.put(LineSettings.QUARANTINE_BUCKET, key, object));
    long along = kept.takenAlong(LineSettings.QUARANTINE_BUCKET, account);
    long unfit = kept.mentions(LineSettings.QUARANTINE_BUCKET, account);
    long theirNeighbours = kept.mentions(LineSettings.QUARANTINE_BUCKET, neighbour);
    List<String> before = items.table();
    Map<String, Map<String, byte[]>> buckets = kept.buckets();

    assertThat(run("erase", "--account", account, "--port", port())).isZero();

    assertThat(said)
        .contains(
            "found %d = would erase %d + kept %d"
                .formatted(unfit + theirNeighbours, unfit + along, theirNeighbours - along))
        .contains("found 25 = would erase 13 + kept 12")
        .contains("nothing is erased without --yes");
    assertThat(items.table()).isEqualTo(before);
    KeptObjects.requireSame(kept.buckets(), buckets, "");

    int status = run("erase", "--account", account, "--by", "Ms Audit", "--yes", "--port", port());

    assertThat(said).contains("looked again: found 0");
    assertThat(status).isZero();
    for (String bucket : buckets.keySet()) {
      assertThat(kept.mentions(bucket, account)).as(bucket).isZero();
    }
    KeptObjects.requireSame(kept.buckets(), buckets, account);
    assertThat(kept.archived(neighbour + "\""))
        .containsExactlyElementsOf(
            others.stream().map(e -> new String(StepEventJson.encode(e), UTF_8)).toList());
    assertThat(items.table())
        .isEqualTo(before.stream().filter(item -> !KeptItems.isOf(account, item)).toList());
    assertThat(items.audit(account))
        .containsExactly(
            "Ms Audit: begun",
            "Ms Audit: erased %d, found afterwards 0".formatted(40 + unfit + along));
    // What was given up still goes through the line, without the account.
    assertThat(run("redrive", "--only", "FAILURES", "--port", port())).isZero();
    awaitMarker();
    assertThat(items.table().stream().filter(item -> KeptItems.isOf(account, item))).isEmpty();
    assertThat(run("erase", "--account", account, "--scan", "--port", port())).isZero();
    assertThat(said).contains("table: found 0");
  }

  /** A batch that Lambda delivers once more, or a function that ends between put and answer. */
  @Test
  void batch_deliveredAgain_addsNothingAndDoesNotBringBackWhatWasErased() throws Exception {
    String other = inTheSamePartAs("twice");
    byte[] event =
        """
        {"Records":[{"kinesis":{"partitionKey":"p","sequenceNumber":"17","data":"%s",\
        "approximateArrivalTimestamp":1795342530.123},"eventID":"shardId-000000000099:17"}]}\
        """
            .formatted(
                Base64.getEncoder()
                    .encodeToString(
                        lines(
                            Stream.concat(events("twice", 3).stream(), events(other, 3).stream())
                                .toList())))
            .getBytes(UTF_8);
    deliver(event);
    deliver(event);
    assertThat(kept.archived("twice\"")).hasSize(3);

    assertThat(run("erase", "--account", "twice", "--yes", "--port", port())).isZero();
    deliver(event);

    assertThat(kept.archived("twice\"")).isEmpty();
    assertThat(kept.archived(other + "\"")).hasSize(3);
    assertThat(kept.mentions(BUCKET, "twice")).isZero();
  }

  private void deliver(byte[] event) throws Exception {
    try (InProcessFunction archive =
        InProcessFunction.of(
            FunctionSettings.of("archive").withLog(text -> {}),
            () ->
                new ArchiveHandler(
                    LineFunctions.archiveEnvironment(endpoints),
                    new PrintStream(OutputStream.nullOutputStream(), true, UTF_8)))) {
      assertThat(archive.invoke(event))
          .isInstanceOfSatisfying(
              Outcome.Success.class,
              success ->
                  assertThat(new String(success.payload(), UTF_8))
                      .isEqualTo("{\"batchItemFailures\":[]}"));
    }
  }

  /** No record, no erasure; and a place that nobody names is said to be left out. */
  @Test
  void erase_whereTheAuditDoesNotAnswer_erasesNothing() throws Exception {
    put(gzip(lines(events("unaudited", 3))));
    awaitItems("unaudited#", 3);
    String[] deployed = {
      "erase",
      "--account",
      "unaudited",
      "--yes",
      "--table",
      LineSettings.TABLE,
      "--region",
      endpoints.region(),
      "--s3-endpoint",
      endpoints.s3().toString(),
      "--dynamodb-endpoint",
      endpoints.dynamodb().toString(),
    };

    assertThat(run("erase", "--account", "", "--port", port())).as("no account").isEqualTo(2);
    assertThat(run("restore", "--account", "a#b", "--port", port())).isEqualTo(2);
    assertThat(runDeployed(deployed)).as("no audit table is named").isEqualTo(2);
    assertThat(runDeployed(with(deployed, "--audit-table", "there-is-none"))).isEqualTo(1);
    assertThat(said).contains("archive: not named, so not looked into");
    assertThat(items.of("unaudited#")).hasSize(3);
    assertThat(runDeployed(with(deployed, "--audit-table", LineSettings.AUDIT_TABLE))).isZero();
    assertThat(items.of("unaudited#")).isEmpty();
  }

  /** Each shard is worked through in order, so a marker in each shows that all before is done. */
  private void awaitMarker() {
    long number = System.nanoTime();
    List<Shard> shards =
        aws.kinesis().listShards(request -> request.streamName(LineSettings.STREAM)).shards();
    for (int i = 0; i < shards.size(); i++) {
      StepEvent marker =
          StepEvent.started(ExecutionKey.of(marker("marker-" + number + "-" + i), "e"), "S", time)
              .build()
              .identified();
      String hash = shards.get(i).hashKeyRange().startingHashKey();
      aws.kinesis()
          .putRecord(
              request ->
                  request
                      .streamName(LineSettings.STREAM)
                      .partitionKey("marker")
                      .explicitHashKey(hash)
                      .data(SdkBytes.fromByteArray(StepEventJson.encode(marker))));
    }
    awaitArchived("marker-" + number, shards.size());
    awaitItems("marker-" + number, shards.size());
  }

  /** A name in another part than those whose events are counted. */
  private static String marker(String name) {
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> name + "-" + n)
        .filter(marker -> !ArchiveLayout.partOf(marker).equals(ArchiveLayout.partOf("erased")))
        .findFirst()
        .orElseThrow();
  }

  private static String inTheSamePartAs(String account) {
    return IntStream.iterate(2, n -> n + 1)
        .mapToObj(n -> account + "-" + n)
        .filter(other -> ArchiveLayout.partOf(other).equals(ArchiveLayout.partOf(account)))
        .findFirst()
        .orElseThrow();
  }

  /** As the mapping leaves them: one record of several accounts, and one of somebody else. */
  private void giveUp(List<StepEvent> events) {
    Base64.Encoder base64 = Base64.getEncoder();
    String json =
        """
        {"requestContext":{"condition":"RetryAttemptsExhausted"},"payload":{"Records":[
        {"kinesis":{"partitionKey":"p1","data":"%s"}},{"kinesis":{"partitionKey":"p2","data":"%s"}}]}}\
        """
            .formatted(
                base64.encodeToString(gzip(lines(events))),
                base64.encodeToString(lines(events("bystander", 2))));
    kept.put(LineSettings.FAILURE_BUCKET, "aws/lambda/trial/given-up", json.getBytes(UTF_8));
  }

  private static byte[] unfit(String account) {
    return "{\"accountId\":\"%s\",\"state\":\"half\"}".formatted(account).getBytes(UTF_8);
  }

  private List<StepEvent> events(String account, int count) {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ExecutionKey key = ExecutionKey.of(account, "e");
      Instant at = time.plusMillis(i);
      StepEvent.Builder event =
          i % 2 == 0
              ? StepEvent.started(key, "S" + i / 2, at)
              : StepEvent.ended(
                  key, "S" + i / 2, i % 5 == 0 ? Status.FAILED : Status.SUCCEEDED, at);
      events.add(event.eventId(account + "-" + i).build());
    }
    assertThat(events.getFirst().state()).isEqualTo(State.STARTED);
    return events;
  }

  private static byte[] lines(List<StepEvent> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (StepEvent event : events) {
      lines.writeBytes(StepEventJson.encode(event));
      lines.write('\n');
    }
    return lines.toByteArray();
  }

  private static byte[] gzip(byte[] data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private String port() {
    return Integer.toString(line.description().dashboard().getPort());
  }

  private int run(String... words) {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      return OrionCli.run(words);
    } finally {
      System.setOut(out);
      said = bytes.toString(UTF_8);
    }
  }

  private int runDeployed(String... words) {
    Properties before = (Properties) System.getProperties().clone();
    System.setProperty("aws.accessKeyId", "somebody");
    System.setProperty("aws.secretAccessKey", "secret");
    try {
      return run(words);
    } finally {
      System.setProperties(before);
    }
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /** The numbers of the line that was said in this form. */
  private long[] numbers(String form) {
    Pattern pattern = Pattern.compile(form);
    return said.lines()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(
            match ->
                IntStream.rangeClosed(1, match.groupCount())
                    .mapToLong(group -> Long.parseLong(match.group(group)))
                    .toArray())
        .orElseThrow(() -> new AssertionError("not said: " + form + " in " + said));
  }

  /** What the API's answers are tagged by, which is all of them but the moment; else the status. */
  private List<String> tags(List<String> accounts) throws Exception {
    List<String> tags = new ArrayList<>();
    for (String account : accounts) {
      URI timeline =
          line.description()
              .dashboard()
              .resolve("v1/timeline?accountId=" + account + "&executionId=e");
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(timeline).build(), HttpResponse.BodyHandlers.discarding());
      tags.add(answer.headers().firstValue("etag").orElse(Integer.toString(answer.statusCode())));
    }
    return tags;
  }

  private void awaitItems(String keyPrefix, int count) {
    await().atMost(PATIENCE).until(() -> items.of(keyPrefix).size() == count);
  }

  private void awaitArchived(String account, int count) {
    // The stand-in lists an object a moment before it can be read.
    await()
        .atMost(PATIENCE)
        .ignoreException(NoSuchKeyException.class)
        .until(() -> kept.archived(account).size() >= count);
    assertThat(kept.archived(account)).hasSize(count);
  }

  private void put(byte[] data) {
    aws.kinesis()
        .putRecord(
            request ->
                request
                    .streamName(LineSettings.STREAM)
                    .partitionKey("k")
                    .data(SdkBytes.fromByteArray(data)));
  }
}
