package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.StepEvent;
import io.oriontrail.local.load.LoadSettings;
import io.oriontrail.local.sample.InstrumentedScoring;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The producers that are not our library's calls, as the documents show them: in other languages in
 * {@code docs/contracts/wire-format.md}, through OpenTelemetry in {@code docs/EMITTER.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OtherLanguagesIT {
  private static final int MOST_LINES = 20;

  @TempDir Path folder;
  private LoadLine line;

  @BeforeAll
  void startLine() {
    line =
        LoadLine.start(
            LineContract.root(),
            LoadSettings.of(1, Duration.ofSeconds(1), LoadSettings.Store.MEMORY));
  }

  @AfterAll
  void stopLine() {
    line.close();
  }

  @Test
  void pythonProducer_asShown_isUnderstood() throws Exception {
    run("python3", "python", "producer.py");

    assertUnderstood("from-python");
  }

  @Test
  void nodeProducer_asShown_isUnderstood() throws Exception {
    run("node", "javascript", "producer.js");

    assertUnderstood("from-node");
  }

  @Test
  void openTelemetrySpans_asShown_areUnderstood() {
    try (OrionEmitter orion = line.emitter(1);
        SdkTracerProvider tracing = InstrumentedScoring.tracing(orion)) {
      InstrumentedScoring scoring =
          new InstrumentedScoring(
              tracing.get("scoring"),
              account -> {
                throw new ModelUnavailable("no model for " + account);
              });
      assertThatThrownBy(() -> scoring.score("acct-42", "from-opentelemetry"))
          .isInstanceOf(ModelUnavailable.class);
      assertThat(orion.flush(Duration.ofMinutes(5))).isTrue();
    }

    List<StepEvent> events = stored("from-opentelemetry");
    assertThat(events).extracting(StepEvent::step).containsOnly("SCORE_RISK");
    assertThat(events)
        .extracting(StepEvent::state)
        .containsExactlyInAnyOrder(State.STARTED, State.ENDED);
    assertThat(events).extracting(StepEvent::runId).doesNotContainNull();
    assertThat(events.stream().map(StepEvent::runId).distinct()).hasSize(1);
    assertThat(events).extracting(StepEvent::traceId).doesNotContainNull();
    assertThat(events.stream().map(StepEvent::traceId).distinct()).hasSize(1);
    assertThat(events).extracting(StepEvent::errorCode).contains("ModelUnavailable");
    assertThat(events).extracting(StepEvent::errorMessage).contains("no model for acct-42");
  }

  private static final class ModelUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    ModelUnavailable(String message) {
      super(message);
    }
  }

  private void run(String program, String language, String file) throws Exception {
    Path script = Files.writeString(folder.resolve(file), shown(language));
    ProcessBuilder builder =
        new ProcessBuilder(program, script.toString()).redirectErrorStream(true);
    builder.environment().put("ORION_KINESIS", line.kinesis().toString());
    builder.environment().put("ORION_STREAM", LineSettings.STREAM);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  private static String shown(String language) throws IOException {
    String page = Files.readString(LineContract.root().resolve("docs/contracts/wire-format.md"));
    String begin = "```" + language + "\n";
    int from = page.indexOf(begin);
    assertThat(from).as("a producer in %s", language).isNotNegative();
    String code = page.substring(from + begin.length(), page.indexOf("\n```", from));
    assertThat(code.lines().filter(each -> !each.isBlank()).count())
        .isLessThanOrEqualTo(MOST_LINES);
    return code;
  }

  private void assertUnderstood(String execution) {
    List<StepEvent> events = stored(execution);
    assertThat(events).extracting(StepEvent::step).containsOnly("SCORE_RISK");
    assertThat(events).extracting(StepEvent::runId).containsOnly("r-1");
    assertThat(events)
        .extracting(StepEvent::state)
        .containsExactlyInAnyOrder(State.STARTED, State.ENDED);
    assertThat(events).extracting(StepEvent::errorCode).contains("MODEL_UNAVAILABLE");
  }

  private List<StepEvent> stored(String execution) {
    ExecutionKey key = ExecutionKey.of("acct-42", execution);
    return await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                line
                    .reader()
                    .eventsOf(key, StepEventReader.Order.OLDEST_FIRST, null, 10)
                    .events()
                    .stream()
                    .map(StoredEvent::event)
                    .toList(),
            found -> found.size() == 2);
  }
}
