package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExecutionTest {
  private final ManualTime time = new ManualTime();
  private final RecordingEmitter recording =
      RecordingEmitter.of(
          OrionEmitter.builder().service("onboarding").host("i-0abc").time(time.time()));
  private final Execution execution = recording.emitter().execution("acct-42", "exec-7");

  @AfterEach
  void close() {
    recording.close();
  }

  private List<StepEvent> events() {
    return recording.execution("acct-42", "exec-7").events();
  }

  @Test
  void run_succeeded_recordsBothEndsWithEverythingKnown() {
    Run outer = execution.step("OUTER").start();
    Run run =
        outer
            .step("VERIFY_IDENTITY")
            .attempt(2)
            .dependsOn("FETCH_PROFILE")
            .dependsOn("A", "B")
            .attribute("provider", "acme")
            .attribute("b", "1")
            .attribute("a", "2")
            .attribute("b", "3")
            .start();
    time.pass(Duration.ofMillis(1_500));
    run.attribute("score", "7").attribute("score", "8").succeeded();

    List<StepEvent> events = events();
    StepEvent started = events.get(1);
    assertThat(started.state()).isEqualTo(State.STARTED);
    assertThat(started.runId()).isEqualTo(run.runId()).matches("[0-9a-f]{16}");
    assertThat(started.parentRunId()).isEqualTo(outer.runId());
    assertThat(started.attempt()).isEqualTo(2);
    assertThat(started.dependsOn()).containsExactly("FETCH_PROFILE", "A", "B");
    assertThat(started.attributes()).isEqualTo(Map.of("provider", "acme", "a", "2", "b", "3"));
    assertThat(started.service()).isEqualTo("onboarding");
    assertThat(started.host()).isEqualTo("i-0abc");
    StepEvent ended = events.get(2);
    assertThat(ended.state()).isEqualTo(State.ENDED);
    assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
    assertThat(ended.runId()).isEqualTo(run.runId());
    assertThat(ended.parentRunId()).isEqualTo(outer.runId());
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.durationNanos()).isEqualTo(1_500_000_000L);
    assertThat(ended.timestamp()).isEqualTo(started.timestamp().plusMillis(1_500));
    assertThat(ended.attributes()).isEqualTo(Map.of("score", "8"));
  }

  @Test
  void run_closedWithoutOutcome_isFailedAsAbandoned() {
    assertThatThrownBy(
            () -> {
              try (Run run = execution.step("VERIFY").start()) {
                throw new IOException("flies past " + run.runId());
              }
            })
        .isInstanceOf(IOException.class);
    recording.execution("acct-42", "exec-7").ran("VERIFY").failed("VERIFY", Run.ABANDONED);
  }

  @Test
  void run_firstOutcome_counts() {
    try (Run run = execution.step("VERIFY").start()) {
      run.succeeded();
      run.failed("TOO_LATE", "no");
      run.attribute("too", "late");
    }
    assertThat(events()).hasSize(2);
    recording.execution("acct-42", "exec-7").succeeded("VERIFY");
  }

  @Test
  void run_failedWithThrowable_recordsItsClassAndMessage() {
    execution.step("A").start().failed(new IllegalStateException("no answer"));
    execution.step("B").start().failed(new CompletionException(new IOException("wrapped")));
    execution.step("C").start().failed(new IllegalStateException() {});
    execution
        .step("D")
        .start()
        .failed(
            new RuntimeException() {
              @Override
              public String getMessage() {
                throw new IllegalStateException("hostile");
              }
            });
    execution.step("E").start().failed((Throwable) null);
    List<StepEvent> ends = events().stream().filter(e -> e.state() == State.ENDED).toList();
    assertThat(ends)
        .extracting(StepEvent::errorCode)
        .startsWith("IllegalStateException", "IOException");
    assertThat(ends)
        .extracting(StepEvent::errorMessage)
        .startsWith("no answer", "wrapped", null, null);
    assertThat(Objects.requireNonNull(ends.get(2).errorCode())).contains("ExecutionTest");
    assertThat(ends.get(4).errorCode()).isNull();
    assertThat(ends).extracting(StepEvent::status).containsOnly(Status.FAILED);
  }

  @Test
  void call_work_passesResultAndExceptionThroughUntouched() {
    String result = execution.call("FETCH", () -> "profile");
    assertThat(result).isEqualTo("profile");
    IOException thrown = new IOException("no");
    assertThat(
            catchThrowable(
                () ->
                    execution.call(
                        "VERIFY",
                        () -> {
                          throw thrown;
                        })))
        .isSameAs(thrown);
    execution.run("STORE", () -> {});
    Error error = new AssertionError("deep");
    assertThat(
            catchThrowable(
                () ->
                    execution.run(
                        "SEND",
                        () -> {
                          throw error;
                        })))
        .isSameAs(error);
    recording
        .execution("acct-42", "exec-7")
        .ran("FETCH", "VERIFY", "STORE", "SEND")
        .succeeded("FETCH")
        .failed("VERIFY", "IOException")
        .succeeded("STORE")
        .failed("SEND", "AssertionError");
  }

  @Test
  void track_stage_endsWhenItCompletes() {
    CompletableFuture<String> good = new CompletableFuture<>();
    CompletableFuture<String> bad = new CompletableFuture<>();
    assertThat(execution.track("SCORE", good)).isSameAs(good);
    assertThat(execution.track("RANK", bad)).isSameAs(bad);
    recording.execution("acct-42", "exec-7").stillRuns("SCORE").stillRuns("RANK");
    good.complete("7");
    bad.completeExceptionally(new IOException("down"));
    recording.execution("acct-42", "exec-7").succeeded("SCORE").failed("RANK", "IOException");
  }

  @Test
  void bracket_startedAndEnded_recordsTheExecution() {
    execution.started();
    time.pass(Duration.ofSeconds(3));
    execution.ended(Status.FAILED, "UPSTREAM", "message");
    recording.execution("acct-42", "exec-7").started().ended(Status.FAILED);
    StepEvent ended = events().get(1);
    assertThat(ended.durationNanos()).isEqualTo(3_000_000_000L);
    assertThat(ended.errorCode()).isEqualTo("UPSTREAM");
    execution.ended(Status.SUCCEEDED, "ignored", "ignored");
    assertThat(events().get(2).errorCode()).isNull();
  }

  @Test
  void resume_elsewhere_recordsOnlyTheEnd() {
    Run run = execution.step("APPROVE").start();
    try (RecordingEmitter other = RecordingEmitter.create()) {
      Execution there = other.emitter().execution("acct-42", "exec-7");
      there.resume("APPROVE", run.runId()).succeeded();
      StepEvent end = other.execution("acct-42", "exec-7").succeeded("APPROVE").events().get(0);
      assertThat(other.events()).hasSize(1);
      assertThat(end.runId()).isEqualTo(run.runId());
      assertThat(end.durationNanos()).isNull(); // its clock never saw the start
    }
  }

  @Test
  void wallClockSetBack_durationIsNeverNegative() {
    Run run = execution.step("S").start();
    time.setWall(Events.TIME.minusSeconds(3_600));
    run.succeeded();
    assertThat(events().get(1).durationNanos()).isZero();
  }

  @Test
  void runIds_many_neverMeet() {
    assertThat(
            java.util.stream.Stream.generate(() -> execution.step("S").start().runId())
                .limit(5_000)
                .distinct())
        .hasSize(5_000);
  }
}
