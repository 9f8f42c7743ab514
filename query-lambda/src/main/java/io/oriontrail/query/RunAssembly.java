package io.oriontrail.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the paired runs of an execution, by their place in the order: the parts of
 * which a timeline is put together.
 */
final class RunAssembly {
  private static final long NOT_CRITICAL = Long.MIN_VALUE;

  private final List<PairedRun> runs;
  private final Baselines baselines;
  private final Standing standing;
  private final boolean[] recovered;
  private final List<RunStatus> statuses;
  private final Lanes lanes;
  private final Dependencies dependencies;
  private final Containers containers;
  private final List<CriticalPath.Step> path;
  private final long[] slack;
  private final long[] waits;

  /** {@code runs}: in their order; {@code journey}: as it applies to them. */
  RunAssembly(
      List<PairedRun> runs,
      Bracket bracket,
      Journey journey,
      Baselines baselines,
      long lastEventAt,
      long asOf) {
    this.runs = runs;
    this.baselines = baselines;
    recovered = Recovery.of(runs);
    standing = Standing.of(runs, recovered, bracket, journey, lastEventAt, asOf);
    statuses = new ArrayList<>(runs.size());
    runs.forEach(run -> statuses.add(standing.of(run, bracket, journey)));
    lanes = Lanes.of(runs);
    dependencies = Dependencies.of(runs, journey);
    containers = Containers.of(runs);
    path = CriticalPath.of(runs, dependencies, containers, standing.startedAt());
    slack = Slack.of(runs, dependencies, path);
    waits = new long[runs.size()];
    Arrays.fill(waits, NOT_CRITICAL);
    path.forEach(step -> waits[step.run()] = step.waitNanos());
  }

  List<PairedRun> runs() {
    return runs;
  }

  Baselines baselines() {
    return baselines;
  }

  Standing standing() {
    return standing;
  }

  boolean[] recovered() {
    return recovered;
  }

  List<RunStatus> statuses() {
    return statuses;
  }

  Lanes lanes() {
    return lanes;
  }

  Dependencies dependencies() {
    return dependencies;
  }

  Containers containers() {
    return containers;
  }

  List<CriticalPath.Step> path() {
    return path;
  }

  /** Null off the critical path. */
  @Nullable Long waitOf(int run) {
    return waits[run] == NOT_CRITICAL ? null : waits[run];
  }

  /** Null where it is unknown. */
  @Nullable Long slackOf(int run) {
    return slack[run] == Slack.UNKNOWN ? null : slack[run];
  }
}
