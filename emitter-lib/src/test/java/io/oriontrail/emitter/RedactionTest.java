package io.oriontrail.emitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oriontrail.emitter.testing.RecordingEmitter;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What must not leave the process does not. */
final class RedactionTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(UTF_8);
  private static final Pattern DIGITS = Pattern.compile("\\d{8,}");

  @Test
  void attributes_droppedHashedAndAllowed_leaveAsTold() {
    Redaction redaction =
        Redaction.none()
            .allowAttributes("provider", "iban")
            .dropAttributes("iban")
            .hashAttributes(KEY, "customer");
    try (RecordingEmitter recording =
        RecordingEmitter.of(OrionEmitter.builder().redaction(redaction))) {
      Run run =
          recording
              .emitter()
              .execution("acct-42", "exec-7")
              .step("S")
              .attribute("provider", "acme")
              .attribute("iban", "DE02120300000000202051")
              .attribute("customer", "Jane")
              .attribute("unheard-of", "x")
              .start();
      run.attribute("customer", "Jane").attribute("iban", "DE0").succeeded();
      // echo -n Jane | openssl dgst -sha256 -hmac 0123456789abcdef
      String hash = "hmac:4571604332fcf8cb9ecf4c2d9f1b3089";
      assertThat(recording.events())
          .extracting(StepEvent::attributes)
          .containsExactly(Map.of("provider", "acme", "customer", hash), Map.of("customer", hash));
      assertThat(recording.emitter().stats().amended()).isZero(); // as wanted, not mended
    }
  }

  @Test
  void readyMadeEvents_areRedactedAlike() {
    Redaction redaction = Redaction.none().dropAttributes("iban").maskMessages(DIGITS);
    try (RecordingEmitter recording =
        RecordingEmitter.of(OrionEmitter.builder().redaction(redaction))) {
      recording
          .emitter()
          .emit(
              StepEvent.ended(Events.KEY, "S", Status.FAILED, Events.TIME)
                  .errorMessage("no account 1234567890")
                  .attributes(Map.of("iban", "DE0", "provider", "acme"))
                  .build());
      StepEvent event = recording.events().get(0);
      assertThat(event.attributes()).isEqualTo(Map.of("provider", "acme"));
      assertThat(event.errorMessage()).isEqualTo("no account [redacted]");
    }
  }

  @Test
  void messages_ofRunsAndExecutions_areMasked() {
    Redaction redaction =
        Redaction.none().maskMessages(DIGITS).maskMessages(Pattern.compile("(?i)jane"));
    try (RecordingEmitter recording =
        RecordingEmitter.of(OrionEmitter.builder().redaction(redaction))) {
      Execution execution = recording.emitter().execution("acct-42", "exec-7");
      execution.step("S").start().failed(new IllegalStateException("Jane has 12345678, not 1234"));
      execution.ended(Status.FAILED, "CODE", "12345678");
      assertThat(recording.execution("acct-42", "exec-7").events())
          .extracting(StepEvent::errorMessage)
          .containsExactly(null, "[redacted] has [redacted], not 1234", "[redacted]");
    }
  }

  @Test
  void message_secretAcrossTheCut_isNeverShownInPart() {
    Redaction redaction = Redaction.none().maskMessages(DIGITS);
    SplittableRandom random = new SplittableRandom(7);
    for (int before = 1_900; before < 2_060; before++) {
      String secret = "9".repeat(random.nextInt(8, 1_500));
      String text = "x".repeat(before) + secret + " tail " + secret + "y".repeat(3_000);
      assertThat(redaction.message(text)).doesNotContain("9").startsWith("x".repeat(before / 2));
    }
    String many = "12345678 ".repeat(5_000);
    assertThat(redaction.message(many)).doesNotContain("1");
    assertThat(redaction.message("9".repeat(100_000))).isEqualTo("[redacted]…");
    assertThat(redaction.message("short")).isEqualTo("short");
    assertThat(redaction.message(null)).isNull();
  }

  @Test
  void message_patternTooDeep_showsNothing() throws InterruptedException {
    Redaction redaction = Redaction.none().maskMessages(Pattern.compile("(a|b|ab)*c"));
    AtomicReference<@Nullable String> shown = new AtomicReference<>();
    Runnable mask = () -> shown.set(redaction.message("ab".repeat(2_000)));
    Thread shallow = new Thread(null, mask, "shallow", 1);
    shallow.start();
    shallow.join();
    assertThat(shown.get()).isEqualTo(Redaction.MASK);
  }

  @Test
  void settings_thatCannotBe_areRefused() {
    assertThatThrownBy(() -> Redaction.none().hashAttributes(new byte[15], "a"))
        .hasMessageContaining("16 bytes")
        .hasMessageContaining("15");
    assertThatThrownBy(() -> Redaction.none().dropAttributes("a", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void key_changedByItsOwner_staysAsItWas() {
    byte[] key = KEY.clone();
    Redaction redaction = Redaction.none().hashAttributes(key, "a");
    String before = redaction.attribute("a", "v");
    key[0]++;
    assertThat(redaction.attribute("a", "v")).isEqualTo(before);
  }
}
