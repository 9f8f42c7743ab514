package io.oriontrail.alert;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.InMemoryEventStore;
import io.oriontrail.store.InMemoryRollupStore;
import io.oriontrail.store.RollupReader;
import io.oriontrail.store.RollupWriter;
import io.oriontrail.store.Rollups;
import io.oriontrail.store.StepEventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs that fail around an alarm: of VERIFY_IDENTITY many by a time-out, some by something else.
 */
final class Incident {
  static final Duration RETENTION = Duration.ofDays(14);

  final ManualClock clock = new ManualClock(Alarms.AT.plusSeconds(20));
  final InMemoryEventStore events = new InMemoryEventStore(RETENTION, clock);
  private final InMemoryRollupStore sums = new InMemoryRollupStore(RETENTION, clock);

  static Incident stored() {
    Incident incident = new Incident();
    store(incident.events, incident.sums, Alarms.AT.minusSeconds(300));
    return incident;
  }

  /** Puts its events where they are read. */
  static void store(StepEventWriter events, RollupWriter sums, Instant began) {
    List<StepEvent> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      // The worst is tried three times, one more twice.
      int tries = i == 7 ? 3 : i == 8 ? 2 : 1;
      for (int attempt = 1; attempt <= tries; attempt++) {
        all.add(failed(i, "VERIFY_IDENTITY", "IDV_TIMEOUT", attempt, began.plusSeconds(i)));
      }
      all.add(failed(i, StepEvent.EXECUTION, "IDV_TIMEOUT", 9, began.plusSeconds(i + 1)));
    }
    all.add(failed(40, "VERIFY_IDENTITY", null, 1, began.plusSeconds(50)));
    all.add(failed(41, "OPEN_ACCOUNT", "NO_ROUTE", 1, began.plusSeconds(60)));
    for (int i = 0; i < 66; i++) {
      all.add(
          StepEvent.ended(key(i), "VERIFY_IDENTITY", Status.SUCCEEDED, began.plusSeconds(i))
              .runId("good-" + i)
              .build());
    }
    Instant deadline = began.plus(Duration.ofHours(1));
    events.append(all.stream().map(StepEvent::identified).toList(), deadline);
    Rollups rollups = new Rollups(RETENTION);
    all.forEach(event -> rollups.count(event, began.plusSeconds(100)));
    sums.add(rollups.drain(), deadline);
  }

  private static ExecutionKey key(int number) {
    return ExecutionKey.of("acct-" + number, "exec " + number);
  }

  private static StepEvent failed(
      int number, String step, @Nullable String code, int attempt, Instant at) {
    StepEvent.Builder event =
        StepEvent.ended(key(number), step, Status.FAILED, at.plusMillis(attempt))
            .attempt(attempt)
            .errorMessage("secret of the payload");
    return (code == null ? event : event.errorCode(code)).build();
  }

  RollupReader rollups() {
    return sums.reader(events);
  }

  FailureLookup lookup(int executions) {
    return new FailureLookup(rollups(), events, clock, Alarms.PATIENCE, executions);
  }
}
