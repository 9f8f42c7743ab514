package io.oriontrail.local.simulate;

import io.oriontrail.event.State;

/**
 * What has been played so far.
 *
 * @param accounts that have begun an execution
 * @param executions begun
 * @param succeeded executions that ended well
 * @param failed executions that ended in failure
 * @param runs begun, each attempt counted
 * @param failedRuns runs that ended in failure
 * @param events made known, those of executions as a whole included
 */
public record SimulationCounts(
    long accounts,
    long executions,
    long succeeded,
    long failed,
    long runs,
    long failedRuns,
    long events) {

  static final SimulationCounts NONE = new SimulationCounts(0, 0, 0, 0, 0, 0, 0);

  /** Executions that have begun and not ended: still running, or stuck for ever. */
  public long open() {
    return executions - succeeded - failed;
  }

  SimulationCounts plus(ExecutionPlan.Act act) {
    boolean execution = act.concernsExecution();
    boolean starts = act.state() == State.STARTED;
    boolean fails = act.isFailure();
    return new SimulationCounts(
        accounts + one(execution && starts && act.plan().isFirstOfAccount()),
        executions + one(execution && starts),
        succeeded + one(execution && !starts && !fails),
        failed + one(execution && fails),
        runs + one(!execution && starts),
        failedRuns + one(!execution && fails),
        events + 1);
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }
}
