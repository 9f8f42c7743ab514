package io.oriontrail.local.simulate;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Plays many executions at once, each act at its time. Knows no clock: it is told how far to play.
 * Not safe for use by several threads at once; the counts may be read by any.
 */
final class Player {
  private final Iterator<ExecutionPlan> plans;
  private final Performer performer;
  private final PriorityQueue<UnderWay> underWay =
      new PriorityQueue<>(Comparator.comparing(UnderWay::nextAt));
  private @Nullable ExecutionPlan upcoming;
  private volatile SimulationCounts counts = SimulationCounts.NONE;

  /** {@code plans} in the order of their starts; taken one at a time, so they may have no end. */
  Player(Iterator<ExecutionPlan> plans, Performer performer) {
    this.plans = plans;
    this.performer = performer;
    this.upcoming = next();
  }

  /**
   * Performs all that is due, in the order of time.
   *
   * @return when there will be something to do again; null: never
   */
  @Nullable Instant playUntil(Instant now) {
    while (true) {
      UnderWay first = underWay.peek();
      ExecutionPlan arriving = upcoming;
      if (arriving != null && (first == null || !first.nextAt().isBefore(arriving.startedAt()))) {
        if (arriving.startedAt().isAfter(now)) {
          return arriving.startedAt();
        }
        underWay.add(new UnderWay(arriving.acts()));
        upcoming = next();
      } else if (first == null) {
        return null;
      } else if (first.nextAt().isAfter(now)) {
        return first.nextAt();
      } else {
        step(first);
      }
    }
  }

  SimulationCounts counts() {
    return counts;
  }

  private void step(UnderWay first) {
    underWay.remove();
    ExecutionPlan.Act act = first.take();
    performer.perform(act);
    counts = counts.plus(act);
    if (first.hasMore()) {
      underWay.add(first);
    } else {
      performer.finished(act.plan());
    }
  }

  private @Nullable ExecutionPlan next() {
    return plans.hasNext() ? plans.next() : null;
  }

  /** An execution that has begun and what is still to come of it. */
  private static final class UnderWay {
    private final List<ExecutionPlan.Act> acts;
    private int taken;

    UnderWay(List<ExecutionPlan.Act> acts) {
      this.acts = acts;
    }

    Instant nextAt() {
      return acts.get(taken).at();
    }

    ExecutionPlan.Act take() {
      return acts.get(taken++);
    }

    boolean hasMore() {
      return taken < acts.size();
    }
  }
}
