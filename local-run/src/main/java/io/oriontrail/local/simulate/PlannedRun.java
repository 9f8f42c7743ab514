package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as it will be, with times counted from the start of its execution.
 *
 * @param runId 16 hexadecimal digits, unique within the execution
 * @param parentRunId the enclosing run
 * @param startedOn who starts it
 * @param end null: it never ends
 */
record PlannedRun(
    String runId,
    @Nullable String parentRunId,
    String step,
    int attempt,
    List<String> dependsOn,
    Map<String, String> attributes,
    SimulatedProcess startedOn,
    Duration start,
    @Nullable End end) {

  PlannedRun {
    dependsOn = List.copyOf(dependsOn);
    attributes = Map.copyOf(attributes);
  }

  /**
   * How a run ends.
   *
   * @param at counted from the start of the execution
   * @param trouble why it failed; null: it succeeded
   * @param on who ends it, which may be another process than the one that started it
   */
  record End(Duration at, @Nullable Trouble trouble, SimulatedProcess on) {
    boolean isFailure() {
      return trouble != null;
    }
  }

  /** Whether one process starts the run and another one ends it. */
  boolean isHandedOver() {
    return end != null && !end.on().equals(startedOn);
  }

  PlannedRun ending(Duration at, @Nullable Trouble trouble, SimulatedProcess on) {
    return new PlannedRun(
        runId,
        parentRunId,
        step,
        attempt,
        dependsOn,
        attributes,
        startedOn,
        start,
        new End(at, trouble, on));
  }

  /** The latest time that is known of it. */
  Duration lastTime() {
    return end == null ? start : end.at();
  }

  End requireEnd() {
    return Objects.requireNonNull(end, "this run never ends");
  }
}
