package io.oriontrail.local.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AccountOpeningTest {
  private final RecordingEmitter recording = RecordingEmitter.create();

  @AfterEach
  void close() {
    recording.close();
  }

  @Test
  void open_identityConfirmed_isRecordedAsSucceeded() {
    new AccountOpening(recording.emitter(), profile -> true).open("acct-42", "exec-7");
    recording
        .execution("acct-42", "exec-7")
        .started()
        .ran("FETCH_PROFILE", "VERIFY_IDENTITY")
        .dependsOn("VERIFY_IDENTITY", "FETCH_PROFILE")
        .attribute("VERIFY_IDENTITY", "provider", "acme")
        .succeeded("VERIFY_IDENTITY")
        .nothingStillRuns()
        .ended(Status.SUCCEEDED);
  }

  @Test
  void open_identityRejected_isRecordedWithItsCode() {
    new AccountOpening(recording.emitter(), profile -> false).open("acct-42", "exec-7");
    recording
        .execution("acct-42", "exec-7")
        .failed("VERIFY_IDENTITY", "IDENTITY_REJECTED")
        .ended(Status.FAILED);
  }

  @Test
  void open_providerThrows_isNeverShownAsSuccess() {
    IllegalStateException down = new IllegalStateException("provider down");
    AccountOpening opening =
        new AccountOpening(
            recording.emitter(),
            profile -> {
              throw down;
            });
    assertThatThrownBy(() -> opening.open("acct-42", "exec-7")).isSameAs(down);
    recording.execution("acct-42", "exec-7").abandoned("VERIFY_IDENTITY").notEnded();
    assertThat(recording.emitter().stats().dropped()).isZero();
  }
}
