package io.oriontrail.query;

import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import io.oriontrail.store.StoredEvent;
import java.util.Comparator;

/**
 * A stored event with its time in nanoseconds.
 *
 * @param cut whether its message or attributes were cut to fit the store
 * @param inTail whether it is one of the last events: all are, unless some were left out
 */
record TimedEvent(StepEvent event, String sortKey, long at, boolean inTail, boolean cut) {

  /** By time, a start before an end, then by key: total over distinct events. */
  static final Comparator<TimedEvent> ORDER =
      (a, b) -> {
        int byTime = Long.compare(a.at, b.at);
        if (byTime != 0) {
          return byTime;
        }
        int byState = a.event.state().compareTo(b.event.state());
        return byState != 0 ? byState : CodePointOrder.compare(a.sortKey, b.sortKey);
      };

  static TimedEvent of(StoredEvent stored, boolean inTail) {
    long at = Nanos.of(stored.event().timestamp());
    return new TimedEvent(stored.event(), stored.sortKey(), at, inTail, stored.cut());
  }

  boolean isStart() {
    return event.state() == State.STARTED;
  }

  /**
   * Whether this end counts instead of {@code other}: the later one does, and at one moment a
   * failure does.
   */
  boolean outranks(TimedEvent other) {
    if (at != other.at) {
      return at > other.at;
    }
    if (event.status() != other.event.status()) {
      return event.status() == Status.FAILED;
    }
    return CodePointOrder.compare(sortKey, other.sortKey) > 0;
  }
}
