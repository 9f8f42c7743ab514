package io.oriontrail.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which failed runs were made good: a run of the same step that started at or after the failed
 * one's end succeeded, and it is a later attempt, or nobody numbers attempts.
 */
final class Recovery {
  private Recovery() {}

  /** For each run whether it failed and was recovered. {@code runs}: in their order. */
  static boolean[] of(List<PairedRun> runs) {
    boolean[] recovered = new boolean[runs.size()];
    Map<String, Successes> byStep = new HashMap<>();
    for (PairedRun run : runs) {
      if (run.succeeded()) {
        byStep.computeIfAbsent(run.step(), step -> new Successes()).add(run);
      }
    }
    for (int i = 0; i < recovered.length; i++) {
      PairedRun run = runs.get(i);
      Successes successes = run.failed() ? byStep.get(run.step()) : null;
      recovered[i] = successes != null && successes.recover(run);
    }
    return recovered;
  }

  /** A step's runs that succeeded, by start. */
  private static final class Successes {
    private final List<PairedRun> byStart = new ArrayList<>();

    /** For each place the highest attempt from there on, and whether any there is unnumbered. */
    private int[] highestAttempt = {};

    private boolean[] anyUnnumbered = {};

    void add(PairedRun run) {
      byStart.add(run);
    }

    boolean recover(PairedRun failed) {
      int from = firstStartedAtOrAfter(failed.end());
      if (from == byStart.size()) {
        return false;
      }
      summarize();
      return highestAttempt[from] > failed.attempt()
          || (!failed.carriesAttempt() && anyUnnumbered[from]);
    }

    private int firstStartedAtOrAfter(long moment) {
      int low = 0;
      int high = byStart.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (byStart.get(middle).start() >= moment) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    private void summarize() {
      int size = byStart.size();
      if (highestAttempt.length == size) {
        return;
      }
      highestAttempt = new int[size];
      anyUnnumbered = new boolean[size];
      int highest = 0;
      boolean unnumbered = false;
      for (int i = size - 1; i >= 0; i--) {
        PairedRun run = byStart.get(i);
        highest = Math.max(highest, run.attempt());
        unnumbered |= !run.carriesAttempt();
        highestAttempt[i] = highest;
        anyUnnumbered[i] = unnumbered;
      }
    }
  }
}
