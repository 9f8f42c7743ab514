package io.oriontrail.local.simulate;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.StepEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A course at its place: whose execution it is and when it starts.
 *
 * @param isFirstOfAccount whether the account was not seen before in this simulation
 */
record ExecutionPlan(ExecutionKey key, Instant startedAt, Course course, boolean isFirstOfAccount) {

  /** One thing that happens: a run, or the execution itself, starts or ends. */
  record Act(ExecutionPlan plan, PlannedRun run, State state, Instant at) {
    boolean concernsExecution() {
      return run.step().equals(StepEvent.EXECUTION);
    }

    boolean isFailure() {
      return state == State.ENDED && run.requireEnd().isFailure();
    }
  }

  /** All that happens, in the order of time. */
  List<Act> acts() {
    List<Act> acts = new ArrayList<>();
    addActs(course.bracket(), acts);
    course.runs().forEach(run -> addActs(run, acts));
    // Stable: at one instant a run starts before it ends, and the execution before its runs.
    acts.sort(Comparator.comparing(Act::at));
    return acts;
  }

  Instant lastAt() {
    return startedAt.plus(course.length());
  }

  private void addActs(PlannedRun run, List<Act> acts) {
    acts.add(new Act(this, run, State.STARTED, startedAt.plus(run.start())));
    PlannedRun.End end = run.end();
    if (end != null) {
      acts.add(new Act(this, run, State.ENDED, startedAt.plus(end.at())));
    }
  }
}
