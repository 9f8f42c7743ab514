package io.oriontrail.emitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.event.StepEventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampling by execution: the documented rule, failures kept and marked, numbered without gaps. */
final class SamplingTest {
  private static final Path PAGE =
      Path.of(System.getProperty("orion.root"), "docs/contracts/sampling.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `(.+?)` \\| `(.+?)` \\| `([0-9a-f]{16})` \\| (yes|no) \\| (yes|no) \\|");

  /** Not kept at 0.5, see the page. */
  private static final String LEFT_OUT = "exec-8";

  @Test
  void rule_examplesOfThePage_areRight() throws IOException {
    Matcher row = ROW.matcher(Files.readString(PAGE));
    int rows = 0;
    while (row.find()) {
      ExecutionKey key = ExecutionKey.of(row.group(1), row.group(2));
      assertThat(Long.toHexString(Sampling.hash(key)))
          .isEqualTo(row.group(3).replaceFirst("^0", ""));
      assertThat(new Sampling(0.05).keeps(key)).isEqualTo(row.group(4).equals("yes"));
      assertThat(new Sampling(0.5).keeps(key)).isEqualTo(row.group(5).equals("yes"));
      rows++;
    }
    assertThat(rows).isEqualTo(5);
  }

  @Test
  void markedFailure_ofThePage_isALegalEvent() throws IOException {
    Matcher example =
        Pattern.compile("```json accepted\n(.+?)\n```").matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    StepEvent event = (StepEvent) StepEventJson.decode(example.group(1).getBytes(UTF_8)).message();
    assertThat(event.attributes()).containsExactly(Map.entry(Recorder.SAMPLED_OUT, "true"));
    assertThat(new Sampling(0.5).keeps(event.key())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.1, 0.5, 0.9, 1})
  void rule_manyExecutions_keepsTheShareAndOnlyAdds(double rate) {
    Sampling sampling = new Sampling(rate);
    Sampling higher = new Sampling(Math.min(1, rate * 1.5));
    int kept = 0;
    for (int i = 0; i < 20_000; i++) {
      ExecutionKey key = ExecutionKey.of("acct-" + i % 7, "exec-" + i);
      if (sampling.keeps(key)) {
        kept++;
        assertThat(higher.keeps(key)).isTrue();
      }
    }
    assertThat(kept / 20_000.0).isCloseTo(rate, within(0.015));
  }

  @Test
  void fraction_anyHash_isFromZeroToBelowOne() {
    assertThat(Sampling.fraction(0)).isZero();
    assertThat(Sampling.fraction(-1)).isLessThan(1).isGreaterThan(0.999_999_999);
    assertThat(Sampling.fraction(Long.MIN_VALUE)).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rate_outOfBounds_isRefused(double rate) {
    assertThatThrownBy(() -> OrionEmitter.builder().sampleRate(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sampleRate")
        .hasMessageContaining(Double.toString(rate));
  }

  @Test
  void executionNotKept_onlyFailuresGoOut_markedAndCountedApart() {
    try (RecordingEmitter recording = RecordingEmitter.of(OrionEmitter.builder().sampleRate(0.5))) {
      Execution left = recording.emitter().execution("acct-42", LEFT_OUT);
      left.started();
      Run failing = left.step("VERIFY").attribute("provider", "acme").start();
      failing.attribute("tries", "3");
      left.run("FETCH", () -> {});
      failing.failed("TIMEOUT", "no answer");
      left.step("SCORE").start().close();
      left.ended(Status.FAILED);
      recording.emitter().execution("acct-42", "exec-7").run("FETCH", () -> {});

      assertThat(recording.execution("acct-42", LEFT_OUT).events())
          .extracting(StepEvent::step)
          .containsExactly("VERIFY", "SCORE", "EXECUTION");
      assertThat(recording.execution("acct-42", LEFT_OUT).events())
          .allSatisfy(e -> assertThat(e.attributes()).containsEntry("orion.sampledOut", "true"))
          .allSatisfy(e -> assertThat(e.status()).isEqualTo(Status.FAILED));
      recording.execution("acct-42", LEFT_OUT).attribute("VERIFY", "tries", "3");
      recording.execution("acct-42", "exec-7").ran("FETCH").succeeded("FETCH");
      assertThat(recording.events())
          .extracting(e -> Objects.requireNonNull(e.eventId()).replaceFirst(".*-", ""))
          .containsExactly("0", "1", "2", "3", "4"); // numbered after sampling: no gaps
      EmitterStats stats = recording.emitter().stats();
      assertThat(stats.sampledOut()).isEqualTo(5);
      assertThat(stats.offered()).isEqualTo(5);
      assertThat(stats.dropped()).isZero();
    }
  }

  @Test
  void readyMadeEvents_areSampledAlike() {
    try (RecordingEmitter recording = RecordingEmitter.of(OrionEmitter.builder().sampleRate(0.5))) {
      for (String execution : List.of("exec-7", LEFT_OUT)) {
        ExecutionKey key = ExecutionKey.of("acct-42", execution);
        recording.emitter().emit(StepEvent.started(key, "S", Events.TIME).build());
        recording
            .emitter()
            .emit(StepEvent.ended(key, "S", Status.FAILED, Events.TIME).eventId("own").build());
      }
      assertThat(recording.execution("acct-42", "exec-7").events()).hasSize(2);
      StepEvent failure = recording.execution("acct-42", LEFT_OUT).events().get(0);
      assertThat(failure.eventId()).isEqualTo("own");
      assertThat(failure.attributes()).containsEntry("orion.sampledOut", "true");
      assertThat(recording.emitter().stats().sampledOut()).isEqualTo(1);
    }
  }

  @Test
  void failureFullOfAttributes_isMarkedNevertheless() {
    try (RecordingEmitter recording = RecordingEmitter.of(OrionEmitter.builder().sampleRate(0))) {
      Run run = recording.emitter().execution("acct-42", "exec-7").step("S").start();
      for (int i = 0; i < 16; i++) {
        run.attribute("k" + i, "v");
      }
      run.failed("CODE", null);
      StepEvent failure = recording.events().get(0);
      assertThat(failure.attributes()).hasSize(16).containsEntry("orion.sampledOut", "true");
      assertThat(recording.emitter().stats().amended()).isEqualTo(1);
    }
  }
}
