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

  private static final long MOST = BOUND + BOUND / 10;

  /**
   * Other tests of this JVM may leave threads behind that load something or let go of it: what the
   * emitter itself keeps too much of is there each time.
   */
  private static final int TRIALS = 3;

  @Test
  @Timeout(600)
  void heap_deadEndpointAndTenTimesWhatFits_staysWithinTheBoundAndATenth() {
    long kept = keptByOne();
    for (int i = 1; i < TRIALS && (kept < BOUND / 4 || kept > MOST); i++) {
      kept = keptByOne();
    }
    assertThat(kept).isBetween(BOUND / 4, MOST);
  }

  private static long keptByOne() {
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
    // Beyond that only where the sending thread had no turn: packed, events take less room.
    for (int i = 0; i < 10 * FIT || emitter.stats().bufferedBytes() < BOUND / 2; i++) {
      emitter.emit(Events.noise(random, EVENT_BYTES));
    }
    long kept = heapInUse() - before;
    EmitterStats stats = emitter.stats();
    emitter.close(Duration.ZERO);
    emitter.close(Duration.ofSeconds(60)); // until it has ended
    assertThat(stats.dropped(DropReason.BUFFER_FULL)).isGreaterThan(8L * FIT);
    assertThat(stats.bufferedBytes()).isBetween(BOUND / 2, BOUND);
    return kept;
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
