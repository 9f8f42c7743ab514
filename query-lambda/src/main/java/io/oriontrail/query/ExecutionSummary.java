package io.oriontrail.query;

import io.oriontrail.event.ExecutionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an execution stands, in a line.
 *
 * @param failure the failure that was not made good and ended latest; null where there is none
 */
record ExecutionSummary(
    ExecutionKey key,
    ExecutionStatus status,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Long durationNanos,
    Instant lastEventAt,
    @Nullable Run failure) {

  static ExecutionSummary of(Timeline timeline) {
    return new ExecutionSummary(
        timeline.key(),
        timeline.status(),
        timeline.startedAt(),
        timeline.endedAt(),
        timeline.durationNanos(),
        timeline.lastEventAt(),
        failure(timeline.runs()));
  }

  /** What encloses a failure failed for it, and is named only where nothing within it is. */
  private static @Nullable Run failure(List<Run> runs) {
    Run latest = null;
    for (Run run : runs) {
      if (Boolean.FALSE.equals(run.recovered()) && (latest == null || outranks(run, latest))) {
        latest = run;
      }
    }
    return latest;
  }

  private static boolean outranks(Run run, Run other) {
    return run.isContainer() == other.isContainer()
        ? run.end() >= other.end()
        : other.isContainer();
  }
}
