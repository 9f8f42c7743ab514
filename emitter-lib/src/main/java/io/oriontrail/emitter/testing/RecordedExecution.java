package io.oriontrail.emitter.testing;

import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What was emitted for one execution. Each assertion returns this, and throws an {@link
 * AssertionError} that lists what was emitted instead. Immutable.
 */
public final class RecordedExecution {
  private final ExecutionKey key;
  private final List<StepEvent> events;

  RecordedExecution(ExecutionKey key, List<StepEvent> events) {
    this.key = key;
    this.events = List.copyOf(events);
  }

  /** The events, in the order in which they were emitted. */
  public List<StepEvent> events() {
    return events;
  }

  /** The execution as a whole was recorded as started. */
  public RecordedExecution started() {
    return require("started", e -> e.isBracket() && e.state() == State.STARTED);
  }

  /** The execution as a whole was recorded as ended with this status. */
  public RecordedExecution ended(Status status) {
    return require("ended " + status, e -> e.isBracket() && e.status() == status);
  }

  /** Runs of just these steps were started, in this order, each as often as it stands here. */
  public RecordedExecution ran(String... steps) {
    List<String> wanted = List.of(steps);
    List<String> found =
        events.stream()
            .filter(e -> !e.isBracket() && e.state() == State.STARTED)
            .map(StepEvent::step)
            .toList();
    return check("ran " + wanted, wanted.equals(found));
  }

  /** No run of this step was started or ended. */
  public RecordedExecution neverRan(String step) {
    return check("never ran " + step, events.stream().noneMatch(e -> e.step().equals(step)));
  }

  /** A run of this step succeeded. */
  public RecordedExecution succeeded(String step) {
    return require("succeeded " + step, endOf(step, Status.SUCCEEDED));
  }

  /** A run of this step failed with this code. */
  public RecordedExecution failed(String step, String errorCode) {
    return require(
        "failed " + step + " with " + errorCode,
        endOf(step, Status.FAILED).and(e -> errorCode.equals(e.errorCode())));
  }

  /** A run of this step was started and has no end yet. */
  public RecordedExecution stillRuns(String step) {
    return check(
        "still runs " + step,
        events.stream()
            .filter(e -> e.step().equals(step) && e.state() == State.STARTED)
            .anyMatch(start -> events.stream().noneMatch(e -> ends(e, start))));
  }

  /** So many runs of this step were started. */
  public RecordedExecution attempts(String step, int count) {
    long found =
        events.stream().filter(e -> e.step().equals(step) && e.state() == State.STARTED).count();
    return check(count + " attempts at " + step, found == count);
  }

  /** An event of this step carries this attribute. */
  public RecordedExecution attribute(String step, String name, String value) {
    return require(
        step + " with attribute " + name + "=" + value,
        e -> e.step().equals(step) && value.equals(e.attributes().get(name)));
  }

  /** A run of this step named this dependency. */
  public RecordedExecution dependsOn(String step, String dependency) {
    return require(
        step + " depending on " + dependency,
        e -> e.step().equals(step) && e.dependsOn().contains(dependency));
  }

  private static Predicate<StepEvent> endOf(String step, Status status) {
    return e -> e.step().equals(step) && e.status() == status;
  }

  private static boolean ends(StepEvent event, StepEvent start) {
    return event.state() == State.ENDED
        && event.step().equals(start.step())
        && Objects.equals(event.runId(), start.runId());
  }

  private RecordedExecution require(String what, Predicate<StepEvent> condition) {
    return check(what, events.stream().anyMatch(condition));
  }

  private RecordedExecution check(String what, boolean holds) {
    if (!holds) {
      throw new AssertionError("expected of " + key + ": " + what + "; emitted were" + this);
    }
    return this;
  }

  /** One line an event. */
  @Override
  public String toString() {
    if (events.isEmpty()) {
      return " no events";
    }
    StringBuilder text = new StringBuilder();
    for (StepEvent event : events) {
      text.append("\n  ").append(event.step()).append(' ').append(event.state());
      if (event.status() != null) {
        text.append(' ').append(event.status());
      }
      if (event.errorCode() != null) {
        text.append(" (").append(event.errorCode()).append(')');
      }
      if (event.attempt() != null) {
        text.append(" attempt ").append(event.attempt());
      }
      if (!event.dependsOn().isEmpty()) {
        text.append(" after ").append(event.dependsOn());
      }
      if (!event.attributes().isEmpty()) {
        text.append(' ').append(event.attributes());
      }
    }
    return text.toString();
  }
}
