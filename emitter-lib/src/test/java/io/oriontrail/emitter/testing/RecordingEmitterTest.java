package io.oriontrail.emitter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
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
        .ranInAnyOrder("SCORE", "FETCH_PROFILE", "VERIFY_IDENTITY", "VERIFY_IDENTITY")
        .failed("VERIFY_IDENTITY")
        .failed("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT", "no answ")
        .noAttribute("iban")
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
    fails(() -> recorded().notEnded());
    fails(() -> recorded().ranInAnyOrder("SCORE", "FETCH_PROFILE"));
    fails(() -> recorded().ranInAnyOrder("FETCH_PROFILE", "FETCH_PROFILE", "SCORE", "SCORE"));
    fails(() -> recorded().failed("FETCH_PROFILE"));
    fails(() -> recorded().failed("VERIFY_IDENTITY", "UPSTREAM_TIMEOUT", "other"));
    fails(() -> recorded().abandoned("VERIFY_IDENTITY"));
    fails(() -> recorded().noAttribute("provider"));
    fails(() -> recorded().ranWithin("SCORE", "VERIFY_IDENTITY"));
    fails(() -> recorded().nothingStillRuns());
    fails(recording::onlyExecution);
    fails(recording::nothing);
  }

  @Test
  void clear_thenOneExecution_showsWhatCameAfter() {
    recording.clear();
    recording.nothing();
    Execution execution = recording.emitter().execution("acct-44", "made-up");
    try (Run outer = execution.step("OUTER").start()) {
      outer.step("INNER").start().close();
      outer.succeeded();
    }
    recording
        .onlyExecution()
        .ran("OUTER", "INNER")
        .ranWithin("INNER", "OUTER")
        .abandoned("INNER")
        .notEnded()
        .nothingStillRuns();
    assertThat(recording.onlyExecution().key().executionId()).isEqualTo("made-up");
    assertThat(recording.executions()).hasSize(1);
    recording.nothingAmended();
    execution.step("S").attribute("k", "v".repeat(300)).start();
    assertThatThrownBy(recording::nothingAmended)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 parts");
  }

  @Test
  void emitterSwitchedOff_saysSo() {
    try (RecordingEmitter off = RecordingEmitter.of(OrionEmitter.builder().enabled(false))) {
      assertThatThrownBy(off::events)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ORION_EMITTER_ENABLED");
    }
  }

  @Test
  void failure_listsWhatWasEmitted() {
    assertThatThrownBy(() -> recorded().neverRan("SCORE"))
        .hasMessageContaining("acct-42#exec-7")
        .hasMessageContaining("never ran SCORE")
        .hasMessageContaining(
            "VERIFY_IDENTITY STARTED attempt 2 after [FETCH_PROFILE] {provider=acme}")
        .hasMessageContaining(
            "VERIFY_IDENTITY ENDED FAILED (UPSTREAM_TIMEOUT) attempt 1: no answer");
    assertThatThrownBy(() -> recording.execution("a", "b").started())
        .hasMessageContaining("no events of it, but of [acct-42#exec-7, acct-43#exec-1]");
  }

  @Test
  void events_whenOneWasNotLegal_fails() {
    recording.emitter().execution("acct-42", "exec-7").step("NO#HASH").start();
    assertThatThrownBy(recording::events)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("INVALID=1")
        .hasMessageContaining("SCORE STARTED");
    assertThatThrownBy(recording::events).isInstanceOf(AssertionError.class); // and so it stays
  }

  private static void fails(ThrowingCallable assertion) {
    assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
  }
}
