package io.oriontrail.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.EventPage;
import io.oriontrail.store.StepEventReader;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoredCheckTest {
  private static final int EXECUTIONS = 2_000;
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  private final Map<ExecutionKey, StoredEvent> table = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final StepEventReader reader =
      (key, order, after, limit) -> {
        asked.incrementAndGet();
        StoredEvent event = table.get(key);
        return new EventPage(event == null ? List.of() : List.of(event), null);
      };

  private final List<StepEvent> events = new ArrayList<>();
  private final List<StepEvent> putAside = new ArrayList<>();
  private final StoredCheck check = new StoredCheck(reader, () -> List.copyOf(putAside));

  StoredCheckTest() {
    for (int n = 0; n < EXECUTIONS; n++) {
      ExecutionKey key = ExecutionKey.of("a", "e-" + n);
      events.add(StepEvent.started(key, "S", START.plusSeconds(n)).eventId("i-" + n).build());
    }
    events.forEach(check::expect);
  }

  private void store(int from, int to) {
    events
        .subList(from, to)
        .forEach(
            event ->
                table.put(
                    event.key(), new StoredEvent(event, TableLayout.sortKey(event), Instant.MAX)));
  }

  @Test
  void lookOn_whileTheyComeInOrder_asksForEachAboutOnce() {
    for (int stored = 0; stored < EXECUTIONS; stored += 100) {
      store(stored, stored + 100);
      check.lookOn();
      check.lookOn();
    }
    while (check.missing() > 0) {
      check.lookOn();
    }

    assertThat(check.stored()).isEqualTo(EXECUTIONS);
    assertThat(asked.get()).isBetween(EXECUTIONS, 5 * EXECUTIONS);
  }

  @Test
  void lookOn_whereTheFirstNeverCome_findsTheOthersAllTheSame() {
    store(500, EXECUTIONS);

    for (int look = 0; look < 10; look++) {
      check.lookOn();
    }

    assertThat(check.stored()).isEqualTo(EXECUTIONS - 500);
    assertThat(check.missing()).isEqualTo(500);
    putAside.addAll(events.subList(0, 500));
    check.look();
    assertThat(check.missing()).isZero();
    assertThat(check.quarantined()).isEqualTo(500);
  }

  @Test
  void look_goesThroughAllAtOnce() {
    store(1_500, EXECUTIONS);
    check.look();
    assertThat(check.stored()).isEqualTo(500);
  }
}
