package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.StoredEvent;
import io.oriontrail.store.TableLayout;
import java.time.Instant;
import java.util.List;

/** Makes stored events for tests. */
final class Events {
  static final ExecutionKey KEY = ExecutionKey.of("acct-1", "exec-1");
  static final Instant FAR = Instant.parse("2199-12-31T00:00:00Z");

  private Events() {}

  static StoredEvent stored(StepEvent event, Instant expiresAt) {
    StepEvent identified = event.identified();
    return new StoredEvent(identified, TableLayout.sortKey(identified), expiresAt);
  }

  static StoredEvent stored(StepEvent event) {
    return stored(event, FAR);
  }

  static ExecutionEvents execution(List<StepEvent> events) {
    return ExecutionEvents.of(
        events.getFirst().key(), events.stream().map(Events::stored).toList());
  }
}
