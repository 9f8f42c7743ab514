package io.oriontrail.query;

import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of one run: its start, its end, or both. What the end says wins over what the
 * start says.
 *
 * @param runId the producer's, or one made from the first event's key
 * @param start nanoseconds since the epoch
 * @param end nanoseconds since the epoch; {@link #OPEN} without an ENDED event
 * @param durationNanos 0 where it is open
 */
record PairedRun(
    String runId,
    @Nullable TimedEvent started,
    @Nullable TimedEvent ended,
    long start,
    long end,
    long durationNanos,
    Set<RunFlag> flags) {

  /** The end of a run that has none: later than every other. */
  static final long OPEN = Long.MAX_VALUE;

  /** The latest end that a run can have, so that no sum looks like {@link #OPEN}. */
  private static final long LATEST_END = OPEN - 2;

  /**
   * The order of runs: start, end (open last), step, attempt, runId. Every "earlier" and "latest"
   * means this on ties.
   */
  static final Comparator<PairedRun> ORDER =
      Comparator.comparingLong(PairedRun::start)
          .thenComparingLong(PairedRun::end)
          .thenComparing(PairedRun::step, CodePointOrder.INSTANCE)
          .thenComparingInt(PairedRun::attempt)
          .thenComparing(PairedRun::runId);

  static PairedRun of(
      String runId,
      @Nullable TimedEvent started,
      @Nullable TimedEvent ended,
      boolean seenRepeatedly) {
    EnumSet<RunFlag> flags = EnumSet.noneOf(RunFlag.class);
    if (seenRepeatedly) {
      flags.add(RunFlag.DUPLICATE_STATE);
    }
    if (ended == null) {
      long start = anyOf(started, null).at();
      return new PairedRun(runId, started, null, start, OPEN, 0, flags);
    }
    Long measured = ended.event().durationNanos();
    if (started == null) {
      flags.add(RunFlag.START_MISSING);
      long duration = measured == null ? 0 : measured;
      long start = Nanos.minus(ended.at(), duration);
      return new PairedRun(runId, null, ended, start, ended.at(), duration, flags);
    }
    if (ended.at() < started.at()) {
      flags.add(RunFlag.CLOCK_SKEW);
    }
    long duration = measured != null ? measured : Math.max(0, ended.at() - started.at());
    long end = Math.min(LATEST_END, Nanos.plus(started.at(), duration));
    return new PairedRun(runId, started, ended, started.at(), end, duration, flags);
  }

  private static TimedEvent anyOf(@Nullable TimedEvent started, @Nullable TimedEvent ended) {
    if (ended != null) {
      return ended;
    }
    if (started != null) {
      return started;
    }
    throw new IllegalArgumentException("a run has a start, an end or both");
  }

  boolean isOpen() {
    return end == OPEN;
  }

  boolean failed() {
    return ended != null && ended.event().status() == Status.FAILED;
  }

  boolean succeeded() {
    return ended != null && ended.event().status() == Status.SUCCEEDED;
  }

  /**
   * Whether one of its events is among the last: with events left out, only these can be judged.
   */
  boolean inTail() {
    return (started != null && started.inTail()) || (ended != null && ended.inTail());
  }

  String step() {
    return anyOf(started, ended).event().step();
  }

  /** From 1; 1 where the producer gave none. */
  int attempt() {
    Integer attempt = field(StepEvent::attempt);
    return attempt == null ? 1 : attempt;
  }

  /** Whether the producer numbers its attempts. */
  boolean carriesAttempt() {
    return field(StepEvent::attempt) != null;
  }

  @Nullable String parentRunId() {
    return field(StepEvent::parentRunId);
  }

  /** The step names of both events, those of the start first, none twice. */
  List<String> dependsOn() {
    List<String> atStart = started == null ? List.of() : started.event().dependsOn();
    List<String> atEnd = ended == null ? List.of() : ended.event().dependsOn();
    if (atStart.isEmpty() && atEnd.isEmpty()) {
      return List.of();
    }
    Set<String> names = new LinkedHashSet<>(atStart);
    names.addAll(atEnd);
    return List.copyOf(names);
  }

  Map<String, String> attributes() {
    Map<String, String> atStart = started == null ? Map.of() : started.event().attributes();
    Map<String, String> atEnd = ended == null ? Map.of() : ended.event().attributes();
    if (atStart.isEmpty() || atEnd.isEmpty()) {
      return atEnd.isEmpty() ? atStart : atEnd;
    }
    Map<String, String> merged = new TreeMap<>(atStart);
    merged.putAll(atEnd);
    return merged;
  }

  /** A field of the run: the end's, or where it has none the start's. */
  <T> @Nullable T field(Function<StepEvent, @Nullable T> of) {
    T atEnd = ended == null ? null : of.apply(ended.event());
    return atEnd != null || started == null ? atEnd : of.apply(started.event());
  }
}
