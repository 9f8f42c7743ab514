package io.oriontrail.local.simulate;

/** Makes known what happens. */
interface Performer {
  /** Called in the order of time of each execution, by one thread at a time. */
  void perform(ExecutionPlan.Act act);
}
