package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.oriontrail.event.StepEvent;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/**
 * What a caller's thread allocates. The tests run with the first compiler only, which leaves no
 * allocation out, so this is the most that it can be.
 */
final class AllocationTest {
  private static final int ROUNDS = 5_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OrionEmitter emitter =
      OrionEmitter.builder()
          .sender(records -> Collections.nCopies(records.size(), ScriptedSender.Outcome.STORED))
          .service("onboarding")
          .host("host-1")
          .bufferBytes(128L << 20) // for all of them, should the sending thread get no turn
          .shutdownHook(false)
          .build();

  @Test
  void startToSucceeded_withThreeAttributes_takesAtMost600Bytes() {
    Execution execution = emitter.execution("acct-42", "exec-7");
    assertThat(
            bytesEach(
                () ->
                    execution
                        .step("VERIFY_IDENTITY")
                        .attribute("provider", "acme")
                        .attribute("region", "eu-west-1")
                        .attribute("channel", "web")
                        .start()
                        .succeeded()))
        .isPositive()
        .isLessThanOrEqualTo(600);
  }

  @Test
  void emit_ofAReadyMadeEvent_takesAtMost32Bytes() {
    StepEvent event = Events.started(1);
    assertThat(bytesEach(() -> emitter.emit(event))).isLessThanOrEqualTo(32);
  }

  /** Of many rounds the mean, after as many to load and to start what is needed. */
  private long bytesEach(Runnable round) {
    repeat(round);
    long before = threads.getCurrentThreadAllocatedBytes();
    repeat(round);
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    emitter.close(Duration.ofSeconds(60));
    assertThat(emitter.stats().dropped()).isZero(); // what is dropped would come too cheap
    return bytes;
  }

  private static void repeat(Runnable round) {
    for (int i = 0; i < ROUNDS; i++) {
      round.run();
    }
  }
}
