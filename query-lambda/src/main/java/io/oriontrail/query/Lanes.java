package io.oriontrail.query;

import java.util.List;
import java.util.PriorityQueue;

/** Which lane each run is drawn in: the lowest one that is free at its start. */
final class Lanes {
  private final int[] lanes;
  private final int count;

  private Lanes(int[] lanes, int count) {
    this.lanes = lanes;
    this.count = count;
  }

  private record Busy(int lane, long until) {}

  /** {@code runs}: in their order. */
  static Lanes of(List<PairedRun> runs) {
    int[] lanes = new int[runs.size()];
    PriorityQueue<Busy> busy = new PriorityQueue<>((a, b) -> Long.compare(a.until(), b.until()));
    PriorityQueue<Integer> free = new PriorityQueue<>();
    int count = 0;
    for (int i = 0; i < lanes.length; i++) {
      PairedRun run = runs.get(i);
      Busy next = busy.peek();
      while (next != null && next.until() <= run.start()) {
        busy.remove();
        free.add(next.lane());
        next = busy.peek();
      }
      Integer lowest = free.poll();
      lanes[i] = lowest == null ? count++ : lowest;
      // A point takes one nanosecond, so that runs of no length at one moment lie side by side.
      busy.add(new Busy(lanes[i], Math.max(run.end(), run.start() + 1)));
    }
    return new Lanes(lanes, count);
  }

  /** The lane of a run, from 0. */
  int of(int run) {
    return lanes[run];
  }

  /** Lanes used, which is the greatest number of runs in progress at once. */
  int count() {
    return count;
  }
}
