package io.oriontrail.query;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an execution during which no run was in progress.
 *
 * @param totalNanos their sum
 */
public record Unaccounted(long totalNanos, List<Gap> gaps) {

  /** One such part, from the execution's start. */
  public record Gap(long startOffsetNanos, long durationNanos) {}

  public Unaccounted {
    gaps = List.copyOf(gaps);
  }

  /** {@code runs}: in their order. What encloses other runs does not count as work. */
  static Unaccounted of(
      List<PairedRun> runs, Containers containers, long startedAt, long shownUntil) {
    List<Gap> gaps = new ArrayList<>();
    long total = 0;
    long covered = startedAt;
    for (int i = 0; i < runs.size() && covered < shownUntil; i++) {
      if (containers.isContainer(i)) {
        continue;
      }
      PairedRun run = runs.get(i);
      long gapEnd = Math.min(run.start(), shownUntil);
      if (gapEnd > covered) {
        total = Nanos.plus(total, add(gaps, startedAt, covered, gapEnd));
      }
      covered = Math.max(covered, run.end());
    }
    if (covered < shownUntil) {
      total = Nanos.plus(total, add(gaps, startedAt, covered, shownUntil));
    }
    return new Unaccounted(total, gaps);
  }

  private static long add(List<Gap> gaps, long startedAt, long from, long to) {
    long duration = Nanos.minus(to, from);
    gaps.add(new Gap(Nanos.minus(from, startedAt), duration));
    return duration;
  }
}
