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
import io.oriontrail.local.archive.ArchiveObjects;
import io.oriontrail.local.faults.ItemDump;
import io.oriontrail.local.lambda.FunctionSettings;
import io.oriontrail.local.lambda.InProcessFunction;
import io.oriontrail.local.lambda.Outcome;
import io.oriontrail.store.TableLayout;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
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
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** From the stream into the archive and back, and out of everything: real S3, real DynamoDB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class ArchiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
  private static final String BUCKET = LineSettings.ARCHIVE_BUCKET;
  private static final List<String> BUCKETS =
      List.of(BUCKET, LineSettings.QUARANTINE_BUCKET, LineSettings.FAILURE_BUCKET);

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private AwsEndpoints endpoints;
  private LocalLine line;
  private AwsClients aws;
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
    // As they are deployed where data is kept.
    for (String bucket : BUCKETS) {
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
    List<String> items = itemsOf("replayed-");
    // The first record once more, as a redelivery of other bounds leaves it.
    Map<String, byte[]> objects = objects(BUCKET, "");
    String twice = keyOf(objects, "\"replayed-0\"");
    long again = linesOf(objects, twice, "replayed-");
    byte[] whole = Objects.requireNonNull(objects.get(twice));
    put(BUCKET, twice.replace(".ndjson.gz", "-again.ndjson.gz"), whole);
    // And one whose end is missing: its events are counted nowhere.
    String damaged = twice.replace(".ndjson.gz", "-damaged.ndjson.gz");
    put(BUCKET, damaged, Arrays.copyOf(whole, whole.length - 9));
    accounts.forEach(this::deleteItems);
    assertThat(tags(accounts)).containsOnly("404");

    String day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).toString();
    int status = run("replay", "--archive", "--from", day, "--wait", "--port", port());

    assertThat(status).as("one object is damaged").isEqualTo(1);
    assertThat(said).contains(damaged + " is damaged", "damaged objects (named above");
    assertThat(tags(accounts)).isEqualTo(tags);
    assertThat(itemsOf("replayed-")).isEqualTo(items);
    long[] archive = numbers("archive: objects (\\d+), read (\\d+) = delivered (\\d+) .*");
    long[] table = numbers("table: delivered (\\d+) = stored (\\d+) \\+ repeated (\\d+) .*");
    assertThat(archive[1]).isEqualTo(archive[2]).isGreaterThanOrEqualTo(40 + again);
    assertThat(table[0]).isEqualTo(archive[2]).isEqualTo(table[1] + table[2]);
    assertThat(table[2]).isGreaterThanOrEqualTo(again);
    // What came out of the archive does not go into it again.
    awaitMarker();
    assertThat(archived("replayed-")).hasSize(40 + (int) again);
    delete(BUCKET, damaged);
    delete(BUCKET, twice.replace(".ndjson.gz", "-again.ndjson.gz"));
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
    List<String> neighbour = itemsOf("restored-2#");
    deleteItems("restored");

    assertThat(run("restore", "--account", "restored", "--days", "1", "--port", port())).isZero();

    assertThat(said).contains("delivered 10 = stored 10 + repeated 0 + quarantined 0 + missing 0");
    assertThat(tags(List.of("restored"))).isEqualTo(tags);
    assertThat(itemsOf("restored-2#")).isEqualTo(neighbour);
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
        StepEvent.ended(ExecutionKey.of(account, "unlisted"), "S", Status.SUCCEEDED, TIME)
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
    await().atMost(PATIENCE).until(() -> mentions(LineSettings.QUARANTINE_BUCKET, neighbour) == 1);
    await().atMost(PATIENCE).until(() -> mentions(LineSettings.QUARANTINE_BUCKET, account) == 1);
    List<String> before = table();
    Map<String, Map<String, byte[]>> buckets = buckets();

    assertThat(run("erase", "--account", account, "--port", port())).isZero();

    assertThat(said)
        .contains("found 2 = would erase 1 + kept 1", "found 25 = would erase 13 + kept 12")
        .contains("nothing is erased without --yes");
    assertThat(table()).isEqualTo(before);
    requireSame(buckets(), buckets, "");

    int status = run("erase", "--account", account, "--by", "Ms Audit", "--yes", "--port", port());

    assertThat(said).contains("looked again: found 0");
    assertThat(status).isZero();
    for (String bucket : buckets.keySet()) {
      assertThat(mentions(bucket, account)).as(bucket).isZero();
    }
    requireSame(buckets(), buckets, account);
    assertThat(archived(neighbour + "\""))
        .containsExactlyElementsOf(
            others.stream().map(e -> new String(StepEventJson.encode(e), UTF_8)).toList());
    assertThat(table()).isEqualTo(before.stream().filter(item -> !isOf(account, item)).toList());
    assertThat(audit(account))
        .containsExactly("Ms Audit: begun", "Ms Audit: erased 41, found afterwards 0");
    // What was given up still goes through the line, without the account.
    assertThat(run("redrive", "--only", "FAILURES", "--port", port())).isZero();
    awaitMarker();
    assertThat(table().stream().filter(item -> isOf(account, item))).isEmpty();
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
        "approximateArrivalTimestamp":1795342530.123},"eventID":"shardId-000000000099:17"}]}"""
            .formatted(
                Base64.getEncoder()
                    .encodeToString(
                        lines(
                            Stream.concat(events("twice", 3).stream(), events(other, 3).stream())
                                .toList())))
            .getBytes(UTF_8);
    deliver(event);
    deliver(event);
    assertThat(archived("twice\"")).hasSize(3);

    assertThat(run("erase", "--account", "twice", "--yes", "--port", port())).isZero();
    deliver(event);

    assertThat(archived("twice\"")).isEmpty();
    assertThat(archived(other + "\"")).hasSize(3);
    assertThat(mentions(BUCKET, "twice")).isZero();
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
    assertThat(itemsOf("unaudited#")).hasSize(3);
    assertThat(runDeployed(with(deployed, "--audit-table", LineSettings.AUDIT_TABLE))).isZero();
    assertThat(itemsOf("unaudited#")).isEmpty();
  }

  /** Each shard is worked through in order, so a marker in each shows that all before is done. */
  private void awaitMarker() {
    long number = System.nanoTime();
    List<Shard> shards =
        aws.kinesis().listShards(request -> request.streamName(LineSettings.STREAM)).shards();
    for (int i = 0; i < shards.size(); i++) {
      StepEvent marker =
          StepEvent.started(ExecutionKey.of("marker-" + number + "-" + i, "e"), "S", TIME)
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
        {"kinesis":{"partitionKey":"p1","data":"%s"}},{"kinesis":{"partitionKey":"p2","data":"%s"}}]}}"""
            .formatted(
                base64.encodeToString(gzip(lines(events))),
                base64.encodeToString(lines(events("bystander", 2))));
    put(LineSettings.FAILURE_BUCKET, "aws/lambda/trial/given-up", json.getBytes(UTF_8));
  }

  private static byte[] unfit(String account) {
    return "{\"accountId\":\"%s\",\"state\":\"half\"}".formatted(account).getBytes(UTF_8);
  }

  private static List<StepEvent> events(String account, int count) {
    List<StepEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ExecutionKey key = ExecutionKey.of(account, "e");
      Instant time = TIME.plusMillis(i);
      StepEvent.Builder event =
          i % 2 == 0
              ? StepEvent.started(key, "S" + i / 2, time)
              : StepEvent.ended(
                  key, "S" + i / 2, i % 5 == 0 ? Status.FAILED : Status.SUCCEEDED, time);
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

  private List<String> audit(String account) {
    return aws
        .dynamodb()
        .query(
            query ->
                query
                    .tableName(LineSettings.AUDIT_TABLE)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(account))))
        .items()
        .stream()
        .map(item -> text(item, "caller") + ": " + text(item, "question"))
        .toList();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name)).s();
  }

  private List<String> table() {
    return ItemDump.of(
        aws.dynamodb().scanPaginator(scan -> scan.tableName(LineSettings.TABLE)).items().stream()
            .toList());
  }

  private static boolean isOf(String account, String item) {
    return item.contains("pk=S'" + account + "#")
        || item.contains("pk=S'#account#" + account + "'");
  }

  private List<String> itemsOf(String keyPrefix) {
    return table().stream().filter(item -> item.contains("pk=S'" + keyPrefix)).toList();
  }

  private void awaitItems(String keyPrefix, int count) {
    await().atMost(PATIENCE).until(() -> itemsOf(keyPrefix).size() == count);
  }

  private void deleteItems(String account) {
    aws.dynamodb().scanPaginator(scan -> scan.tableName(LineSettings.TABLE)).items().stream()
        .filter(
            item -> {
              String pk = text(item, TableLayout.PK);
              return pk.startsWith(account + "#") || pk.equals("#account#" + account);
            })
        .forEach(
            item ->
                aws.dynamodb()
                    .deleteItem(
                        delete ->
                            delete
                                .tableName(LineSettings.TABLE)
                                .key(
                                    Map.of(
                                        TableLayout.PK, item.get(TableLayout.PK),
                                        TableLayout.SK, item.get(TableLayout.SK)))));
  }

  /** The archived lines of accounts that are called so or begin so. */
  private List<String> archived(String account) {
    List<String> lines = new ArrayList<>();
    objects(BUCKET, "")
        .forEach(
            (key, object) ->
                text(object)
                    .lines()
                    .filter(text -> text.startsWith("{\"accountId\":\"" + account))
                    .forEach(lines::add));
    return lines;
  }

  private void awaitArchived(String account, int count) {
    await().atMost(PATIENCE).until(() -> archived(account).size() >= count);
    assertThat(archived(account)).hasSize(count);
  }

  private static String keyOf(Map<String, byte[]> objects, String text) {
    return objects.entrySet().stream()
        .filter(object -> text(object.getValue()).contains(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static long linesOf(Map<String, byte[]> objects, String key, String account) {
    return text(Objects.requireNonNull(objects.get(key)))
        .lines()
        .filter(text -> text.startsWith("{\"accountId\":\"" + account))
        .count();
  }

  /** Older versions of objects count, too. */
  private long mentions(String bucket, String account) {
    return aws.s3().listObjectVersionsPaginator(list -> list.bucket(bucket)).versions().stream()
        .map(
            version ->
                aws.s3()
                    .getObjectAsBytes(
                        get -> get.bucket(bucket).key(version.key()).versionId(version.versionId()))
                    .asByteArray())
        .flatMap(object -> Stream.concat(text(object).lines(), raws(object)))
        .filter(text -> text.contains("\"" + account + "\""))
        .count();
  }

  /** What is base64 in the object, and perhaps compressed there. */
  private static Stream<String> raws(byte[] object) {
    return Pattern.compile("\"(?:raw|data)\":\"([^\"]*)\"")
        .matcher(new String(object, UTF_8))
        .results()
        .map(raw -> text(Base64.getDecoder().decode(raw.group(1))));
  }

  private static String text(byte[] object) {
    if (object.length < 2 || object[0] != 0x1f) {
      return new String(object, UTF_8);
    }
    try {
      StringBuilder text = new StringBuilder();
      for (byte[] line : ArchiveObjects.lines(object)) {
        text.append(new String(line, UTF_8)).append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      return "";
    }
  }

  private Map<String, Map<String, byte[]>> buckets() {
    Map<String, Map<String, byte[]>> buckets = new TreeMap<>();
    for (String bucket : BUCKETS) {
      buckets.put(bucket, objects(bucket, ""));
    }
    return buckets;
  }

  /** Objects that do not hold the account are as they were; empty: none does. */
  private static void requireSame(
      Map<String, Map<String, byte[]>> now,
      Map<String, Map<String, byte[]>> before,
      String account) {
    before.forEach(
        (bucket, objects) ->
            objects.forEach(
                (key, object) -> {
                  boolean holdsIt =
                      !account.isEmpty()
                          && Stream.concat(Stream.of(text(object)), raws(object))
                              .anyMatch(text -> text.contains("\"" + account + "\""));
                  if (!holdsIt) {
                    assertThat(now.getOrDefault(bucket, Map.of()).get(key))
                        .as(key)
                        .isEqualTo(object);
                  }
                }));
  }

  private Map<String, byte[]> objects(String bucket, String prefix) {
    Map<String, byte[]> objects = new TreeMap<>();
    aws.s3()
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(
            object ->
                objects.put(
                    object.key(),
                    aws.s3()
                        .getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                        .asByteArray()));
    return objects;
  }

  private void put(String bucket, String key, byte[] object) {
    aws.s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(object));
  }

  private void delete(String bucket, String key) {
    aws.s3()
        .listObjectVersionsPaginator(list -> list.bucket(bucket).prefix(key))
        .versions()
        .forEach(
            version ->
                aws.s3()
                    .deleteObject(
                        delete ->
                            delete
                                .bucket(bucket)
                                .key(version.key())
                                .versionId(version.versionId())));
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
