package io.oriontrail.emitter.testing;

import io.oriontrail.emitter.Run;
import io.oriontrail.event.ExecutionKey;
import io.oriontrail.event.State;
import io.oriontrail.event.Status;
import io.oriontrail.event.StepEvent;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was emitted for one execution. Each assertion returns this, and throws an {@link
 * AssertionError} that says what was expected and lists what was emitted instead. Immutable.
 */
public final class RecordedExecution {
  private final ExecutionKey key;
  private final List<StepEvent> events;
  private final Set<ExecutionKey> all;

  /** {@code all}: the executions of which there is anything, for who looks for the wrong one. */
  RecordedExecution(ExecutionKey key, List<StepEvent> events, Set<ExecutionKey> all) {
    this.key = key;
    this.events = List.copyOf(events);
    this.all = all;
  }

  /** Whose execution this is. */
  public ExecutionKey key() {
    return key;
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

  /** The execution as a whole has no recorded end yet. */
  public RecordedExecution notEnded() {
    return check(
        "not ended", events.stream().noneMatch(e -> e.isBracket() && e.state() == State.ENDED));
  }

  /** Runs of just these steps were started, in this order, each as often as it stands here. */
  public RecordedExecution ran(String... steps) {
    List<String> wanted = List.of(steps);
    return check("ran " + wanted + " and nothing else", wanted.equals(startedSteps()));
  }

  /** Runs of just these steps were started, in whatever order, each as often as it stands here. */
  public RecordedExecution ranInAnyOrder(String... steps) {
    List<String> wanted = List.of(steps).stream().sorted().toList();
    return check(
        "ran " + wanted + " in any order and nothing else",
        wanted.equals(startedSteps().stream().sorted().toList()));
  }

  /** No run of this step was started or ended. */
  public RecordedExecution neverRan(String step) {
    return check("never ran " + step, events.stream().noneMatch(e -> e.step().equals(step)));
  }

  /** A run of this step succeeded. */
  public RecordedExecution succeeded(String step) {
    return require("succeeded " + step, endOf(step, Status.SUCCEEDED));
  }

  /** A run of this step failed, with whatever code. */
  public RecordedExecution failed(String step) {
    return require("failed " + step, endOf(step, Status.FAILED));
  }

  /** A run of this step failed with this code. */
  public RecordedExecution failed(String step, String errorCode) {
    return require(
        "failed " + step + " with " + errorCode,
        endOf(step, Status.FAILED).and(e -> errorCode.equals(e.errorCode())));
  }

  /** A run of this step failed with this code and with a message that contains this. */
  public RecordedExecution failed(String step, String errorCode, String partOfMessage) {
    return require(
        "failed " + step + " with " + errorCode + " and a message with '" + partOfMessage + "'",
        endOf(step, Status.FAILED)
            .and(e -> errorCode.equals(e.errorCode()))
            .and(e -> e.errorMessage() != null && e.errorMessage().contains(partOfMessage)));
  }

  /** A run of this step was closed before anybody said how it ended. */
  public RecordedExecution abandoned(String step) {
    return failed(step, Run.ABANDONED);
  }

  /** A run of this step was started and has no end yet. */
  public RecordedExecution stillRuns(String step) {
    return check(
        "still runs " + step,
        events.stream().anyMatch(e -> e.step().equals(step) && isWithoutEnd(e)));
  }

  /** Every run that was started has ended; the execution as a whole may go on. */
  public RecordedExecution nothingStillRuns() {
    return check(
        "nothing still runs", events.stream().noneMatch(e -> !e.isBracket() && isWithoutEnd(e)));
  }

  /** So many runs of this step were started. */
  public RecordedExecution attempts(String step, int count) {
    long found = startedSteps().stream().filter(step::equals).count();
    return check(count + " attempts at " + step + ", not " + found, found == count);
  }

  /** An event of this step carries this attribute. */
  public RecordedExecution attribute(String step, String name, String value) {
    return require(
        step + " with attribute " + name + "=" + value,
        e -> e.step().equals(step) && value.equals(e.attributes().get(name)));
  }

  /** No event of this execution carries an attribute of this name. */
  public RecordedExecution noAttribute(String name) {
    return check(
        "no attribute " + name, events.stream().noneMatch(e -> e.attributes().containsKey(name)));
  }

  /** A run of this step named this dependency. */
  public RecordedExecution dependsOn(String step, String dependency) {
    return require(
        step + " depending on " + dependency,
        e -> e.step().equals(step) && e.dependsOn().contains(dependency));
  }

  /** A run of this step was started within a run of the other. */
  public RecordedExecution ranWithin(String step, String outer) {
    Set<String> runs =
        events.stream()
            .filter(e -> e.step().equals(outer) && e.runId() != null)
            .map(StepEvent::runId)
            .collect(Collectors.toSet());
    return require(
        step + " within " + outer,
        e -> e.step().equals(step) && e.parentRunId() != null && runs.contains(e.parentRunId()));
  }

  private List<String> startedSteps() {
    return events.stream()
        .filter(e -> !e.isBracket() && e.state() == State.STARTED)
        .map(StepEvent::step)
        .toList();
  }

  private static Predicate<StepEvent> endOf(String step, Status status) {
    return e -> e.step().equals(step) && e.status() == status;
  }

  private boolean isWithoutEnd(StepEvent start) {
    return start.state() == State.STARTED && events.stream().noneMatch(e -> ends(e, start));
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

  /** One line an event; where there is none, which executions there are events of. */
  @Override
  public String toString() {
    return events.isEmpty() ? " no events of it, but of " + all : Listing.of(events);
  }
}
