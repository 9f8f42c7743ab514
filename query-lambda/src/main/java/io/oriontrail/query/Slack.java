package io.oriontrail.query;

import java.util.Arrays;
import java.util.List;

/** By how much each run could have taken longer without delaying what came after it. */
final class Slack {
  /** The slack of an open run off the critical path: nobody knows. */
  static final long UNKNOWN = -1;

  private static final long NO_DEPENDENT = Long.MAX_VALUE;

  private Slack() {}

  /**
   * The slack of each run in nanoseconds, never negative, or {@link #UNKNOWN}.
   *
   * @param runs in their order; dependencies lead to earlier ones only
   */
  static long[] of(List<PairedRun> runs, Dependencies dependencies, List<CriticalPath.Step> path) {
    boolean[] critical = new boolean[runs.size()];
    path.forEach(step -> critical[step.run()] = true);
    long latestEnd = Long.MIN_VALUE;
    for (PairedRun run : runs) {
      if (!run.isOpen()) {
        latestEnd = Math.max(latestEnd, run.end());
      }
    }
    long[] least = new long[runs.size()];
    Arrays.fill(least, NO_DEPENDENT);
    long[] slack = new long[runs.size()];
    for (int i = runs.size() - 1; i >= 0; i--) {
      PairedRun run = runs.get(i);
      if (critical[i]) {
        slack[i] = 0;
      } else if (run.isOpen()) {
        slack[i] = UNKNOWN;
      } else {
        long room = least[i] == NO_DEPENDENT ? latestEnd : least[i];
        slack[i] = Math.max(0, Nanos.minus(room, run.end()));
      }
      // What is left of a dependency: until this run's start, and as long as this one may slip.
      long until = Nanos.plus(run.start(), Math.max(0, slack[i]));
      for (int dependency : dependencies.resolved(i)) {
        least[dependency] = Math.min(least[dependency], until);
      }
    }
    return slack;
  }
}
