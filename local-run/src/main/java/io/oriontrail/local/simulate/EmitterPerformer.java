package io.oriontrail.local.simulate;

import io.oriontrail.emitter.Execution;
import io.oriontrail.emitter.OrionEmitter;
import io.oriontrail.emitter.Run;
import io.oriontrail.emitter.Step;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Lets the simulated processes tell what they do as real ones would: each through its own emitter,
 * as it happens, with ids and times made by the library. What one process began and another ends is
 * handed over by its run's id. Not safe for use by several threads at once.
 */
final class EmitterPerformer implements Performer {
  private final Map<SimulatedProcess, OrionEmitter> emitters;
  private final Map<ExecutionKey, Handles> underWay = new HashMap<>();

  private EmitterPerformer(Map<SimulatedProcess, OrionEmitter> emitters) {
    this.emitters = emitters;
  }

  static EmitterPerformer of(
      List<SimulatedProcess> processes, Function<SimulatedProcess, OrionEmitter> emitters) {
    Map<SimulatedProcess, OrionEmitter> all = new HashMap<>();
    processes.forEach(process -> all.put(process, emitters.apply(process)));
    return new EmitterPerformer(Map.copyOf(all));
  }

  @Override
  public void perform(ExecutionPlan.Act act) {
    Handles handles = underWay.computeIfAbsent(act.plan().key(), Handles::new);
    PlannedRun run = act.run();
    if (act.state() == State.STARTED) {
      if (act.concernsExecution()) {
        handles.on(run.startedOn()).started();
      } else {
        handles.start(run);
      }
    } else if (act.concernsExecution()) {
      handles.endExecution(run.requireEnd());
    } else {
      handles.end(run, run.requireEnd());
    }
  }

  @Override
  public void finished(ExecutionPlan plan) {
    underWay.remove(plan.key());
  }

  /** What the processes hold of one execution. */
  private final class Handles {
    private final ExecutionKey key;
    private final Map<SimulatedProcess, Execution> executions = new HashMap<>();

    /** By planned id: the library makes up its own. */
    private final Map<String, Run> runs = new HashMap<>();

    Handles(ExecutionKey key) {
      this.key = key;
    }

    Execution on(SimulatedProcess process) {
      return executions.computeIfAbsent(
          process,
          any ->
              Objects.requireNonNull(emitters.get(process))
                  .execution(key.accountId(), key.executionId()));
    }

    void start(PlannedRun planned) {
      Step step =
          step(planned)
              .attempt(planned.attempt())
              .dependsOn(planned.dependsOn().toArray(String[]::new));
      planned.attributes().forEach(step::attribute);
      runs.put(planned.runId(), step.start());
    }

    private Step step(PlannedRun planned) {
      Execution execution = on(planned.startedOn());
      Run parent = planned.parentRunId() == null ? null : runs.get(planned.parentRunId());
      return parent == null
          ? execution.step(planned.step())
          : execution.resume(OrionJourney.CONTAINER, parent.runId()).step(planned.step());
    }

    void end(PlannedRun planned, PlannedRun.End end) {
      Run started = Objects.requireNonNull(runs.remove(planned.runId()));
      Run run =
          planned.isHandedOver() ? on(end.on()).resume(planned.step(), started.runId()) : started;
      Trouble trouble = end.trouble();
      if (trouble == null) {
        run.succeeded();
      } else if (trouble.equals(Trouble.ABANDONED)) {
        run.close();
      } else {
        run.failed(trouble.code(), trouble.message());
      }
    }

    void endExecution(PlannedRun.End end) {
      Trouble trouble = end.trouble();
      if (trouble == null) {
        on(end.on()).ended(Status.SUCCEEDED);
      } else {
        on(end.on()).ended(Status.FAILED, trouble.code(), trouble.message());
      }
    }
  }
}
