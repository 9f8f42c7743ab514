package io.oriontrail.local.simulate;

import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import org.jspecify.annotations.Nullable;

/** Turns what happens into ready-made events with the planned ids and times. */
final class EventPerformer implements Performer {
  private final EventSink sink;

  EventPerformer(EventSink sink) {
    this.sink = sink;
  }

  @Override
  public void perform(ExecutionPlan.Act act) {
    sink.emit(event(act));
  }

  static StepEvent event(ExecutionPlan.Act act) {
    StepEvent.Builder event =
        act.state() == State.STARTED ? started(act) : ended(act, act.run().requireEnd());
    PlannedRun run = act.run();
    return event
        .runId(run.runId())
        .parentRunId(run.parentRunId())
        .attempt(act.concernsExecution() ? null : (Integer) run.attempt())
        .traceId(act.plan().course().traceId())
        .build()
        .identified();
  }

  private static StepEvent.Builder started(ExecutionPlan.Act act) {
    PlannedRun run = act.run();
    return StepEvent.started(act.plan().key(), run.step(), act.at())
        .dependsOn(run.dependsOn())
        .attributes(run.attributes())
        .service(run.startedOn().service())
        .host(run.startedOn().host());
  }

  private static StepEvent.Builder ended(ExecutionPlan.Act act, PlannedRun.End end) {
    PlannedRun run = act.run();
    Trouble trouble = end.trouble();
    Status status = trouble == null ? Status.SUCCEEDED : Status.FAILED;
    return StepEvent.ended(act.plan().key(), run.step(), status, act.at())
        .durationNanos(measured(run, end))
        .errorCode(trouble == null ? null : trouble.code())
        .errorMessage(trouble == null ? null : trouble.message())
        .service(end.on().service())
        .host(end.on().host());
  }

  /** Only the process that started a run has a clock to measure it by. */
  private static @Nullable Long measured(PlannedRun run, PlannedRun.End end) {
    return run.isHandedOver() ? null : (Long) end.at().minus(run.start()).toNanos();
  }
}
