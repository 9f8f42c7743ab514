package io.oriontrail.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.StepEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;

/**
 * Tests on a {@link VirtualLine}, each of which ends with the quiet phase: all that is owed is
 * delivered, nothing was invented, what arrived is what was handed in, a fresh event passes, and
 * the books balance exactly.
 */
abstract class QuietLine {
  static final Duration MINUTE = Duration.ofMinutes(1);

  final VirtualLine line;
  final SplittableRandom random = new SplittableRandom(7);
  long expectedDrops;

  QuietLine() {
    this(VirtualLine.settings());
  }

  QuietLine(Settings settings) {
    line = new VirtualLine(settings);
  }

  /** Faults are over: what is buffered arrives, a fresh event passes, the books balance. */
  @AfterEach
  void quietPhase() {
    line.releaseAll();
    line.sender.afterwards(line.sender::storeAll);
    line.pass(MINUTE);
    StepEvent fresh = Events.started(999_999);
    line.emit(fresh);
    line.pass(Duration.ofSeconds(1));
    assertThat(line.sender.events()).extracting(StepEvent::step).contains(fresh.step());
    EmitterStats stats = line.stats();
    assertThat(stats.buffered()).isZero();
    assertThat(stats.bufferedBytes()).isZero();
    assertThat(stats.dropped()).isEqualTo(expectedDrops);
    assertThat(stats.offered()).isEqualTo(stats.delivered() + stats.dropped());
    Set<StepEvent> arrived = new HashSet<>(line.sender.events());
    assertThat(arrived).hasSize((int) stats.delivered());
    Set<StepEvent> payloads = new HashSet<>();
    arrived.forEach(event -> payloads.add(event.toBuilder().eventId(null).build()));
    assertThat(line.emitted).containsAll(payloads); // nothing invented, nothing changed
    if (expectedDrops == 0) {
      assertThat(payloads).isEqualTo(line.emitted);
    }
  }

  void emitRecords(int count) {
    // Noise fills records quickly: each of these events makes about one.
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < 8; j++) {
        line.emit(Events.noise(random, 3_000));
      }
    }
  }
}
