package io.oriontrail.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an execution stands as of a moment.
 *
 * @param isOver whether nothing more is to be expected of it
 * @param startedAt nanoseconds since the epoch
 * @param endedAt nanoseconds since the epoch; null until it is over
 * @param lastEventAt nanoseconds since the epoch
 */
record Standing(
    ExecutionStatus status,
    boolean isOver,
    long startedAt,
    @Nullable Long endedAt,
    long lastEventAt,
    long asOf) {

  static Standing of(
      List<PairedRun> runs,
      boolean[] recovered,
      Bracket bracket,
      Journey journey,
      long lastEventAt,
      long asOf) {
    boolean runOpen = false;
    boolean failureStands = false;
    boolean finalReached = journey.finalSteps().isEmpty();
    for (int i = 0; i < runs.size(); i++) {
      PairedRun run = runs.get(i);
      // With events left out, what happened to the earlier runs is not known.
      if (run.inTail()) {
        runOpen |= run.isOpen();
        failureStands |= run.failed() && !recovered[i];
      }
      finalReached = finalReached || journey.finalSteps().contains(run.step());
    }
    TimedEvent end = bracket.effectiveEnd();
    boolean somethingOpen = runOpen || bracket.isOpen();
    long silence = Nanos.minus(asOf, lastEventAt);
    ExecutionStatus status;
    if (end != null) {
      status = ofEnd(end);
    } else if (somethingOpen || !finalReached) {
      status =
          silence <= journey.stallAfter().toNanos()
              ? ExecutionStatus.RUNNING
              : failureStands ? ExecutionStatus.FAILED : ExecutionStatus.STALLED;
    } else {
      status =
          silence <= journey.quietAfter().toNanos()
              ? ExecutionStatus.RUNNING
              : failureStands ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED;
    }
    boolean isFinal = status == ExecutionStatus.SUCCEEDED || status == ExecutionStatus.FAILED;
    boolean isOver = end != null || (!somethingOpen && isFinal);
    Long endedAt = isOver ? lastEnd(runs, bracket) : null;
    return new Standing(status, isOver, start(runs, bracket), endedAt, lastEventAt, asOf);
  }

  private static ExecutionStatus ofEnd(TimedEvent end) {
    return switch (end.event().status()) {
      case SUCCEEDED -> ExecutionStatus.SUCCEEDED;
      case FAILED -> ExecutionStatus.FAILED;
      case null -> throw new IllegalStateException("an ended event has a status");
    };
  }

  private static long start(List<PairedRun> runs, Bracket bracket) {
    long start = runs.isEmpty() ? Long.MAX_VALUE : runs.getFirst().start();
    if (bracket.firstStart() != null) {
      start = Math.min(start, bracket.firstStart().at());
    }
    if (start == Long.MAX_VALUE && bracket.lastEnd() != null) {
      return bracket.lastEnd().at();
    }
    return start;
  }

  private static long lastEnd(List<PairedRun> runs, Bracket bracket) {
    long end = bracket.lastEnd() == null ? Long.MIN_VALUE : bracket.lastEnd().at();
    for (PairedRun run : runs) {
      if (!run.isOpen()) {
        end = Math.max(end, run.end());
      }
    }
    return end;
  }

  /** Until when the execution is shown: its end, or what is known of it. */
  long shownUntil() {
    return endedAt != null ? endedAt : lastEventAt;
  }

  /** Null until it is over. An end before the start makes no negative length. */
  @Nullable Long durationNanos() {
    return endedAt == null ? null : Math.max(0, Nanos.minus(endedAt, startedAt));
  }

  private long silence() {
    return Nanos.minus(asOf, lastEventAt);
  }

  /** How a run stands within this execution. */
  RunStatus of(PairedRun run, Bracket bracket, Journey journey) {
    if (!run.isOpen()) {
      return run.failed() ? RunStatus.FAILED : RunStatus.SUCCEEDED;
    }
    TimedEvent end = bracket.effectiveEnd();
    if (end != null && Nanos.minus(asOf, end.at()) > journey.quietAfter().toNanos()) {
      return RunStatus.LOST;
    }
    return silence() > journey.stallAfter().toNanos() ? RunStatus.STALLED : RunStatus.RUNNING;
  }
}
