package io.oriontrail.emitter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.Run;
import io.oriontrail.event.Status;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kit's assertions hold when they should, and fail when they should. */
final class RecordingEmitterTest {
  private final RecordingEmitter recording = RecordingEmitter.create();

  @BeforeEach
  void signUp() {
    Execution execution = recording.emitter().execution("acct-42", "exec-7");
    execution.started();
    execution.run("FETCH_PROFILE", () -> {});
    for (int attempt = 1; attempt <= 2; attempt++) {
      Run run =
          execution
              .step("VERIFY_IDENTITY")
              .attempt(attempt)
              .dependsOn("FETCH_PROFILE")
              .attribute("provider", "acme")
              .start();
      run.failed("UPSTREAM_TIMEOUT", "no answer");
    }
    execution.step("SCORE").start();
    execution.ended(Status.FAILED);
    recording.emitter().execution("acct-43", "exec-1").started();
  }

  @AfterEach
  void close() {
    recording.close();
  }

  private RecordedExecution recorded() {
    return recording.execution("acct-42", "exec-7");
  }

  @Test
  void assertions_thatHold_pass() {
    recorded()
        .started()
        .ran("FETCH_PROFILE", "VERIFY_IDENTITY", "VERIFY_IDENTITY", "SCORE")
        .succeeded("FETCH_PROFILE")
        .failed("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT")
        .attempts("VERIFY_IDENTITY", 2)
        .dependsOn("VERIFY_IDENTITY", "FETCH_PROFILE")
        .attribute("VERIFY_IDENTITY", "provider", "acme")
        .stillRuns("SCORE")
        .neverRan("SEND_WELCOME")
        .ended(Status.FAILED);
    assertThat(recorded().events()).hasSize(9);
    assertThat(recording.events()).hasSize(10);
  }

  @Test
  void assertions_thatDoNotHold_fail() {
    fails(() -> recording.execution("acct-42", "other").started());
    fails(() -> recorded().ran("VERIFY_IDENTITY", "FETCH_PROFILE"));
    fails(() -> recorded().ran("FETCH_PROFILE"));
    fails(() -> recorded().succeeded("VERIFY_IDENTITY"));
    fails(() -> recorded().failed("VERIFY_IDENTITY", "OTHER"));
    fails(() -> recorded().failed("FETCH_PROFILE", "UPSTREAM_TIMEOUT"));
    fails(() -> recorded().attempts("VERIFY_IDENTITY", 3));
    fails(() -> recorded().dependsOn("VERIFY_IDENTITY", "SCORE"));
    fails(() -> recorded().attribute("VERIFY_IDENTITY", "provider", "other"));
    fails(() -> recorded().stillRuns("FETCH_PROFILE"));
    fails(() -> recorded().stillRuns("SEND_WELCOME"));
    fails(() -> recorded().neverRan("SCORE"));
    fails(() -> recorded().ended(Status.SUCCEEDED));
  }

  @Test
  void failure_listsWhatWasEmitted() {
    assertThatThrownBy(() -> recorded().neverRan("SCORE"))
        .hasMessageContaining("acct-42#exec-7")
        .hasMessageContaining("never ran SCORE")
        .hasMessageContaining(
            "VERIFY_IDENTITY STARTED attempt 2 after [FETCH_PROFILE] {provider=acme}")
        .hasMessageContaining("VERIFY_IDENTITY ENDED FAILED (UPSTREAM_TIMEOUT) attempt 1");
    assertThatThrownBy(() -> recording.execution("a", "b").started())
        .hasMessageContaining("no events");
  }

  @Test
  void events_whenOneWasNotLegal_fails() {
    recording.emitter().execution("acct-42", "exec-7").step("NO#HASH").start();
    assertThatThrownBy(recording::events)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("INVALID=1");
  }

  private static void fails(ThrowingCallable assertion) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
  }
}
