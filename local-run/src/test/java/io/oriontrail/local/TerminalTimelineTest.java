package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.query.Baselines;
import io.oriontrail.query.ExecutionEvents;
import io.oriontrail.query.Journey;
import io.oriontrail.query.Timeline;
import io.oriontrail.query.TimelineJson;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTimelineTest {
  private static final ExecutionKey KEY = ExecutionKey.of("acct-1", "exec-1");
  private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

  private static JsonNode timeline(StepEvent.Builder... events) throws IOException {
    List<StoredEvent> stored =
        Arrays.stream(events)
            .map(event -> event.build().identified())
            .map(
                event ->
                    new StoredEvent(event, TableLayout.sortKey(event), T0.plusSeconds(9_999_999)))
            .toList();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TimelineJson.write(
        Timeline.of(
            ExecutionEvents.of(KEY, stored), Journey.none(), Baselines.none(), T0.plusSeconds(30)),
        TimelineJson.Payload.INCLUDED,
        out);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private static StepEvent.Builder started(String step, long millis) {
    return StepEvent.started(KEY, step, T0.plusMillis(millis));
  }

  private static StepEvent.Builder ended(String step, Status status, long millis) {
    return StepEvent.ended(KEY, step, status, T0.plusMillis(millis));
  }

  @Test
  void lines_ofAnExecution_showVerdictBarsAndErrors() throws IOException {
    JsonNode timeline =
        timeline(
            started("A", 0),
            ended("A", Status.SUCCEEDED, 500),
            started("B", 500),
            ended("B", Status.FAILED, 1_000).errorCode("CODE").errorMessage("no answer"),
            started("C", 500));

    List<String> lines = new TerminalTimeline(timeline, 80, false).lines();

    assertThat(lines.get(0)).isEqualTo("RUNNING  acct-1 / exec-1");
    assertThat(lines.get(1)).isEqualTo(timeline.get("verdict").asText());
    assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
    assertThat(lines).filteredOn(line -> line.length() > 80).hasSizeLessThanOrEqualTo(1);
    String a = line(lines, "A");
    String b = line(lines, "B");
    String c = line(lines, "C");
    assertThat(a).startsWith("✓").contains("0.5 s").endsWith("█");
    assertThat(b).startsWith("✗").contains("+0.5 s").endsWith("█");
    assertThat(b.indexOf('█')).isEqualTo(a.lastIndexOf('█') + 1);
    assertThat(c).startsWith("▶").endsWith(">");
    assertThat(lines).contains("  B: CODE, no answer");
  }

  private static String line(List<String> lines, String step) {
    return lines.stream()
        .filter(line -> line.length() > 2 && line.substring(2).startsWith(step + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void lines_inColours_endEachWithAReset() throws IOException {
    List<String> lines = new TerminalTimeline(timeline(started("A", 0)), 100, true).lines();

    assertThat(lines.getFirst()).startsWith("\u001b[36mRUNNING\u001b[0m");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line.split("\u001b\\[[0-9]+m", -1).length % 2).as(line).isEqualTo(1));
  }

  @Test
  void plain_textThatATerminalObeys_isShownInstead() {
    assertThat(TerminalTimeline.plain("a\u001b[2J\u202eb\r\u0007ü😀"))
        .isEqualTo("a\uFFFD[2J\uFFFDb\uFFFD\uFFFDü😀");
  }
}
