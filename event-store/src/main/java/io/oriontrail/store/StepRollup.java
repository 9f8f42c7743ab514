package io.oriontrail.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What a step's events add up to within a span of time, by the times that they name. About right: a
 * redelivered batch counts again, and what a function instance had yet to write when it ended is
 * missing.
 *
 * @param step {@link RollupLayout#OTHER} for all steps beyond those that ingest tells apart; {@code
 *     EXECUTION} for executions as a whole
 * @param from start of the span
 * @param width of the span
 * @param started runs that started
 * @param ended runs that ended
 * @param failed those of them that failed
 * @param durations of runs that succeeded and were measured by their emitter
 */
public record StepRollup(
    String step,
    Instant from,
    Duration width,
    long started,
    long ended,
    long failed,
    Histogram durations) {

  /** The same step over both spans: from the earlier start to the later end. */
  StepRollup plus(StepRollup other) {
    Instant begin = from.isBefore(other.from) ? from : other.from;
    Instant end = from.plus(width);
    Instant otherEnd = other.from.plus(other.width);
    return new StepRollup(
        step,
        begin,
        Duration.between(begin, end.isAfter(otherEnd) ? end : otherEnd),
        started + other.started,
        ended + other.ended,
        failed + other.failed,
        durations.plus(other.durations));
  }
}
