package io.oriontrail.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two executions step by step: what one has and the other has not, and what took longer or ended
 * otherwise. Immutable.
 *
 * @param other what {@code here} is held against
 * @param steps in the order in which {@code here} began them, those that only {@code other} has
 *     behind
 */
record Comparison(Timeline here, Timeline other, List<StepDifference> steps) {
  /** Less than this part of the longer of the two is no difference worth a word, */
  private static final int WORTH_MENTIONING = 10;

  /** nor is less than this. */
  private static final long LEAST_NANOS = 1_000_000;

  /** What a step differs in. */
  enum Change {
    /** The other execution has no run of it. */
    ADDED,
    /** Only the other execution has runs of it. */
    MISSING,
    /** Its last run ended otherwise, or stands otherwise. */
    STATUS_CHANGED,
    /** It failed with another code. */
    ERROR_CHANGED,
    /** It took another number of runs. */
    RUNS_CHANGED,
    SLOWER,
    FASTER
  }

  /**
   * A step in one execution.
   *
   * @param runs how many
   * @param failures how many of them failed
   * @param status of the last of them
   * @param errorCode of the last that failed
   * @param startOffsetNanos from the execution's start to the first of them
   * @param durationNanos of all that ended, summed up; null where none has
   */
  record StepFigures(
      int runs,
      int failures,
      RunStatus status,
      @Nullable String errorCode,
      long startOffsetNanos,
      @Nullable Long durationNanos) {

    static StepFigures of(List<Run> runs, long startedAt) {
      int failures = 0;
      String code = null;
      Long duration = null;
      for (Run run : runs) {
        if (run.status() == RunStatus.FAILED) {
          failures++;
          code = run.errorCode();
        }
        Long took = run.durationNanos();
        if (took != null) {
          duration = Nanos.plus(duration == null ? 0 : duration, took);
        }
      }
      long offset = Nanos.minus(runs.getFirst().start(), startedAt);
      return new StepFigures(
          runs.size(), failures, runs.getLast().status(), code, offset, duration);
    }
  }

  /**
   * A step in both.
   *
   * @param here null where only the other execution has it
   * @param other null where the other execution has none of it
   */
  record StepDifference(
      String step, @Nullable StepFigures here, @Nullable StepFigures other, Set<Change> changes) {

    /** By how much it took longer here; null where one of the two is not known. */
    @Nullable Long deltaNanos() {
      Long mine = here == null ? null : here.durationNanos();
      Long theirs = other == null ? null : other.durationNanos();
      return mine == null || theirs == null ? null : Nanos.minus(mine, theirs);
    }
  }

  static Comparison of(Timeline here, Timeline other) {
    Map<String, List<Run>> mine = byStep(here);
    Map<String, List<Run>> theirs = byStep(other);
    Set<String> names = new LinkedHashSet<>(mine.keySet());
    names.addAll(theirs.keySet());
    List<StepDifference> steps = new ArrayList<>();
    for (String name : names) {
      StepFigures a = figures(mine.get(name), here);
      StepFigures b = figures(theirs.get(name), other);
      steps.add(new StepDifference(name, a, b, changes(a, b)));
    }
    return new Comparison(here, other, List.copyOf(steps));
  }

  private static Map<String, List<Run>> byStep(Timeline timeline) {
    Map<String, List<Run>> byStep = new LinkedHashMap<>();
    for (Run run : timeline.runs()) {
      byStep.computeIfAbsent(run.step(), step -> new ArrayList<>()).add(run);
    }
    return byStep;
  }

  private static @Nullable StepFigures figures(@Nullable List<Run> runs, Timeline of) {
    return runs == null ? null : StepFigures.of(runs, Nanos.of(of.startedAt()));
  }

  private static Set<Change> changes(@Nullable StepFigures here, @Nullable StepFigures other) {
    Set<Change> changes = new LinkedHashSet<>();
    if (here == null || other == null) {
      changes.add(here == null ? Change.MISSING : Change.ADDED);
      return changes;
    }
    if (here.status() != other.status()) {
      changes.add(Change.STATUS_CHANGED);
    }
    if (!Objects.equals(here.errorCode(), other.errorCode())) {
      changes.add(Change.ERROR_CHANGED);
    }
    if (here.runs() != other.runs()) {
      changes.add(Change.RUNS_CHANGED);
    }
    Long mine = here.durationNanos();
    Long theirs = other.durationNanos();
    if (mine != null && theirs != null && isWorthMentioning(mine, theirs)) {
      changes.add(mine > theirs ? Change.SLOWER : Change.FASTER);
    }
    return changes;
  }

  private static boolean isWorthMentioning(long a, long b) {
    long difference = Math.abs(Nanos.minus(a, b));
    return difference >= LEAST_NANOS && difference >= Math.max(a, b) / WORTH_MENTIONING;
  }
}
