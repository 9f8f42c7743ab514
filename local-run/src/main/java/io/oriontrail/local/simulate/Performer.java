package io.oriontrail.local.simulate;

/** Makes known what happens. */
interface Performer {
  /** Called in the order of time of each execution, by one thread at a time. */
  void perform(ExecutionPlan.Act act);

  /** Called once, when nothing more happens in the execution. */
  default void finished(ExecutionPlan plan) {}
}
