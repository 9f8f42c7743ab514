package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.emitter.transport.SendException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the emitter keeps on the heap, as the garbage collector sees it. */
final class MemoryTest {
  private static final long BOUND = 16L << 20;
  private static final int EVENT_BYTES = 2_000;

  /** Far fewer fit, whether as events or packed. */
  private static final int FIT = 11_000;

  @Test
  @Timeout(120)
  void heap_deadEndpointAndTenTimesWhatFits_staysWithinTheBoundAndATenth() {
    SplittableRandom random = new SplittableRandom(3);
    Events.noise(random, EVENT_BYTES); // what is loaded once is no part of the measurement
    long before = heapInUse();
    OrionEmitter emitter =
        OrionEmitter.builder()
            .sender(
                records -> {
                  throw new SendException(SendException.Kind.UNAVAILABLE, "dead", null);
                })
            .shutdownHook(false)
            .bufferBytes(BOUND)
            .linger(Duration.ofMillis(5))
            .build();
    for (int i = 0; i < 10 * FIT; i++) {
      emitter.emit(Events.noise(random, EVENT_BYTES));
    }
    long kept = heapInUse() - before;
    EmitterStats stats = emitter.stats();
    emitter.close(Duration.ZERO);

    assertThat(stats.dropped(DropReason.BUFFER_FULL)).isGreaterThan(8L * FIT);
    assertThat(stats.bufferedBytes()).isBetween(BOUND / 2, BOUND);
    assertThat(kept).as("%s", stats).isBetween(BOUND / 4, BOUND + BOUND / 10);
  }

  private static long heapInUse() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
