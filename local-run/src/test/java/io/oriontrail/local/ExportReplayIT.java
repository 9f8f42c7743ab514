package io.oriontrail.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import io.oriontrail.local.simulate.Demo;
import io.oriontrail.local.simulate.Simulator;
import io.oriontrail.local.simulate.SimulatorSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one line exports, {@code ./orion replay} brings into another: executions of the real bank
 * log and a simulated one that failed, as NDJSON, plain and gzip-compressed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1800)
final class ExportReplayIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ExecutionKey> executions = new ArrayList<>();
  private Line source;

  /** A line with nothing in it. */
  private record Line(AwsEndpoints endpoints, LocalLine line) implements AutoCloseable {
    static Line start() {
      AwsEndpoints endpoints =
          EmbeddedEndpoints.start(Path.of(System.getProperty("orion.root", "..")), null, _ -> {});
      LocalLine line = LocalLine.start(LineSettings.of(folder), endpoints, FrontServer.bind(0));
      return new Line(endpoints, line);
    }

    URI address() {
      return line.description().dashboard();
    }

    void replay(Path file) {
      String port = Integer.toString(address().getPort());
      assertThat(
              OrionCli.run("replay", "--wait", "--timeout", "300", "--port", port, file.toString()))
          .isZero();
    }

    @Override
    public void close() {
      line.close();
      endpoints.close();
    }
  }

  @BeforeAll
  void fillSource() throws IOException {
    Files.createDirectories(folder.resolve("dashboard/dist"));
    Files.writeString(folder.resolve("dashboard/dist/index.html"), "<!doctype html>");
    Path file = folder.resolve("source.ndjson");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (StepEvent event : realEvents()) {
        write(event, out);
      }
      for (StepEvent event : eventsOfASimulatedFailure()) {
        write(event, out);
      }
    }
    source = Line.start();
    source.replay(file);
  }

  @AfterAll
  void close() {
    source.close();
    http.close();
  }

  private static void write(StepEvent event, OutputStream out) throws IOException {
    StepEventJson.encode(event, out);
    out.write('\n');
  }

  /** Of the longest, the shortest and the middlemost execution of the log. */
  private List<StepEvent> realEvents() {
    Path log =
        Path.of(System.getProperty("orion.root", ".."))
            .resolve("../shared/data/bpic2012-events.ndjson.gz");
    Map<ExecutionKey, Integer> lengths = new HashMap<>();
    EventFile.read(log, event -> lengths.merge(event.key(), 1, Integer::sum), _ -> {});
    List<ExecutionKey> byLength =
        lengths.keySet().stream()
            .sorted(
                Comparator.<ExecutionKey>comparingInt(lengths::get)
                    .thenComparing(ExecutionKey::toString))
            .toList();
    executions.addAll(
        List.of(byLength.getFirst(), byLength.get(byLength.size() / 2), byLength.getLast()));
    List<StepEvent> events = new ArrayList<>();
    EventFile.read(
        log,
        event -> {
          if (executions.contains(event.key())) {
            events.add(event);
          }
        },
        _ -> {});
    return events;
  }

  private List<StepEvent> eventsOfASimulatedFailure() {
    Queue<StepEvent> all = new ConcurrentLinkedQueue<>();
    try (Demo demo =
        new Simulator(SimulatorSettings.DEFAULTS, InstantSource.system())
            .startDemo(all::add, _ -> {})) {
      ExecutionKey failed = demo.examples().failed();
      executions.add(failed);
      return all.stream().filter(event -> event.key().equals(failed)).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "gzip"})
  void export_replayedIntoAFreshLine_isTheSameTimeline(String coding) throws Exception {
    List<Path> files = new ArrayList<>();
    for (ExecutionKey key : executions) {
      files.add(export(key, coding.equals("gzip")));
    }
    try (Line fresh = Line.start()) {
      files.forEach(fresh::replay);

      for (ExecutionKey key : executions) {
        HttpResponse<String> before = timeline(source, key);
        HttpResponse<String> after = timeline(fresh, key);
        assertThat(withoutAsOf(after)).isEqualTo(withoutAsOf(before));
        assertThat(after.headers().firstValue("ETag"))
            .isPresent()
            .isEqualTo(before.headers().firstValue("ETag"));
      }
      JsonNode failed = withoutAsOf(timeline(fresh, executions.getLast()));
      assertThat(failed.path("status").asText()).isEqualTo("FAILED");
      assertThat(failed.path("verdict").asText()).contains("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT");
    }
  }

  /** The file as a browser would keep it, or as it came over the wire. */
  private Path export(ExecutionKey key, boolean gzip) throws Exception {
    URI address = source.address().resolve("v1/export" + query(key) + "&format=ndjson");
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (gzip) {
      request.header("Accept-Encoding", "gzip");
    }
    HttpResponse<byte[]> answer =
        Patient.answer(() -> http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Truncated")).hasValue("false");
    assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(gzip);
    Path file = folder.resolve(executions.indexOf(key) + (gzip ? ".ndjson.gz" : ".ndjson"));
    Files.write(file, answer.body(), StandardOpenOption.CREATE_NEW);
    return file;
  }

  private HttpResponse<String> timeline(Line line, ExecutionKey key) throws Exception {
    URI address = line.address().resolve("v1/timeline" + query(key));
    HttpResponse<String> answer =
        Patient.answer(
            () ->
                http.send(
                    HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String query(ExecutionKey key) {
    return "?accountId="
        + URLEncoder.encode(key.accountId(), UTF_8)
        + "&executionId="
        + URLEncoder.encode(key.executionId(), UTF_8);
  }

  private static JsonNode withoutAsOf(HttpResponse<String> timeline) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(timeline.body());
    assertThat(json.remove("asOf")).isNotNull();
    return json;
  }
}
