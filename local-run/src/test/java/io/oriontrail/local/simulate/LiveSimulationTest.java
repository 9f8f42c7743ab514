package io.oriontrail.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LiveSimulationTest {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  private static final Duration LONG = Duration.ofMinutes(5);

  private final SimulatorSettings settings = new SimulatorSettings(3, 20, 10, 0.2);

  @Test
  void awaitEnd_allPlayed_returnsTrueWithAllCounted() throws InterruptedException {
    try (LiveSimulation live = start(act -> {}, () -> START.plus(Duration.ofDays(1)))) {
      assertThat(live.awaitEnd(LONG)).isTrue();
      assertThat(live.counts().accounts()).isEqualTo(20);
    }
  }

  @Test
  void close_whileMuchIsToCome_stopsWhereItIs() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    LiveSimulation live = start(act -> begun.countDown(), InstantSource.fixed(START));
    begun.await();

    live.close();
    assertThat(live.awaitEnd(LONG)).isFalse();
    assertThat(live.counts().executions()).isEqualTo(1);
  }

  @Test
  void awaitEnd_performerThrows_saysSo() {
    Performer refusing =
        act -> {
          throw new IllegalArgumentException("no room");
        };

    try (LiveSimulation live = start(refusing, InstantSource.fixed(START))) {
      assertThatThrownBy(() -> live.awaitEnd(LONG))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the simulation broke off: no room");
    }
  }

  private LiveSimulation start(Performer performer, InstantSource clock) {
    return LiveSimulation.start(new Player(Arrivals.live(settings, START), performer), clock);
  }
}
