package io.oriontrail.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which runs enclose others, as their {@code parentRunId} says. A parent that is the run itself,
 * unknown, or part of a circle of parents is ignored.
 */
final class Containers {
  private static final int NONE = -1;

  private final int[] parent;
  private final boolean[] invalid;
  private final List<List<Integer>> members;

  private Containers(int size) {
    parent = new int[size];
    invalid = new boolean[size];
    members = new ArrayList<>(size);
  }

  /** {@code runs}: in their order. */
  static Containers of(List<PairedRun> runs) {
    Containers containers = new Containers(runs.size());
    containers.resolve(runs);
    containers.ignoreCircles();
    containers.collectMembers(runs);
    return containers;
  }

  private void resolve(List<PairedRun> runs) {
    Map<String, Integer> firstById = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      firstById.putIfAbsent(runs.get(i).runId(), i);
    }
    for (int i = 0; i < runs.size(); i++) {
      String parentId = runs.get(i).parentRunId();
      Integer found = parentId == null ? null : firstById.get(parentId);
      invalid[i] = parentId != null && (found == null || found == i);
      parent[i] = found == null || found == i ? NONE : found;
    }
  }

  private void ignoreCircles() {
    boolean[] inCircle = new boolean[parent.length];
    int[] walk = new int[parent.length]; // 0: not met; otherwise the number of the walk it met
    for (int i = 0; i < parent.length; i++) {
      int at = i;
      while (at != NONE && walk[at] == 0) {
        walk[at] = i + 1;
        at = parent[at];
      }
      if (at != NONE && walk[at] == i + 1) {
        int first = at;
        do {
          inCircle[at] = true;
          at = parent[at];
        } while (at != first);
      }
    }
    boolean[] ignored = new boolean[parent.length];
    for (int i = 0; i < parent.length; i++) {
      ignored[i] = parent[i] != NONE && inCircle[parent[i]];
    }
    for (int i = 0; i < parent.length; i++) {
      if (ignored[i]) {
        parent[i] = NONE;
        invalid[i] = true;
      }
    }
  }

  private void collectMembers(List<PairedRun> runs) {
    for (int i = 0; i < parent.length; i++) {
      members.add(List.of());
    }
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] != NONE && members.get(parent[i]).isEmpty()) {
        members.set(parent[i], new ArrayList<>());
      }
    }
    // Filled in the order of ends, so that each list lies in it.
    for (int run : byEnd(runs)) {
      if (parent[run] != NONE) {
        members.get(parent[run]).add(run);
      }
    }
  }

  /** All runs by end, open ones last, on ties in their order. */
  private static int[] byEnd(List<PairedRun> runs) {
    Integer[] order = new Integer[runs.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(runs.get(a).end(), runs.get(b).end()));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /** The run that encloses this one; negative where none does. */
  int parent(int run) {
    return parent[run];
  }

  boolean isContainer(int run) {
    return !members.get(run).isEmpty();
  }

  /** Whether the run names a parent that had to be ignored. */
  boolean isParentInvalid(int run) {
    return invalid[run];
  }

  /** The members of a container by end, on ties in their order. */
  List<Integer> members(int container) {
    return members.get(container);
  }
}
