package io.oriontrail.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Which earlier run each dependency of a run means. A name means, among the runs of that step
 * earlier in the order, the one that ended latest of those ended when the run started; else the
 * latest of them. So no circle can arise.
 */
final class Dependencies {
  private static final int[] NONE = {};

  private final int[][] resolved;
  private final List<List<String>> names;
  private final List<List<String>> unresolved;

  private Dependencies(int size) {
    resolved = new int[size][];
    names = new ArrayList<>(size);
    unresolved = new ArrayList<>(size);
  }

  /** {@code runs}: in their order. */
  static Dependencies of(List<PairedRun> runs, Journey journey) {
    Dependencies dependencies = new Dependencies(runs.size());
    Map<String, StepSoFar> byStep = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      PairedRun run = runs.get(i);
      List<String> own = run.dependsOn();
      List<String> names = own.isEmpty() ? journey.dependsOn(run.step()) : own;
      dependencies.add(i, run, names, own.isEmpty() ? journey : Journey.none(), byStep);
      byStep.computeIfAbsent(run.step(), step -> new StepSoFar(runs)).add(i);
    }
    return dependencies;
  }

  private void add(
      int index, PairedRun run, List<String> of, Journey saidBy, Map<String, StepSoFar> byStep) {
    names.add(of);
    if (of.isEmpty()) {
      resolved[index] = NONE;
      unresolved.add(List.of());
      return;
    }
    int[] found = new int[of.size()];
    int count = 0;
    List<String> missing = new ArrayList<>();
    for (String name : of) {
      StepSoFar step = byStep.get(name);
      if (step != null) {
        found[count++] = step.resolve(run.start());
      } else if (!saidBy.isOptional(name)) {
        // A definition that names an optional step says nothing against its absence.
        missing.add(name);
      }
    }
    resolved[index] = Arrays.copyOf(found, count);
    unresolved.add(List.copyOf(missing));
  }

  /** The step names that the run depends on. */
  List<String> names(int run) {
    return names.get(run);
  }

  /** The runs that the names mean, all earlier in the order. */
  int[] resolved(int run) {
    return resolved[run];
  }

  /** The names that mean no run. */
  List<String> unresolved(int run) {
    return unresolved.get(run);
  }

  int size() {
    return resolved.length;
  }

  /** The runs of one step met so far. Asked for moments that never go back. */
  private static final class StepSoFar {
    private final List<PairedRun> runs;
    private final PriorityQueue<Integer> notYetEnded;
    private int latest = -1;
    private int lastEnded = -1;

    StepSoFar(List<PairedRun> runs) {
      this.runs = runs;
      this.notYetEnded =
          new PriorityQueue<>((a, b) -> Long.compare(runs.get(a).end(), runs.get(b).end()));
    }

    void add(int run) {
      latest = run;
      if (!runs.get(run).isOpen()) {
        notYetEnded.add(run);
      }
    }

    int resolve(long moment) {
      Integer next = notYetEnded.peek();
      while (next != null && runs.get(next).end() <= moment) {
        notYetEnded.remove();
        if (lastEnded < 0 || isLaterEnd(next, lastEnded)) {
          lastEnded = next;
        }
        next = notYetEnded.peek();
      }
      return lastEnded >= 0 ? lastEnded : latest;
    }

    private boolean isLaterEnd(int run, int other) {
      int byEnd = Long.compare(runs.get(run).end(), runs.get(other).end());
      return byEnd > 0 || (byEnd == 0 && run > other);
    }
  }
}
