package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Run;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** What the whole line has to do wherever its AWS services are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LineContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private AwsEndpoints endpoints;
  private LocalLine line;
  private LineClients clients;

  abstract AwsEndpoints startEndpoints();

  LineSettings settings() {
    return LineSettings.of(root());
  }

  static Path root() {
    return Path.of(System.getProperty("orion.root", ".."));
  }

  @BeforeAll
  void startLine() {
    endpoints = startEndpoints();
    line = LocalLine.start(settings(), endpoints, FrontServer.bind(0));
    clients = LineClients.of(line.description());
  }

  @AfterAll
  void stopLine() {
    clients.close();
    line.close();
    endpoints.close();
    http.close();
  }

  @Test
  void emittedExecution_isAnsweredAsItsTimeline() throws Exception {
    try (OrionEmitter emitter = clients.emitter("onboarding")) {
      Execution execution = emitter.execution("acct-42", "exec-7");
      execution.started();
      execution.call("FETCH_PROFILE", () -> "profile");
      try (Run run =
          execution.step("VERIFY_IDENTITY").dependsOn("FETCH_PROFILE").attempt(1).start()) {
        run.failed("UPSTREAM_TIMEOUT", "no answer in 2 s");
      }
      execution.ended(Status.FAILED);
      assertThat(emitter.flush(PATIENCE)).isTrue();
    }

    JsonNode timeline = awaitTimeline("acct-42", "exec-7", 6);

    assertThat(timeline.path("status").asText()).isEqualTo("FAILED");
    assertThat(timeline.path("verdict").asText()).contains("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT");
    assertThat(timeline.path("runs")).hasSize(2);
    JsonNode failed = timeline.path("runs").get(1);
    assertThat(failed.path("step").asText()).isEqualTo("VERIFY_IDENTITY");
    assertThat(failed.path("status").asText()).isEqualTo("FAILED");
    assertThat(failed.path("service").asText()).isEqualTo("onboarding");
    assertThat(failed.path("error").path("message").asText()).isEqualTo("no answer in 2 s");
    assertThat(failed.path("dependsOn").get(0).asText()).isEqualTo("FETCH_PROFILE");
  }

  @Test
  void legalIdsOfAnyKind_areFoundAgain() throws Exception {
    String account = "ä/ö %41?&=+.. 客户";
    String execution = "#1#/../x y+z%2F😀";
    try (OrionEmitter emitter = clients.emitter("odd")) {
      emitter.execution(account, execution).run("STEP ONE/ß", () -> {});
      assertThat(emitter.flush(PATIENCE)).isTrue();
    }

    JsonNode timeline = awaitTimeline(account, execution, 2);

    assertThat(timeline.path("accountId").asText()).isEqualTo(account);
    assertThat(timeline.path("executionId").asText()).isEqualTo(execution);
    assertThat(timeline.path("runs").get(0).path("step").asText()).isEqualTo("STEP ONE/ß");
  }

  @Test
  void unfitLineInARecord_goesToQuarantineAndItsNeighboursAreStored() throws Exception {
    String good =
        """
        {"accountId":"poison","executionId":"%s","step":"S","state":"STARTED","timestamp":"2026-01-01T00:00:00Z"}
        """;
    String record = good.formatted("1") + "{\"accountId\":\"poison\"}\n" + good.formatted("2");
    try (AwsClients aws = AwsClients.of(endpoints)) {
      aws.kinesis()
          .putRecord(
              request ->
                  request
                      .streamName(LineSettings.STREAM)
                      .partitionKey("p")
                      .data(SdkBytes.fromString(record, UTF_8)));
      awaitTimeline("poison", "1", 1);
      awaitTimeline("poison", "2", 1);
      String quarantined =
          await()
              .atMost(PATIENCE)
              .until(() -> quarantineText(aws), text -> text.contains("MISSING_FIELD"));
      JsonNode entry = JSON.readTree(quarantined.lines().findFirst().orElseThrow());
      assertThat(new String(entry.path("raw").binaryValue(), UTF_8))
          .isEqualTo("{\"accountId\":\"poison\"}");
      assertThat(entry.path("sequenceNumber").asText()).matches("\\d{20,}");
      assertThat(entry.path("shardId").asText()).startsWith("shardId-");
    }
  }

  private static String quarantineText(AwsClients aws) {
    StringBuilder text = new StringBuilder();
    aws.s3()
        .listObjectsV2(request -> request.bucket(LineSettings.QUARANTINE_BUCKET))
        .contents()
        .forEach(
            object ->
                text.append(
                    aws.s3()
                        .getObjectAsBytes(
                            request ->
                                request.bucket(LineSettings.QUARANTINE_BUCKET).key(object.key()))
                        .asUtf8String()));
    return text.toString();
  }

  @Test
  void sameFileReplayedTwice_leavesTheTableAsItWas() throws Exception {
    Path file = folder.resolve("events.ndjson");
    List<StepEvent> events = new ArrayList<>();
    ExecutionKey key = ExecutionKey.of("twice", "e");
    for (int i = 0; i < 500; i++) {
      events.add(
          StepEvent.started(key, "STEP-" + i % 7, Instant.ofEpochSecond(1_767_225_600L + i / 3))
              .build());
    }
    writeTo(file, events);
    long distinct = events.stream().distinct().count();

    StoredCheck first = replay(file);
    String before = awaitTimeline("twice", "e", (int) distinct).path("runs").toString();
    StoredCheck second = replay(file);

    assertThat(first.stored()).isEqualTo(distinct);
    assertThat(first.repeated()).isEqualTo(500 - distinct);
    assertThat(second.stored()).isEqualTo(distinct);
    assertThat(awaitTimeline("twice", "e", (int) distinct).path("runs")).hasToString(before);
  }

  StoredCheck replay(Path file) {
    try (OrionEmitter emitter = clients.emitter("replay")) {
      StoredCheck check = new StoredCheck(clients.reader(), clients.quarantine());
      EventFile.Lines lines =
          new Replay(emitter, check, Pace.unlimited(), new Progress(System.out, false)).send(file);
      await()
          .atMost(Duration.ofMinutes(30)) // a bank's log takes a busy machine some minutes
          .until(
              () -> {
                check.lookOn();
                return check.missing() == 0;
              });
      // What is stored already may not have been acknowledged yet.
      assertThat(emitter.flush(PATIENCE)).isTrue();
      assertThat(emitter.stats().delivered()).isEqualTo(lines.events());
      assertThat(emitter.stats().dropped()).isZero();
      assertThat(check.stored() + check.repeated() + check.quarantined()).isEqualTo(lines.events());
      return check;
    }
  }

  private static void writeTo(Path file, List<StepEvent> events) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      for (StepEvent event : events) {
        StepEventJson.encode(event, out);
        out.write('\n');
      }
    }
  }

  @Test
  void unknownExecution_isA404Problem() throws Exception {
    HttpResponse<String> answer = Patient.answer(() -> get(timelinePath("nobody", "nothing")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(JSON.readTree(answer.body()).path("detail").asText()).isNotEmpty();
  }

  @Test
  void illegalIdInTheUrl_isA400ProblemThatNamesIt() throws Exception {
    HttpResponse<String> answer = get(timelinePath("with#hash", "e"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("with#hash");
  }

  JsonNode awaitTimeline(String account, String execution, int events) throws Exception {
    HttpResponse<String> answer =
        await()
            .atMost(PATIENCE)
            .until(
                () -> get(timelinePath(account, execution)),
                response -> response.statusCode() == 200 && eventCount(response) == events);
    return JSON.readTree(answer.body());
  }

  private static int eventCount(HttpResponse<String> timeline) {
    try {
      return JSON.readTree(timeline.body()).path("eventCount").asInt();
    } catch (JacksonException e) {
      throw new AssertionError("no JSON: " + timeline.body(), e);
    }
  }

  private static String timelinePath(String account, String execution) {
    return "v1/timeline?accountId="
        + URLEncoder.encode(account, UTF_8)
        + "&executionId="
        + URLEncoder.encode(execution, UTF_8);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(line.description().dashboard() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
