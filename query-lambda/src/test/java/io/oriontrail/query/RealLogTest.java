package io.oriontrail.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.oriontrail.event.StepEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** A bank's real log of loan applications, untidy as it is: each execution can be shown. */
class RealLogTest extends ApiFixture {
  private static final int EXECUTIONS = 13_087;
  private static final int EVENTS = 235_882;

  /** What the file itself says of an execution, counted without any of our code. */
  private record Counted(int events, int runs, int failed, int open) {
    /** Each end closes the earliest start of its step that is open; the log has no runIds. */
    static Counted of(Iterable<JsonNode> lines) {
      List<JsonNode> sorted = new ArrayList<>();
      lines.forEach(sorted::add);
      sorted.sort(
          Comparator.comparing((JsonNode line) -> Instant.parse(line.get("timestamp").asText()))
              .thenComparing(line -> line.get("state").asText(), Comparator.reverseOrder()));
      Map<String, Integer> open = new HashMap<>();
      int runs = 0;
      int failed = 0;
      for (JsonNode line : sorted) {
        String step = line.get("step").asText();
        int before = open.getOrDefault(step, 0);
        if (line.get("state").asText().equals("STARTED")) {
          open.put(step, before + 1);
          runs++;
        } else {
          open.put(step, Math.max(0, before - 1));
          runs += before == 0 ? 1 : 0;
          failed += line.get("status").asText().equals("FAILED") ? 1 : 0;
        }
      }
      int left = open.values().stream().mapToInt(Integer::intValue).sum();
      return new Counted(sorted.size(), runs, failed, left);
    }
  }

  @Test
  void timeline_ofEveryExecution_isAnsweredAndCountsAsTheFileDoes() throws IOException {
    Map<String, Set<String>> log = readLog();
    assertThat(log).hasSize(EXECUTIONS);
    Map<String, Integer> statuses = new HashMap<>();
    for (Map.Entry<String, Set<String>> execution : log.entrySet()) {
      List<JsonNode> lines = new ArrayList<>();
      List<StepEvent> events = new ArrayList<>();
      for (String line : execution.getValue()) {
        lines.add(Vectors.JSON.readTree(line));
        events.add(Vectors.decode(line.getBytes(UTF_8)));
      }
      store.append(events, Instant.MAX);
      String account = lines.getFirst().get("accountId").asText();

      Gateway.Reply reply =
          gateway.get("/v1/accounts/" + account + "/executions/" + execution.getKey());

      assertThat(reply.status()).as(execution.getKey()).isEqualTo(200);
      JsonNode timeline = reply.json();
      int failed = 0;
      int open = 0;
      for (JsonNode run : timeline.get("runs")) {
        failed += run.get("status").asText().equals("FAILED") ? 1 : 0;
        open += run.get("endedAt").isNull() ? 1 : 0;
      }
      assertThat(
              new Counted(
                  timeline.get("eventCount").asInt(), timeline.get("runs").size(), failed, open))
          .as(execution.getKey())
          .isEqualTo(Counted.of(lines));
      statuses.merge(timeline.get("status").asText(), 1, Integer::sum);
    }
    // Years later nothing is under way.
    assertThat(statuses).containsOnlyKeys("SUCCEEDED", "FAILED", "STALLED");
  }

  /** The distinct lines of each execution. */
  private static Map<String, Set<String>> readLog() throws IOException {
    Path file = Vectors.root().resolveSibling("shared/data/bpic2012-events.ndjson.gz");
    Map<String, Set<String>> log = new LinkedHashMap<>();
    int events = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events++;
        String execution = Vectors.JSON.readTree(line).get("executionId").asText();
        log.computeIfAbsent(execution, id -> new LinkedHashSet<>()).add(line);
      }
    }
    assertThat(events).isEqualTo(EVENTS);
    return log;
  }
}
