package io.oriontrail.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.alert.AlertDoor;
import io.oriontrail.store.InMemoryEventStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The alert function, called as SNS calls it with each alarm of the book in turn, after a fault in
 * two steps: one message, whose links lead to what the API has about it.
 */
@Timeout(900)
final class AlarmMessagesTest {
  private static final String DASHBOARD = "https://dashboard.example.com/";
  private static final Pattern LINK = Pattern.compile(Pattern.quote(DASHBOARD) + "\\S+");
  private static final Pattern RUNBOOK = Pattern.compile("Runbook: \\S+/docs/runbooks/(\\S+)\n");
  private static final Path RUNBOOKS =
      Path.of(System.getProperty("orion.root")).resolve("docs/runbooks");

  private static AlarmRun run;
  private static InMemoryEventStore store;
  private static RequestStreamHandler api;
  private final List<AlertDoor.Told> told = new ArrayList<>();

  /** Twenty minutes in which every second run fails, through ingest into table and roll-ups. */
  @BeforeAll
  static void failSteps() {
    run = AlarmRun.ofFailingSteps();
    store = run.stored();
    api = run.query(store, OutputStream.nullOutputStream());
  }

  private RequestStreamHandler alerts(Map<String, String> groups) {
    return AlertDoor.handler(
        run.rig.rollups.reader(store), store, groups, DASHBOARD, run.rig.clock, told::add);
  }

  private static void call(RequestStreamHandler function, byte[] event, OutputStream answer)
      throws IOException {
    function.handleRequest(
        new ByteArrayInputStream(event), answer, new VirtualContext(run.rig.clock, run.now()));
  }

  private static void change(
      RequestStreamHandler alerts, WatchedAlarm alarm, boolean on, int minute) throws IOException {
    Instant at = run.now().minus(Duration.ofMinutes(10)).plus(Duration.ofMinutes(minute));
    call(alerts, AlarmEvent.of(alarm, on, at), OutputStream.nullOutputStream());
  }

  static Stream<String> everyAlarm_becomesOneMessageWithWorkingLinks() {
    return WatchedAlarm.book().values().stream()
        .filter(WatchedAlarm::tells)
        .map(WatchedAlarm::name);
  }

  @ParameterizedTest
  @MethodSource
  void everyAlarm_becomesOneMessageWithWorkingLinks(String name) throws IOException {
    WatchedAlarm alarm = book(name);

    change(alerts(Map.of()), alarm, true, 0);

    assertThat(told).hasSize(1);
    AlertDoor.Told message = told.getFirst();
    assertThat(message.severity()).isEqualTo(alarm.text("severity"));
    assertThat(message.subject())
        .startsWith("[" + alarm.text("severity") + "] production: " + name);
    assertThat(message.text())
        .startsWith(alarm.text("meaning") + "\nSince 2026-11-22 10:10:00 UTC. ")
        .contains("Alarm: " + name + ".")
        .doesNotContain("Could not be found out");
    var runbook = RUNBOOK.matcher(message.text());
    assertThat(runbook.find()).isTrue();
    assertThat(RUNBOOKS.resolve(runbook.group(1))).isRegularFile();
    if (alarm.isComposite()) {
      assertThat(message.text()).contains("\nIn alarm within it: ");
    }
    requireWorkingLinks(message.text());
    assertThat(JsonFiles.JSON.readTree(message.json()).at("/OrionTrail/executions")).hasSize(3);
  }

  @Test
  void alarmOnAStep_tellsOfThatStepAlone() throws IOException {
    change(alerts(Map.of()), book("step-failures-OPEN_ACCOUNT"), true, 0);

    assertThat(told.getFirst().text())
        .contains("OPEN_ACCOUNT_REFUSED: 150 failures in about ")
        .contains("Of 300 runs of OPEN_ACCOUNT since 09:00 UTC, 150 failed (50.0 %).")
        .doesNotContain("VERIFY_IDENTITY");
    assertThat(told.getFirst().subject()).endsWith(", OPEN_ACCOUNT_REFUSED");
  }

  /**
   * DynamoDB fails in a region: whatever notices, people are told once and once that it is over.
   */
  @Test
  void outage_inWhichAllAlarmsOfAGroupGoOff_isOneMessageToEach() throws IOException {
    Map<String, String> groups = new HashMap<>();
    List<WatchedAlarm> ingest = new ArrayList<>();
    for (WatchedAlarm alarm : WatchedAlarm.book().values()) {
      if (alarm.text("group").equals("ingest")) {
        groups.put(alarm.name(), "ingest");
        ingest.add(alarm);
      }
    }
    assertThat(ingest).hasSizeGreaterThan(10);
    RequestStreamHandler alerts = alerts(groups);

    change(alerts, book("ingest-unhealthy"), true, 0);
    for (WatchedAlarm alarm : ingest) {
      if (!alarm.name().equals("ingest-unhealthy")) {
        change(alerts, alarm, true, 1);
      }
    }
    assertThat(told).as("one outage is one message").hasSize(1);
    for (WatchedAlarm alarm : ingest) {
      change(alerts, alarm, false, 9);
    }

    assertThat(told).hasSize(2);
    assertThat(told.getLast().subject()).startsWith("[over] production: ");
    assertThat(told.getLast().text()).contains("(9 min)").contains("With it: freshness, ");
  }

  private static WatchedAlarm book(String name) {
    return Objects.requireNonNull(WatchedAlarm.book().get(name), name);
  }

  private void requireWorkingLinks(String text) throws IOException {
    Map<String, Integer> kinds = new HashMap<>();
    var link = LINK.matcher(text);
    while (link.find()) {
      kinds.merge(open(URI.create(link.group())), 1, Integer::sum);
    }
    assertThat(kinds).containsEntry("execution", 3).containsEntry("failures", 1);
    assertThat(kinds.getOrDefault("blast", 0)).isPositive();
  }

  /** Asks the API what the page behind the link asks. Returns which page that is. */
  private static String open(URI link) throws IOException {
    String query = link.getRawQuery();
    if (query.startsWith("account=")) {
      JsonNode timeline =
          ask(
              "/v1/timeline",
              query.replace("account=", "accountId=").replace("&execution=", "&executionId="));
      assertThat(timeline.path("runs").findValuesAsText("status")).contains("FAILED");
      return "execution";
    }
    String page = query.replaceFirst("page=(\\w+).*", "$1");
    String asked = query.replaceFirst("page=\\w+&?", "").replace("code=", "errorCode=");
    if (page.equals("blast")) {
      assertThat(ask("/v1/blast-radius", asked + "&window=24h").path("failures").asInt())
          .isPositive();
    } else {
      assertThat(ask("/v1/failures", asked).path("failures")).isNotEmpty();
    }
    return page;
  }

  private static JsonNode ask(String path, String query) throws IOException {
    ObjectNode event = JsonFiles.JSON.createObjectNode();
    event.put("version", "2.0").put("rawPath", path).put("rawQueryString", query);
    event.putObject("headers");
    event
        .putObject("requestContext")
        .putObject("http")
        .put("method", "GET")
        .put("path", path)
        .put("sourceIp", "192.0.2.1");
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    call(api, event.toString().getBytes(UTF_8), answer);
    JsonNode reply = JsonFiles.JSON.readTree(answer.toByteArray());
    assertThat(reply.path("statusCode").asInt()).as("%s?%s: %s", path, query, reply).isEqualTo(200);
    return JsonFiles.JSON.readTree(reply.path("body").asText());
  }
}
