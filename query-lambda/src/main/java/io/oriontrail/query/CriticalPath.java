package io.oriontrail.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The chain of runs that set when the execution ended: found by walking back from the last run to
 * what it had to wait for. Containers stand for what they contain and are not on it.
 */
final class CriticalPath {
  private static final int NONE = -1;

  /**
   * A run on the path.
   *
   * @param run its place in the order
   * @param waitNanos from its predecessor's end (of the first: from the execution's start) to its
   *     start
   * @param inferred whether no dependency led to its predecessor, only time
   */
  record Step(int run, long waitNanos, boolean inferred) {}

  private record Predecessor(int run, boolean inferred) {}

  private final List<PairedRun> runs;
  private final Dependencies dependencies;
  private final Containers containers;

  /** The runs that may be found by time alone, by end, on ties in their order. */
  private final int[] byEnd;

  private CriticalPath(List<PairedRun> runs, Dependencies dependencies, Containers containers) {
    this.runs = runs;
    this.dependencies = dependencies;
    this.containers = containers;
    List<Integer> closed = new ArrayList<>(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      if (!runs.get(i).isOpen() && !containers.isContainer(i)) {
        closed.add(i);
      }
    }
    closed.sort((a, b) -> Long.compare(runs.get(a).end(), runs.get(b).end()));
    byEnd = closed.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The path from its first run to the last; empty where there is no run. */
  static List<Step> of(
      List<PairedRun> runs, Dependencies dependencies, Containers containers, long startedAt) {
    CriticalPath path = new CriticalPath(runs, dependencies, containers);
    List<Step> backwards = new ArrayList<>();
    int run = path.last();
    while (run != NONE) {
      Predecessor predecessor = path.predecessor(run);
      long start = runs.get(run).start();
      long readyAt = predecessor.run() == NONE ? startedAt : runs.get(predecessor.run()).end();
      backwards.add(new Step(run, Nanos.minus(start, readyAt), predecessor.inferred()));
      run = predecessor.run();
    }
    Collections.reverse(backwards);
    return backwards;
  }

  private int last() {
    for (int i = runs.size() - 1; i >= 0; i--) {
      if (runs.get(i).isOpen() && !containers.isContainer(i)) {
        return i;
      }
    }
    return byEnd.length == 0 ? NONE : byEnd[byEnd.length - 1];
  }

  private Predecessor predecessor(int run) {
    for (int candidate : endedDependencies(run)) {
      int found = standIn(candidate, run);
      if (found != NONE) {
        return new Predecessor(found, false);
      }
    }
    int found = latestEndedBefore(run);
    return new Predecessor(found, found != NONE);
  }

  /** The resolved dependencies that had ended when the run started, the latest first. */
  private List<Integer> endedDependencies(int run) {
    int[] resolved = dependencies.resolved(run);
    if (resolved.length == 0) {
      return List.of();
    }
    List<Integer> ended = new ArrayList<>(resolved.length);
    for (int dependency : resolved) {
      if (runs.get(dependency).end() <= runs.get(run).start()) {
        ended.add(dependency);
      }
    }
    ended.sort(
        (a, b) -> {
          int byEnd = Long.compare(runs.get(b).end(), runs.get(a).end());
          return byEnd != 0 ? byEnd : Integer.compare(b, a);
        });
    return ended;
  }

  /**
   * The candidate itself or, where it is a container, its member that ended latest when {@code run}
   * started; of a container among those, again. Members later in the order than {@code run} do not
   * count: two points could otherwise precede each other.
   */
  private int standIn(int candidate, int run) {
    if (!containers.isContainer(candidate)) {
      return candidate;
    }
    Deque<Members> within = new ArrayDeque<>();
    within.push(new Members(candidate, run));
    while (!within.isEmpty()) {
      int member = within.peek().next();
      if (member == NONE) {
        within.pop();
      } else if (containers.isContainer(member)) {
        within.push(new Members(member, run));
      } else {
        return member;
      }
    }
    return NONE;
  }

  /** A container's members that had ended when a run started, the latest end first. */
  private final class Members {
    private final List<Integer> byEnd;
    private final int run;
    private int left;

    Members(int container, int run) {
      this.byEnd = containers.members(container);
      this.run = run;
      int low = 0;
      int high = byEnd.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (runs.get(byEnd.get(middle)).end() <= runs.get(run).start()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      left = low;
    }

    int next() {
      while (left > 0) {
        int member = byEnd.get(--left);
        if (member < run) {
          return member;
        }
      }
      return NONE;
    }
  }

  /** The latest end among the runs earlier in the order that had ended when this one started. */
  private int latestEndedBefore(int run) {
    long start = runs.get(run).start();
    int low = 0;
    int high = byEnd.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int other = byEnd[middle];
      long end = runs.get(other).end();
      // What ended before the start also started before it, and so is earlier in the order.
      if (end < start || (end == start && other < run)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? NONE : byEnd[low - 1];
  }
}
