package io.oriontrail.local.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans the runs of the operations of one course: retries, parallel runs and enclosed ones. */
final class RunPlanner {
  private static final Duration HAND_OVER = Duration.ofMillis(25);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

  private final Fate fate;
  private final @Nullable Operation struck;
  private final Dice dice;
  private final List<PlannedRun> planned = new ArrayList<>();

  RunPlanner(Fate fate, @Nullable Operation struck, Dice dice) {
    this.fate = fate;
    this.struck = struck;
    this.dice = dice;
  }

  /**
   * How an operation came out.
   *
   * @param doneAt when the journey may go on; null: it waits for ever
   * @param trouble why it failed; null: it did not
   */
  record Outcome(@Nullable Duration doneAt, @Nullable Trouble trouble) {

    /** Done when the last is done, not done while one is not, failed if one failed. */
    static Outcome ofAll(List<Outcome> outcomes) {
      Duration latest = Duration.ZERO;
      Trouble trouble = null;
      for (Outcome outcome : outcomes) {
        if (outcome.doneAt() == null) {
          return outcome;
        }
        latest = latest.compareTo(outcome.doneAt()) < 0 ? outcome.doneAt() : latest;
        trouble = outcome.trouble() != null ? outcome.trouble() : trouble;
      }
      return new Outcome(latest, trouble);
    }
  }

  /** What all runs of one operation have in common. */
  private record Task(
      Operation operation, List<String> dependsOn, Duration ready, @Nullable String parentRunId) {}

  List<PlannedRun> planned() {
    return List.copyOf(planned);
  }

  Duration lastTime() {
    return planned.stream().map(PlannedRun::lastTime).max(Duration::compareTo).orElseThrow();
  }

  /** Keeps what was under way at that time, which goes on to its end; nothing else had begun. */
  void dropStartedAfter(Duration time) {
    Set<String> kept = new HashSet<>();
    for (PlannedRun run : planned) {
      if (run.parentRunId() == null && run.start().compareTo(time) <= 0) {
        kept.add(run.runId());
      }
    }
    planned.removeIf(
        run -> !kept.contains(run.parentRunId() == null ? run.runId() : run.parentRunId()));
  }

  /** Plans the runs of an operation that may start when {@code ready}. */
  Outcome plan(Operation operation, List<String> dependsOn, Duration ready) {
    Task task = new Task(operation, dependsOn, ready, null);
    return operation.step().equals(OrionJourney.CONTAINER) ? container(task) : copies(task);
  }

  /** One run that encloses those of its members, which run side by side. */
  private Outcome container(Task task) {
    Operation operation = task.operation();
    SimulatedProcess process = SimulatedProcess.drawn(operation.service(), dice);
    Duration start = task.ready().plus(handOver());
    PlannedRun run = run(task, 1, operation.attributes(), process, start);
    List<Outcome> members = new ArrayList<>();
    for (Operation member : OrionJourney.membersOf(operation)) {
      Task inner = new Task(member, member.dependsOn(), start, run.runId());
      members.add(fate == Fate.WAITING ? oneByOne(inner) : copies(inner));
    }
    Outcome inside = Outcome.ofAll(members);
    Ordeal ordeal = ordealOf(operation);
    if (inside.doneAt() == null || ordeal.endless()) {
      planned.add(run);
      return new Outcome(null, null);
    }
    Duration end = inside.doneAt().plus(dice.around(operation.usual(), operation.spread()));
    Trouble trouble = ordeal.failures() > 0 ? dice.oneOf(operation.troubles()) : inside.trouble();
    planned.add(run.ending(end, trouble, process));
    return new Outcome(end, trouble);
  }

  /** Runs side by side, one for each value of the fan-out; fate strikes the first of them. */
  private Outcome copies(Task task) {
    Operation operation = task.operation();
    Operation.FanOut fanOut = operation.fanOut();
    if (fanOut == null) {
      return attempts(task, ordealOf(operation), operation.attributes());
    }
    List<Outcome> outcomes = new ArrayList<>();
    int count = dice.between(fanOut.least(), fanOut.values().size());
    for (int i = 0; i < count; i++) {
      Map<String, String> attributes = new TreeMap<>(operation.attributes());
      attributes.put(fanOut.attribute(), fanOut.values().get(i));
      outcomes.add(attempts(task, i == 0 ? ordealOf(operation) : Ordeal.NONE, attributes));
    }
    return Outcome.ofAll(outcomes);
  }

  /** Documents that come in one after the other: every few seconds at first, then ever later. */
  private Outcome oneByOne(Task task) {
    List<Outcome> outcomes = new ArrayList<>();
    Duration ready = task.ready();
    for (int i = 0; i < Drip.GAPS.size(); i++) {
      Task next = new Task(task.operation(), task.dependsOn(), ready, task.parentRunId());
      Map<String, String> attributes = Map.of("document", "annex-%03d".formatted(i + 1));
      outcomes.add(
          attempts(next, i == Drip.RETRIED ? Ordeal.ONE_FAILURE : Ordeal.NONE, attributes));
      ready = ready.plus(Drip.GAPS.get(i));
    }
    return Outcome.ofAll(outcomes);
  }

  /** One attempt after the other, until one succeeds, never ends, or the last has failed. */
  private Outcome attempts(Task task, Ordeal ordeal, Map<String, String> attributes) {
    Operation operation = task.operation();
    Trouble cause = ordeal.crashes() ? Trouble.ABANDONED : dice.oneOf(operation.troubles());
    SimulatedProcess process = SimulatedProcess.drawn(operation.service(), dice);
    Duration start = task.ready().plus(handOver());
    for (int attempt = 1; attempt <= ordeal.failures(); attempt++) {
      Duration end = start.plus(untilItShows(cause, operation));
      planned.add(run(task, attempt, attributes, process, start).ending(end, cause, process));
      if (attempt == operation.maxAttempts()) {
        return new Outcome(end, cause);
      }
      start = end.plus(backoff(attempt));
      process = process.next();
    }
    PlannedRun last = run(task, ordeal.failures() + 1, attributes, process, start);
    Duration end = start.plus(Dice.times(usual(operation), ordeal.slowdown()));
    SimulatedProcess endsOn = operation.handedOver() ? process.next() : process;
    planned.add(ordeal.endless() ? last : last.ending(end, null, endsOn));
    return new Outcome(ordeal.endless() && ordeal.awaited() ? null : end, null);
  }

  private PlannedRun run(
      Task task,
      int attempt,
      Map<String, String> attributes,
      SimulatedProcess process,
      Duration start) {
    return new PlannedRun(
        dice.hex(16),
        task.parentRunId(),
        task.operation().step(),
        attempt,
        task.dependsOn(),
        attributes,
        process,
        start,
        null);
  }

  private Ordeal ordealOf(Operation operation) {
    return operation.equals(struck) ? Ordeal.of(fate, operation, dice) : Ordeal.NONE;
  }

  private Duration usual(Operation operation) {
    return dice.around(operation.usual(), operation.spread());
  }

  /** Time-outs fire late by a little; all else shows when a good run would have ended. */
  private Duration untilItShows(Trouble cause, Operation operation) {
    return cause.after() == null
        ? usual(operation)
        : cause.after().plus(dice.around(Duration.ofMillis(3), 0.5));
  }

  private Duration handOver() {
    return dice.around(HAND_OVER, 0.8);
  }

  private Duration backoff(int attempt) {
    return Dice.times(FIRST_BACKOFF.multipliedBy(1L << (attempt - 1)), 0.5 + dice.fraction());
  }
}
