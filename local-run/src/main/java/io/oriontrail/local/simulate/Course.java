package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that happens in one execution, with times counted from its start.
 *
 * @param traceId W3C trace id
 * @param bracket the execution as a whole, as a run of the reserved step
 * @param runs in the order in which they were planned, which is not that of time
 */
record Course(Fate fate, String traceId, PlannedRun bracket, List<PlannedRun> runs) {
  Course {
    runs = List.copyOf(runs);
  }

  /** From the start to the last that happens. */
  Duration length() {
    return Stream.concat(Stream.of(bracket), runs.stream())
        .map(PlannedRun::lastTime)
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
