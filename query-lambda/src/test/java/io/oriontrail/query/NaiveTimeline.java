package io.oriontrail.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies, containers, critical path and slack as their definitions say, without a thought for
 * speed: each answer searches all runs. The oracle for the real ones.
 */
final class NaiveTimeline {
  private final List<Run> runs;
  private final long startedAt;

  NaiveTimeline(List<Run> runs, long startedAt) {
    this.runs = runs;
    this.startedAt = startedAt;
  }

  /** The run that each name means, in the order of the names; those that mean none left out. */
  List<Integer> dependencies(int run) {
    List<Integer> found = new ArrayList<>();
    for (String name : runs.get(run).dependsOn()) {
      List<Integer> earlier =
          IntStream.range(0, run).filter(i -> runs.get(i).step().equals(name)).boxed().toList();
      Integer ended = latestEnd(earlier, runs.get(run).start());
      if (ended != null) {
        found.add(ended);
      } else if (!earlier.isEmpty()) {
        found.add(earlier.getLast());
      }
    }
    return found;
  }

  /** Among the runs given, the one that ended latest of those ended at the moment. */
  private @Nullable Integer latestEnd(List<Integer> among, long moment) {
    return among.stream()
        .filter(i -> !runs.get(i).isOpen() && runs.get(i).end() <= moment)
        .max(Comparator.<Integer>comparingLong(i -> runs.get(i).end()).thenComparing(i -> i))
        .orElse(null);
  }

  private @Nullable Integer namedParent(int run) {
    String id = runs.get(run).parentRunId();
    for (int i = 0; id != null && i < runs.size(); i++) {
      if (runs.get(i).runId().equals(id)) {
        return i == run ? null : i;
      }
    }
    return null;
  }

  private boolean isInCircle(int run) {
    Integer at = namedParent(run);
    Set<Integer> met = new HashSet<>();
    while (at != null && met.add(at)) {
      if (at == run) {
        return true;
      }
      at = namedParent(at);
    }
    return false;
  }

  @Nullable Integer parent(int run) {
    Integer named = namedParent(run);
    return named == null || isInCircle(named) ? null : named;
  }

  private List<Integer> members(int container) {
    return IntStream.range(0, runs.size())
        .filter(
            i -> {
              Integer parent = parent(i);
              return parent != null && parent == container;
            })
        .boxed()
        .toList();
  }

  boolean isContainer(int run) {
    return !members(run).isEmpty();
  }

  /** Places of the runs on the path, from the first to the last. */
  List<Integer> path() {
    List<Integer> path = new ArrayList<>();
    Integer at = last();
    while (at != null) {
      path.addFirst(at);
      Integer found = byDependency(at);
      at = found != null ? found : byTime(at);
    }
    return path;
  }

  long waitOf(int place, List<Integer> path) {
    long start = runs.get(path.get(place)).start();
    return start - (place == 0 ? startedAt : runs.get(path.get(place - 1)).end());
  }

  /** Whether the predecessor of this run was found by time alone. */
  boolean isInferred(int run) {
    return byDependency(run) == null && byTime(run) != null;
  }

  private @Nullable Integer last() {
    List<Integer> leaves =
        IntStream.range(0, runs.size()).filter(i -> !isContainer(i)).boxed().toList();
    List<Integer> open = leaves.stream().filter(i -> runs.get(i).isOpen()).toList();
    return open.isEmpty() ? latestEnd(leaves, Long.MAX_VALUE) : open.getLast();
  }

  private @Nullable Integer byDependency(int run) {
    return standIn(dependencies(run), run);
  }

  /** The best of the candidates, containers replaced by what they stand for. */
  private @Nullable Integer standIn(List<Integer> candidates, int run) {
    List<Integer> left = new ArrayList<>(candidates);
    Integer best = latestEnd(left, runs.get(run).start());
    while (best != null) {
      if (!isContainer(best)) {
        return best;
      }
      Integer member = standIn(members(best).stream().filter(i -> i < run).toList(), run);
      if (member != null) {
        return member;
      }
      left.removeAll(List.of(best));
      best = latestEnd(left, runs.get(run).start());
    }
    return null;
  }

  private @Nullable Integer byTime(int run) {
    List<Integer> earlier = IntStream.range(0, run).filter(i -> !isContainer(i)).boxed().toList();
    return latestEnd(earlier, runs.get(run).start());
  }

  /** Null where it is unknown. */
  @Nullable Long slack(int run, List<Integer> path) {
    if (path.contains(run)) {
      return 0L;
    }
    if (runs.get(run).isOpen()) {
      return null;
    }
    long end = runs.get(run).end();
    Long least = null;
    for (int i = run + 1; i < runs.size(); i++) {
      if (dependencies(i).contains(run)) {
        Long theirs = slack(i, path);
        long room = runs.get(i).start() - end + (theirs == null ? 0 : theirs);
        least = least == null ? room : Math.min(least, room);
      }
    }
    if (least == null) {
      long latest =
          runs.stream().filter(other -> !other.isOpen()).mapToLong(Run::end).max().orElseThrow();
      least = latest - end;
    }
    return Math.max(0, least);
  }
}
