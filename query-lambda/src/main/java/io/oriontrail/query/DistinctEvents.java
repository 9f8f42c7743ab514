package io.oriontrail.query;

import io.oriontrail.event.StepEventJson;
import io.oriontrail.store.StoredEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The events of an execution in time order, each once.
 *
 * @param events all of them, the execution's own and those of runs
 * @param duplicates how many were dropped because their sort key stood there already
 */
record DistinctEvents(List<TimedEvent> events, int duplicates) {

  static DistinctEvents of(ExecutionEvents execution) {
    TimedEvent[] sorted = new TimedEvent[execution.events().size()];
    int count = 0;
    String tailFrom = execution.tailFrom();
    for (StoredEvent stored : execution.events()) {
      boolean inTail = tailFrom == null || CodePointOrder.compare(stored.sortKey(), tailFrom) >= 0;
      sorted[count++] = TimedEvent.of(stored, inTail);
    }
    Arrays.sort(sorted, TimedEvent.ORDER);
    List<TimedEvent> distinct = new ArrayList<>(count);
    for (TimedEvent event : sorted) {
      int last = distinct.size() - 1;
      if (last >= 0 && isSame(distinct.get(last), event)) {
        distinct.set(last, theOneToKeep(distinct.get(last), event));
      } else {
        distinct.add(event);
      }
    }
    return new DistinctEvents(distinct, count - distinct.size());
  }

  private static boolean isSame(TimedEvent a, TimedEvent b) {
    return a.at() == b.at() && a.sortKey().equals(b.sortKey());
  }

  /**
   * One key names one content, so the two are equal. Should they ever differ, the choice must not
   * depend on which came first.
   */
  private static TimedEvent theOneToKeep(TimedEvent a, TimedEvent b) {
    if (a.event().equals(b.event())) {
      return a;
    }
    int order =
        Arrays.compareUnsigned(StepEventJson.encode(a.event()), StepEventJson.encode(b.event()));
    return order <= 0 ? a : b;
  }

  /** The time of the latest event. */
  long lastAt() {
    return events.getLast().at();
  }
}
