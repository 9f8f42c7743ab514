package io.oriontrail.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The execution's own events: when it began and ended as a whole, as far as anybody said so.
 *
 * @param firstStart the first EXECUTION STARTED
 * @param lastStart the last EXECUTION STARTED: with it the execution was opened (again)
 * @param lastEnd the last EXECUTION ENDED; at one moment the failed one
 */
record Bracket(
    @Nullable TimedEvent firstStart, @Nullable TimedEvent lastStart, @Nullable TimedEvent lastEnd) {

  /** {@code events}: in time order. */
  static Bracket of(List<TimedEvent> events) {
    TimedEvent firstStart = null;
    TimedEvent lastStart = null;
    TimedEvent lastEnd = null;
    for (TimedEvent event : events) {
      if (!event.event().isBracket()) {
        continue;
      }
      if (event.isStart()) {
        firstStart = firstStart == null ? event : firstStart;
        lastStart = event;
      } else if (lastEnd == null || event.outranks(lastEnd)) {
        lastEnd = event;
      }
    }
    return new Bracket(firstStart, lastStart, lastEnd);
  }

  /** The end that holds: the last one, unless the execution was opened again after it. */
  @Nullable TimedEvent effectiveEnd() {
    boolean openedAgain = lastEnd != null && lastStart != null && lastStart.at() > lastEnd.at();
    return openedAgain ? null : lastEnd;
  }

  /** Whether the execution was opened and not ended since. */
  boolean isOpen() {
    return lastStart != null && effectiveEnd() == null;
  }
}
