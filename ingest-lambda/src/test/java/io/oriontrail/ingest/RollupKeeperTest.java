package io.oriontrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.Heartbeat;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.RollupUpdate;
import io.oriontrail.store.RollupWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollupKeeperTest {
  private static final Duration RETENTION = Duration.ofDays(14);

  private Instant now = Wire.START;
  private boolean throttled;
  private int additions;
  private final InMemoryRollupStore store = new InMemoryRollupStore(RETENTION, () -> now);
  private final InMemoryEventStore heartbeats = new InMemoryEventStore(RETENTION, () -> now);
  private final RollupReader reader = store.reader(heartbeats);
  private final RollupWriter writer = this::add;
  private final RollupKeeper keeper = new RollupKeeper(writer, RETENTION, () -> now);

  @Test
  void quietFunction_addsAfterEveryBatch() {
    for (int batch = 1; batch <= 5; batch++) {
      count(1, "S");
      assertThat(keeper.keep(1, deadline()).waiting()).isZero();
      assertThat(started()).isEqualTo(batch);
      now = now.plusSeconds(10);
    }
  }

  /** 500 events a second of 40 steps for an hour: some 80 items would be added to each second. */
  @Test
  void busyFunction_addsForASmallShareOfItsEvents() {
    int events = 0;
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 500; i++) {
        count(1, "S" + i % 40);
      }
      events += 500;
      keeper.keep(500, deadline());
      now = now.plusSeconds(1);
    }

    assertThat(additions)
        .isLessThan((int) (RollupKeeper.BURST + 3_600 * 2 + events * 0.03) + 1)
        .isGreaterThan((int) (events * 0.03));
    assertThat(started()).isGreaterThan((long) (events * 0.99));
  }

  /** Completeness is judged by them, so they must not lie in a function that may end. */
  @Test
  void busyFunction_addsWhatIsStoredOfEmittersAfterNearlyEveryBatch() {
    for (int emitter = 0; emitter < 40; emitter++) {
      heartbeats.append(
          List.of(new Heartbeat("emitter%03d".formatted(emitter), 0, now, Map.of("numbered", 0L))),
          deadline());
    }
    long stored = 0;
    long behind = 0;
    for (int second = 0; second < 1_200; second++) {
      for (int i = 0; i < 500; i++) {
        // Five of forty emitters a batch, as records hold a hundred events of one.
        String id = "emitter%03d-%d".formatted((5 * second + i / 100) % 40, i % 10);
        keeper.count(StepEvent.started(Wire.KEY, "S" + i % 40, now).eventId(id).build(), now);
        stored++;
      }
      keeper.keep(500, deadline());
      if (second > 600 && second % 40 == 0) {
        behind = Math.max(behind, stored - storedOfEmitters());
      }
      now = now.plusSeconds(1);
    }

    assertThat(behind).isLessThanOrEqualTo(1_500);
    assertThat(additions).isLessThan((int) (RollupKeeper.BURST + 1_200 * 2 + stored * 0.03) + 1);
    assertThat(started()).isGreaterThan((long) (stored * 0.97));
  }

  @Test
  void throttledStore_keepsTheSumsForLater() {
    throttled = true;
    count(3, "S");
    assertThat(keeper.keep(3, deadline())).isEqualTo(new RollupKeeper.Outcome(0, 2, 0));

    throttled = false;
    count(2, "S");

    assertThat(keeper.keep(2, deadline())).isEqualTo(new RollupKeeper.Outcome(2, 0, 0));
    assertThat(started()).isEqualTo(5);
  }

  @Test
  void writerThatBreaks_isToldOfAndStopsNothing() {
    RollupKeeper broken =
        new RollupKeeper(
            (sums, deadline) -> {
              throw new IllegalStateException("a bug");
            },
            RETENTION,
            () -> now);
    broken.count(StepEvent.started(Wire.KEY, "S", now).eventId("e").build(), now);

    assertThat(broken.keep(1, deadline()).problem()).contains("2 sums may be lost", "a bug");
    assertThat(broken.keep(1, deadline())).isEqualTo(new RollupKeeper.Outcome(0, 0, 0));
  }

  private List<RollupUpdate> add(List<RollupUpdate> updates, Instant deadline) {
    if (throttled) {
      return updates;
    }
    additions += updates.size();
    return store.add(updates, deadline);
  }

  private long storedOfEmitters() {
    return reader.completeness(Wire.START.minusSeconds(1), now.plusSeconds(1)).stored();
  }

  private long started() {
    return reader.steps(Wire.START.minusSeconds(3_600), now.plusSeconds(1)).stream()
        .mapToLong(step -> step.started())
        .sum();
  }

  private void count(int events, String step) {
    for (int i = 0; i < events; i++) {
      keeper.count(StepEvent.started(Wire.KEY, step, now).eventId("e").build(), now);
    }
  }

  private Instant deadline() {
    return now.plusSeconds(30);
  }
}
