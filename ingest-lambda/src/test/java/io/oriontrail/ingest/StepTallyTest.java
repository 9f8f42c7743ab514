package io.oriontrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepTallyTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ExecutionKey KEY = ExecutionKey.of("acct-42", "exec-7");

  private Instant now = Wire.START;
  private final StepTally tally = new StepTally(Set.of("A", "B"), () -> now);

  @Test
  void ends_ofChosenSteps_areCountedAndDueOnceAMinute() {
    count("B", Status.SUCCEEDED);
    assertThat(tally.takeDue()).containsExactly(new StepTally.Ends("B", 1, 0));

    count("A", Status.SUCCEEDED);
    now = now.plus(StepTally.EVERY).minusMillis(1);
    assertThat(tally.takeDue()).isEmpty();
    count("B", Status.FAILED);
    count("A", Status.FAILED);
    count("A", Status.SUCCEEDED);
    count("C", Status.FAILED);
    tally.count(StepEvent.started(KEY, "A", now).build());
    now = now.plusMillis(1);

    assertThat(tally.takeDue())
        .containsExactly(new StepTally.Ends("A", 3, 1), new StepTally.Ends("B", 1, 1));
    now = now.plus(StepTally.EVERY);
    assertThat(tally.takeDue()).isEmpty();
  }

  @Test
  void batch_handled_writesALineOfMetricsForEachStepThatIsDue() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    IngestHandler handler =
        new IngestHandler(
            new BatchIngestor(
                new BatchIngestor.Targets(
                    new ScriptedWriter(),
                    new HeldQuarantine(),
                    new RollupKeeper((sums, end) -> List.of(), Duration.ofDays(14), () -> now),
                    tally,
                    PayloadRules.NONE),
                () -> now),
            () -> now,
            new PrintStream(printed, true, UTF_8));
    StepEvent failed = StepEvent.ended(KEY, "A", Status.FAILED, now).eventId("e-1").build();
    now = now.plus(StepTally.EVERY);

    handler.handleRequest(
        new ByteArrayInputStream(Wire.kinesisEvent(Wire.records(Wire.lines(failed)))),
        new ByteArrayOutputStream(),
        new InvocationContext("request-1", 60_000));

    List<JsonNode> lines = new ArrayList<>();
    for (String line : printed.toString(UTF_8).lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    assertThat(lines).hasSize(2);
    // Emitted a minute before it was stored, which is late.
    assertThat(lines.getFirst().path(MetricsLine.STORED_LATE).asInt()).isEqualTo(1);
    JsonNode step = lines.getLast();
    JsonNode directive = step.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(directive.path("Namespace").asText()).isEqualTo(MetricsLine.NAMESPACE);
    assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"FunctionName\",\"Step\"]]");
    assertThat(directive.path("Metrics").findValuesAsText("Name"))
        .containsExactly(MetricsLine.RUNS_ENDED, MetricsLine.RUNS_FAILED);
    assertThat(step.path(MetricsLine.STEP).asText()).isEqualTo("A");
    assertThat(step.path(MetricsLine.RUNS_ENDED).asInt()).isEqualTo(1);
    assertThat(step.path(MetricsLine.RUNS_FAILED).asInt()).isEqualTo(1);
    assertThat(step.toString()).doesNotContain("acct-42", "exec-7");
  }

  private void count(String step, Status status) {
    tally.count(StepEvent.ended(KEY, step, status, now).build());
  }
}
