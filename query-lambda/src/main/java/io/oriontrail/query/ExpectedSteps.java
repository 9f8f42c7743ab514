package io.oriontrail.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the steps of a journey definition that were never seen; one instance a call. */
final class ExpectedSteps {
  /** What is known of a step that was seen. */
  private static final class Seen {
    boolean open;
    boolean failed;
    long lastEnd = Long.MIN_VALUE;
  }

  private final Journey journey;
  private final Baselines baselines;
  private final Standing standing;
  private final Map<String, Seen> seen = new HashMap<>();

  private ExpectedSteps(Journey journey, Baselines baselines, Standing standing) {
    this.journey = journey;
    this.baselines = baselines;
    this.standing = standing;
  }

  /** The definition's steps that no run belongs to, in the order of the definition. */
  static List<ExpectedStep> of(
      List<PairedRun> runs,
      boolean[] recovered,
      Journey journey,
      Baselines baselines,
      Standing standing) {
    if (!journey.isDefined()) {
      return List.of();
    }
    ExpectedSteps expected = new ExpectedSteps(journey, baselines, standing);
    for (int i = 0; i < recovered.length; i++) {
      expected.see(runs.get(i), recovered[i]);
    }
    List<ExpectedStep> missing = new ArrayList<>();
    for (Journey.Step step : journey.steps()) {
      if (!expected.seen.containsKey(step.name())) {
        missing.add(expected.judge(step));
      }
    }
    return missing;
  }

  private void see(PairedRun run, boolean recovered) {
    Seen step = seen.computeIfAbsent(run.step(), name -> new Seen());
    step.open |= run.isOpen();
    step.failed |= run.failed() && !recovered;
    if (!run.isOpen()) {
      step.lastEnd = Math.max(step.lastEnd, run.end());
    }
  }

  private ExpectedStep judge(Journey.Step step) {
    List<String> failed = new ArrayList<>();
    for (String predecessor : step.dependsOn()) {
      Seen before = seen.get(predecessor);
      if (before != null && before.failed) {
        failed.add(predecessor);
      }
    }
    if (!failed.isEmpty()) {
      return new ExpectedStep(step.name(), ExpectedState.BLOCKED, failed);
    }
    boolean succeeded = standing.isOver() && standing.status() == ExecutionStatus.SUCCEEDED;
    if (step.optional() || succeeded) {
      return new ExpectedStep(step.name(), ExpectedState.SKIPPED, List.of());
    }
    return new ExpectedStep(
        step.name(),
        isOverdue(step) ? ExpectedState.OVERDUE : ExpectedState.NOT_REACHED,
        List.of());
  }

  private boolean isOverdue(Journey.Step step) {
    Long patience = patience(step);
    if (standing.isOver() || patience == null) {
      return false;
    }
    Long ready = readyAt(step);
    return ready != null && Nanos.minus(standing.asOf(), ready) > patience;
  }

  /** The shorter of the step's usual p95 and the definition's limit; null without either. */
  private @Nullable Long patience(Journey.Step step) {
    Baseline baseline = baselines.of(step.name());
    Duration limit = step.limit();
    if (baseline == null) {
      return limit == null ? null : limit.toNanos();
    }
    return limit == null ? baseline.p95Nanos() : Math.min(baseline.p95Nanos(), limit.toNanos());
  }

  /**
   * When all predecessors were done; null while one is not. An optional one that was never seen is
   * passed over to its own predecessors. A step without any was ready from the start.
   */
  private @Nullable Long readyAt(Journey.Step step) {
    long ready = standing.startedAt();
    List<String> toAsk = new ArrayList<>(step.dependsOn());
    Set<String> asked = new HashSet<>();
    while (!toAsk.isEmpty()) {
      String name = toAsk.removeLast();
      if (!asked.add(name)) {
        continue;
      }
      Seen before = seen.get(name);
      if (before == null) {
        if (!journey.isOptional(name)) {
          return null;
        }
        toAsk.addAll(journey.dependsOn(name));
      } else if (before.open || before.failed) {
        return null;
      } else {
        ready = Math.max(ready, before.lastEnd);
      }
    }
    return ready;
  }
}
